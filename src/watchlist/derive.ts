/**
 * Proposes a watchlist from documents: the people, bodies and places that they name, as their capitals, the words beside
 * them and the calendar of countries and cities show. It knows no news; what it cannot tell it leaves out.
 */
import { FURNITURE, VETO } from '#core/recognition.ts';
import type { Recognition } from '#core/recognition.ts';
import type { Recognise } from '#core/typed.ts';
import { splitSentences } from '#language/sentences.ts';
import { givenUnit } from './compile.ts';
import type { WordClasses } from './derive-words.ts';
import { deriveTopics } from './derive-topics.ts';
import type { ProposedTopic, Said } from './derive-topics.ts';
import { kindOfDocument, linesOf } from './document.ts';
import type { Names } from './names.ts';
import { romanised } from './suggest.ts';

/** A text to read names from; a PDF gives one for each page. */
export interface Document {
  /** As people are to find it; a page of a PDF has its number behind. */
  readonly file: string;
  readonly text: string;
}

/** Where a name stands; lines from 1. */
export interface Place {
  readonly file: string;
  readonly line: number;
}

/** A name that the documents hold. */
export interface Proposal {
  readonly kind: 'person' | 'body' | 'place';
  /** The fullest form, in the nominative as far as it can be told. */
  readonly name: string;
  /** In Latin letters; of a person given names and surname apart. */
  readonly latin: string;
  readonly given: readonly string[];
  readonly surname: string | null;
  readonly gender: 'm' | 'f' | null;
  /** Whether words of captivity stand beside it more often than an office does. */
  readonly captive: boolean;
  /** As printed, with how often. */
  readonly forms: ReadonlyMap<string, number>;
  readonly count: number;
  readonly at: readonly Place[];
  /** The subject of the present watchlist that it seems to be. */
  readonly seems: string | null;
  /** Printed forms of it that the present watchlist does not find. */
  readonly unknownForms: readonly string[];
}

/** A topic of the present watchlist that the documents have. */
export interface TopicSeen {
  readonly topic: string;
  readonly count: number;
  readonly at: readonly Place[];
}

/** What the documents name, each with what the present watchlist seems to have of it. */
export interface Derived {
  /** People first, then bodies and places; each the most frequent first. */
  readonly proposals: readonly Proposal[];
  readonly topics: readonly TopicSeen[];
  /** Word groups that keep meeting: what may be a topic beside those of the present watchlist. */
  readonly proposedTopics: readonly (ProposedTopic & {
    /** Topics of the present watchlist that most of these sentences' lines have already. */
    readonly seems: readonly string[];
  })[];
}

/** The present watchlist as it recognises, and what is known of names and words whatever the watch. */
export interface DeriveDeps {
  readonly recognition: Pick<Recognition, 'matcher' | 'named' | 'anyGiven'>;
  readonly recognise: Recognise;
  readonly names: Names;
  readonly classes: WordClasses;
  /** Topics of a text, by the present watchlist. */
  readonly topicsOf: (text: string) => readonly string[];
}

/** Reads the documents and proposes. */
export function derive(documents: readonly Document[], deps: DeriveDeps): Derived {
  const finder = createFinder(deps);
  const found: Found[] = [];
  const topics = new Map<string, Place[]>();
  const said: Said[] = [];
  for (const { file, text } of documents) {
    for (const { number, text: line } of bodyOf(
      linesOf(kindOfDocument(file, text), text),
      deps.recognition,
    )) {
      const at = { file, line: number };
      said.push({ at, text: line });
      for (const topic of deps.topicsOf(line)) {
        const places = topics.get(topic);
        if (places === undefined) topics.set(topic, [at]);
        else places.push(at);
      }
      for (const span of splitSentences(line)) {
        const sentence = line.slice(span.start, span.end);
        if (isAppeal(sentence, deps.recognition)) continue;
        for (const run of finder(sentence)) found.push({ ...run, at });
      }
    }
  }
  return {
    proposals: settled(found, deps),
    topics: [...topics]
      .map(([topic, at]) => ({ topic, count: at.length, at }))
      .toSorted((a, b) => b.count - a.count),
    proposedTopics: deriveTopics(said, deps.classes).map((topic) => ({
      ...topic,
      seems: topicsAt(topic.at, topics),
    })),
  };
}

/** The known topics that stand in more than half of these places. */
function topicsAt(at: readonly Place[], topics: ReadonlyMap<string, readonly Place[]>): readonly string[] {
  const key = ({ file, line }: Place): string => `${file}:${String(line)}`;
  return [...topics]
    .filter(([, places]) => {
      const known = new Set(places.map(key));
      return at.filter((place) => known.has(key(place))).length * 2 > at.length;
    })
    .map(([topic]) => topic);
}

/** The lines up to the appeals and related links below a report. */
function bodyOf<L extends { readonly text: string }>(
  lines: readonly L[],
  { matcher }: Pick<Recognition, 'matcher'>,
): readonly L[] {
  const end = lines.findIndex(({ text }) =>
    matcher.scan(text, SLOT).hits.some((hit) => hit.unit === FURNITURE.rest),
  );
  return end === -1 ? lines : lines.slice(0, end);
}

function isAppeal(sentence: string, { matcher }: Pick<Recognition, 'matcher'>): boolean {
  return matcher.scan(sentence, SLOT).hits.some((hit) => hit.unit === FURNITURE.sentence);
}

/** Buffers of the matcher that no entry is read in. */
const SLOT = 8;

/** A word of a sentence. */
interface Word {
  readonly text: string;
  readonly small: string;
  readonly start: number;
  readonly end: number;
  readonly capital: boolean;
  /** Ends in 's, which ends the name too. */
  readonly owns: boolean;
}

type Kind = Proposal['kind'];

/** A name in a sentence, with what speaks for each kind. */
interface Run {
  readonly words: readonly string[];
  readonly votes: Readonly<Record<Kind, number>>;
  /** Units of the given names at its head. */
  readonly given: readonly string[];
  readonly captive: number;
  readonly office: number;
}

interface Found extends Run {
  readonly at: Place;
}

/** Longest run of capitals that is one name, in words. */
const LONGEST_NAME = 6;

function createFinder({ recognition, classes }: DeriveDeps): (sentence: string) => readonly Run[] {
  const places = gazetteer();
  const stems = new Set([...places].filter((place) => /^[а-яё]+$/u.test(place)).map(stemOf));
  const months = calendar(classes);
  const { matcher, anyGiven } = recognition;
  const kindOf = new Map(
    recognition.named.flatMap((rule) => rule.units.map((unit) => [unit, rule.kind] as const)),
  );

  const isOfCalendar = (small: string): boolean =>
    classes.calendar.has(small) || classes.calendarWithin.has(small);
  const isPeople = (small: string): boolean => {
    if (classes.peoples.has(small)) return true;
    if (!/(?:ian|ians|ean|eans|ish|ese|i|is|an|ans)$/.test(small)) return false;
    const head = small.slice(0, Math.max(4, small.length - 4));
    return !places.has(small) && [...places].some((place) => place.startsWith(head) && !place.includes(' '));
  };

  return (sentence) => {
    const words = wordsOf(sentence);
    if (isHeadline(words)) return [];
    const hits = matcher.scan(sentence, SLOT).hits.filter((hit) => hit.unit !== VETO);
    const givenAt = new Map<number, string[]>();
    for (const hit of hits) {
      if (!anyGiven.has(hit.unit)) continue;
      givenAt.set(hit.start, [...(givenAt.get(hit.start) ?? []), hit.unit]);
    }
    const runs: Run[] = [];
    for (let at = 0; at < words.length;) {
      const word = words[at];
      if (word === undefined) break;
      if (!word.capital) {
        at += 1;
        continue;
      }
      let to = at + 1;
      // «Исламский джихад»: what stands in such quotes is one name.
      const quoted = sentence.charAt(word.start - 1) === '«' ? sentence.indexOf('»', word.end) : -1;
      if (quoted !== -1 && quoted - word.start < 40) {
        while ((words[to]?.start ?? Infinity) < quoted) to += 1;
        const run = runOf(words, at, to, sentence);
        if (run !== null) runs.push(run);
        at = to;
        continue;
      }
      while (to < words.length && to - at < LONGEST_NAME) {
        const before = words[to - 1];
        const next = words[to];
        if (before === undefined || next === undefined || before.owns) break;
        const gap = sentence.slice(before.end, next.start);
        const initial = /^\. ?$/.test(gap) && before.text.length <= 2;
        if (!/^ $/.test(gap) && !initial) break;
        // "… ambassador to Russia Simona Halperin": a country, and then a person.
        const name = words.slice(at, to).map((one) => one.small);
        const isCyrillic = /\p{Script=Cyrillic}/u.test(next.text);
        if (next.capital && isCyrillic && stems.has(stemOf(before.small)) && !classes.body.test(next.small))
          break;
        if (next.capital && givenAt.has(next.start) && places.has(name.join(' '))) break;
        if (next.capital) to += 1;
        // "Federation of Jewish Communities", and nothing else goes over an "of".
        else if (
          next.small === 'of' &&
          classes.body.test(before.small) &&
          words[to + 1]?.capital === true &&
          sentence.slice(next.end, words[to + 1]?.start) === ' '
        )
          to += 2;
        else break;
      }
      const run = runOf(words, at, to, sentence);
      if (run !== null) runs.push(run);
      at = to;
    }
    return runs;

    function runOf(all: readonly Word[], from: number, to: number, text: string): Run | null {
      let first = from;
      let last = to;
      let office = 0;
      const votes = { person: 0, body: 0, place: 0 };
      if (isOpening(all, first) && classes.opening.has(all[first]?.small ?? '')) first += 1;
      if (all[first]?.small === 'the') first += 1;
      // Whatever stands in front of a given name with a surname is not of the name: "мать Ивана Петрова".
      const named = all.findIndex((word, at) => at > first && at < last - 1 && givenAt.has(word.start));
      const whole = all.slice(first, last);
      if (
        named !== -1 &&
        !givenAt.has(whole[0]?.start ?? -1) &&
        !whole.some((word) => classes.body.test(word.small))
      )
        first = named;
      // "Russian President", "Foreign Minister": whose and which, not who.
      let peoples = 0;
      while (first < last) {
        const small = all[first]?.small ?? '';
        const isTitle = classes.titles.has(small);
        const restIsBody = all.slice(first, last).some((word) => classes.body.test(word.small));
        if (isTitle && !restIsBody) office += 1;
        else if (isPeople(small) && !restIsBody) peoples += 1;
        else break;
        first += 1;
      }
      while (last > first && months.has(all[last - 1]?.small ?? '')) last -= 1;
      while (first < last && months.has(all[first]?.small ?? '')) first += 1;
      const own = all.slice(first, last);
      const [head] = own;
      const tail = own.at(-1);
      if (head === undefined || tail === undefined) return null;
      if (own.every((word) => word.text.length === 1 || isPeople(word.small) || isOfCalendar(word.small)))
        return null;
      const before = all[first - 1];
      const beside =
        before !== undefined && /^[ ,]+(?:["“«])?$/.test(text.slice(before.end, head.start))
          ? before.small
          : '';
      const opening = first === from && isOpening(all, first);
      const after = all[last];
      const joined = after !== undefined && text.slice(tail.end, after.start) === ' ' ? after.small : '';
      const behind = tail.owns ? '' : joined;
      const further = all
        .slice(last, last + 3)
        .filter((word) => !word.capital)
        .map((word) => word.small);
      const comma = text.slice(tail.end, tail.end + 24);
      const joinedName = own.map((word) => word.small).join(' ');

      // Bodies.
      const acronym = own.some((word) => /^\p{Lu}{2,6}$/u.test(word.text));
      if (own.some((word) => classes.body.test(word.small)) && (own.length > 1 || peoples > 0))
        votes.body += 4;
      if (acronym && !opening) votes.body += 2;
      if (classes.behindBody.has(behind) || (tail.owns && classes.behindBody.has(joined))) votes.body += 2;
      if (classes.beforeBody.has(beside)) votes.body += 2;
      if (/^(?:the)$/.test(beside) && classes.saying.has(behind) && own.length === 1) votes.body += 1;
      if (
        /^, (?:an? |the )?(?:[\p{L}-]+ )?(?:militant|agency|organi|movement|group|newspaper|party|outlet)/u.test(
          comma,
        )
      )
        votes.body += 2;
      if (text.charAt(head.start - 1) === '«' && text.charAt(tail.end) === '»') votes.body += 1;

      // Places.
      const isPlace = places.has(joinedName) || (own.length === 1 && stems.has(stemOf(head.small)));
      if (isPlace) votes.place += 4;
      else if (own.length > 1 && places.has(head.small) && classes.behindPlace.has(tail.small))
        votes.place += 4;
      if (classes.behindPlace.has(tail.small) && own.length > 1 && votes.body === 0) votes.place += 3;
      if (classes.behindPlace.has(behind)) votes.place += 2;
      else if (further.some((small) => /^(?:festival|kibbutz|rave|фестивал)/.test(small)) && own.length === 1)
        votes.place += 2;
      if (classes.beforePlace.has(beside)) votes.place += 2;
      if (classes.locative.has(beside) && behind !== 'captivity' && !classes.behindBody.has(behind))
        votes.place += 1;
      if (
        beside === 'the' &&
        classes.locative.has(all[first - 2]?.small ?? '') &&
        own.length > 1 &&
        votes.body === 0
      )
        votes.place += 1;

      // People.
      const given = own.length > 1 ? (givenAt.get(head.start) ?? []) : [];
      if (given.length > 0 && votes.body < 3) votes.person += 5;
      const titled = office > 0 || (classes.titles.has(beside) && beside !== 'head' && beside !== 'member');
      if (titled && votes.body < 2 && votes.place < 2) {
        votes.person += own.length > 1 ? 3 : 2;
        office += 1;
      }
      if (own.length >= 2 && own.length <= 3 && votes.body === 0 && votes.place === 0) {
        if (/^, (?:aged )?\d{1,2}(?!\d)|^, (?:who|который|которая|которого)\s/u.test(comma))
          votes.person += 2;
        const told = /^, (\p{L}+)/u.exec(comma)?.[1] ?? '';
        if (
          classes.saying.has(behind) ||
          classes.saying.has(told) ||
          (classes.saying.has(beside) && beside !== 'released')
        )
          votes.person += 2;
      }
      // What the present watchlist knows it knows better.
      for (const hit of hits) {
        if (hit.unit.startsWith('surname:') && hit.start === tail.start && own.length === 1)
          votes.person += 2;
        const kind = kindOf.get(hit.unit);
        if (kind === undefined || hit.start < head.start || hit.wholeEnd > tail.end + 2) continue;
        if (hit.wholeEnd - hit.start < (tail.end - head.start) / 2) continue;
        if (kind === 'body' && votes.place < 4) votes.body += 3;
        if (kind === 'place') votes.place += 3;
        // "Nir Oz", which begins like a man's name.
        if (kind === 'place' && hit.start === head.start && hit.wholeEnd >= tail.end) votes.person = 0;
      }
      const near = all
        .slice(Math.max(0, first - 6), last + 7)
        .filter((word) => classes.captivity.test(word.small)).length;
      return { words: own.map((word) => bare(word)), votes, given, captive: near, office };
    }
  };
}

function isOpening(words: readonly Word[], at: number): boolean {
  return at === 0 || words[at - 1] === undefined;
}

function bare({ text, owns }: Word): string {
  return owns ? text.replace(/['’]s?$/u, '') : text;
}

function wordsOf(sentence: string): Word[] {
  const words: Word[] = [];
  const push = (text: string, start: number): void => {
    const owns = /['’]s?$/u.test(text);
    const small = (owns ? text.replace(/['’]s?$/u, '') : text).toLowerCase();
    words.push({ text, small, start, end: start + text.length, capital: /^\p{Lu}/u.test(text), owns });
  };
  for (const match of sentence.matchAll(/\p{L}[\p{L}\p{M}\p{N}]*(?:['’-]\p{L}[\p{L}\p{M}]*)*['’]?/gu)) {
    const [text] = match;
    // "Israel-Hamas", "Russian-Israeli": two names; "Нир-Оз", "Al-Arabiya" are one.
    const parts = text.split('-');
    const [head = '', ...rest] = parts;
    if (parts.length === 2 && head.length > 3 && rest.every((part) => /^\p{Lu}\p{Ll}{3,}/u.test(part))) {
      push(head, match.index);
      push(rest.join('-'), match.index + head.length + 1);
    } else push(text, match.index);
  }
  return words;
}

/** Headlines in capitals tell nothing by them. */
function isHeadline(words: readonly Word[]): boolean {
  const long = words.filter((word) => word.text.length > 3 && /\p{Script=Latin}/u.test(word.text));
  return (
    long.length > 3 && words.length < 20 && long.filter((word) => word.capital).length > 0.85 * long.length
  );
}

/** Countries in English and Russian, and the cities that time zones are named after; from the runtime's own tables. */
function gazetteer(): ReadonlySet<string> {
  const places = new Set<string>();
  for (const language of ['en', 'ru']) {
    const names = new Intl.DisplayNames([language], { type: 'region', fallback: 'none' });
    for (let one = 65; one <= 90; one += 1) {
      for (let two = 65; two <= 90; two += 1) {
        const name = names.of(String.fromCharCode(one, two));
        if (name !== undefined) places.add(name.toLowerCase());
      }
    }
  }
  for (const zone of Intl.supportedValuesOf('timeZone')) {
    const city = zone.split('/').at(-1)?.replaceAll('_', ' ').toLowerCase() ?? '';
    if (/^[a-z ]{4,}$/.test(city)) places.add(city);
  }
  for (const name of [
    'middle east',
    'gaza strip',
    'west bank',
    'ближний восток',
    'ближнем востоке',
    'ближнего востока',
  ])
    places.add(name);
  return places;
}

/** Names of months and days, English and Russian, in their cases. */
function calendar(classes: WordClasses): ReadonlySet<string> {
  const words = new Set(classes.calendar);
  for (const language of ['en', 'ru']) {
    for (const style of ['long', 'short'] as const) {
      const month = new Intl.DateTimeFormat(language, { month: style, day: 'numeric', timeZone: 'UTC' });
      const day = new Intl.DateTimeFormat(language, { weekday: style, timeZone: 'UTC' });
      for (let at = 0; at < 12; at += 1) {
        const date = new Date(Date.UTC(2024, at, at + 1));
        for (const word of `${month.format(date)} ${day.format(date)}`.match(/\p{L}+/gu) ?? [])
          words.add(word.toLowerCase());
      }
    }
  }
  return words;
}

// ── What they come to ────────────────────────────────────────────────────────────────────────────────────────────────

/** Names whose stem this is are one: Russian cases, English plurals. */
function stemOf(word: string): string {
  const small = word.toLowerCase().replaceAll('ё', 'е');
  if (!/[а-яіїєґ]/.test(small)) return small;
  const stem = small.replace(
    /(?:ого|ому|ыми|ими|ами|ями|ым|им|ом|ем|ой|ей|ою|ую|ая|ый|ий|ах|ях|ам|а|у|е|ы|и|я|ю|ь|й|о)$/u,
    '',
  );
  return stem.length >= 3 ? stem : small;
}

interface Cluster {
  readonly runs: Found[];
}

function settled(found: readonly Found[], deps: DeriveDeps): readonly Proposal[] {
  const people = new Map<string, Cluster>();
  const others = new Map<string, Cluster>();
  const isPerson = (run: Found): boolean =>
    run.votes.person > 0 && run.votes.person >= run.votes.body && run.votes.person >= run.votes.place;
  const put = (into: Map<string, Cluster>, key: string, run: Found): void => {
    const known = into.get(key);
    if (known === undefined) into.set(key, { runs: [run] });
    else known.runs.push(run);
  };
  for (const run of found) if (isPerson(run) && run.words.length > 1) put(people, personKey(run), run);
  // "Abu Marzuk" and "Marzuk" are one surname, "Alexander" and "Yelena" Trufanov are two people.
  for (const run of found) {
    if (isPerson(run) && run.words.length > 1) continue;
    const last = stemOf(run.words.at(-1) ?? '');
    const member = [...people].find(([, { runs }]) => stemOf(runs[0]?.words.at(-1) ?? '') === last);
    const given = [...people].some(
      ([, { runs }]) => run.words.length === 1 && stemOf(runs[0]?.words[0] ?? '') === last,
    );
    // Without a given name she is told from him by her ending only, so both may be meant: the first one named is taken.
    if (member !== undefined && run.words.length < 3) member[1].runs.push(run);
    else if (isPerson(run) && !given) put(people, stemOf(run.words.at(-1) ?? ''), run);
    else if (!given) put(others, run.words.map(stemOf).join(' '), run);
  }
  const proposals: Proposal[] = sameSubject([...people.values()], deps).map((cluster) =>
    proposalOf('person', cluster, deps),
  );
  for (const cluster of mergedOthers(others, deps.classes)) {
    const votes = { person: 0, body: 0, place: 0 };
    for (const run of cluster.runs) {
      votes.body += run.votes.body;
      votes.place += run.votes.place;
    }
    if (votes.body + votes.place === 0) continue;
    proposals.push(proposalOf(votes.body > votes.place ? 'body' : 'place', cluster, deps));
  }
  const order = ['person', 'body', 'place'];
  return proposals.toSorted((a, b) => order.indexOf(a.kind) - order.indexOf(b.kind) || b.count - a.count);
}

/** Roni and Ron Krivoi are one, Alexander and Yelena Trufanov two: the surname, and three letters of the given name. */
function personKey({ words }: Run): string {
  return `${stemOf(words.at(-1) ?? '')} ${(words[0] ?? '').toLowerCase().slice(0, 3)}`;
}

/** "Foreign Ministry" is the "Russian Foreign Ministry" of the same documents, "Gaza" the "Gaza Strip". */
function mergedOthers(clusters: ReadonlyMap<string, Cluster>, classes: WordClasses): readonly Cluster[] {
  const kept = new Map([...clusters].toSorted(([a], [b]) => b.split(' ').length - a.split(' ').length));
  for (const [key, cluster] of [...kept].toReversed()) {
    const longer = [...kept.keys()].find(
      (other) =>
        other !== key &&
        ((other.endsWith(` ${key}`) && classes.body.test(key.split(' ').at(-1) ?? '')) ||
          (other.startsWith(`${key} `) && classes.behindPlace.has(other.slice(key.length + 1)))),
    );
    if (longer === undefined) continue;
    kept.get(longer)?.runs.push(...cluster.runs);
    kept.delete(key);
  }
  return [...kept.values()];
}

/** Ron Krivoy and Roni Krivoi are one where the present watchlist says so. */
function sameSubject(people: readonly Cluster[], { recognise }: DeriveDeps): readonly Cluster[] {
  const merged = new Map<string, Cluster>();
  for (const [at, cluster] of people.entries()) {
    const subjects = recognise(cluster.runs[0]?.words.join(' ') ?? '');
    const key = subjects.length === 1 ? (subjects[0] ?? '') : `#${String(at)}`;
    const known = merged.get(key);
    if (known === undefined) merged.set(key, cluster);
    else known.runs.push(...cluster.runs);
  }
  return [...merged.values()];
}

function proposalOf(kind: Kind, { runs }: Cluster, { recognise, names }: DeriveDeps): Proposal {
  const forms = new Map<string, number>();
  for (const { words } of runs) {
    const form = words.join(' ');
    forms.set(form, (forms.get(form) ?? 0) + 1);
  }
  const fullest = runs.toSorted(
    (a, b) => b.words.length - a.words.length || b.given.length - a.given.length,
  )[0];
  const words = fullest?.words ?? [];
  const person = kind === 'person' ? personOf(runs, words, names) : null;
  const name = person?.name ?? words.join(' ');
  const seems = recognise(name)[0] ?? [...forms.keys()].flatMap((form) => recognise(form))[0] ?? null;
  let captive = 0;
  let office = 0;
  for (const run of runs) {
    captive += run.captive > 0 ? 1 : 0;
    office += run.office > 0 ? 1 : 0;
  }
  return {
    kind,
    name,
    latin: romanised(name),
    given: person?.given ?? [],
    surname: person?.surname ?? null,
    gender: person?.gender ?? null,
    captive: kind === 'person' && captive > office,
    forms,
    count: runs.length,
    at: runs
      .map((run) => run.at)
      .toSorted((a, b) => (a.file < b.file ? -1 : a.file > b.file ? 1 : a.line - b.line)),
    seems,
    // "The Ministry" needs its fuller name in front; a person's surname alone should be found.
    unknownForms:
      seems === null
        ? []
        : [...forms.keys()].filter(
            (form) => recognise(form).length === 0 && (kind === 'person' || form.length >= name.length),
          ),
  };
}

/** Given names, surname and gender of a person, in the nominative. */
function personOf(runs: readonly Found[], words: readonly string[], { given: listed }: Names) {
  const units = new Map([...listed.values()].map((one) => [givenUnit(one.name), one] as const));
  const known = runs
    .flatMap((run) => run.given.map((unit) => units.get(unit)))
    .find((one) => one !== undefined);
  const cyrillic = /\p{Script=Cyrillic}/u.test(words.join(''));
  const gender = known?.gender ?? null;
  const written = words.length > 1 ? (words[0] ?? '') : '';
  const rest = (words.length > 1 ? words.slice(1) : words).filter(
    (word) => !/(?:ович|евич|овн|евн)/.test(word),
  );
  const surname = [...rest.slice(0, -1), nominative(rest.at(-1) ?? '', gender, cyrillic)].join(' ');
  const given = cyrillic && known !== undefined ? known.name : written;
  const shown = cyrillic ? nominativeGiven(written, known?.gender ?? null) : written;
  return {
    name: `${shown} ${surname}`.trim(),
    given: given === '' ? [] : [romanised(given)],
    surname: romanised(cyrillic && gender === 'f' ? masculine(surname) : surname),
    gender,
  };
}

/** A Russian surname as a passport has it; names of other classes stay as printed. */
function nominative(surname: string, gender: 'm' | 'f' | null, cyrillic: boolean): string {
  if (!cyrillic) return surname;
  const possessive = /^(.{2,}(?:ов|ев|ёв|ин|ын))(?:а|у|ым|ом|е|ы|ых|ыми|ой|ою)?$/u.exec(surname)?.[1];
  if (possessive !== undefined) return gender === 'f' ? `${possessive}а` : possessive;
  const adjective = /^(.{2,}[сц]к)(?:ий|ого|ому|им|ом|ая|ой|ую)$/u.exec(surname)?.[1];
  if (adjective !== undefined) return `${adjective}${gender === 'f' ? 'ая' : 'ий'}`;
  return surname;
}

/** A watchlist writes the family's name; her form is made from it. */
function masculine(surname: string): string {
  return surname.replace(/(ов|ев|ёв|ин|ын)а$/u, '$1').replace(/([сц]к)ая$/u, '$1ий');
}

function nominativeGiven(given: string, gender: 'm' | 'f' | null): string {
  if (gender === 'm') {
    if (/[аеи][яю]$/u.test(given)) return given.replace(/[яю]$/u, 'й');
    return given.replace(/(?<=[бвгджзклмнпрстфхцчшщ])(?:а|у|ом|ем)$/u, '');
  }
  if (gender === 'f')
    return given.replace(/(?:ы|и|у|е|ой|ей)$/u, (ending) =>
      /[ией]/.test(ending) && /и[иеюй]$/u.test(given) ? 'я' : 'а',
    );
  return given;
}
