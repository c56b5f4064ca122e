/**
 * What an entry is about, in features that mean the same in every language: whom it names, what it claims, on which day,
 * which numbers and which other names stand in it.
 */
import type { Claim } from './claim.ts';
import type { FindCounts } from './counts.ts';
import { saidAt } from './entry.ts';
import type { Entry } from './entry.ts';
import { properNames, soundKey, soundsLike } from './proper-names.ts';
import type { FindThemes, TellsMatter } from './themes.ts';
import type { ReadTold } from './told.ts';
import type { Verdict } from './verdict.ts';

/** As a story remembers it. */
export interface Gist {
  readonly subjects: readonly string[];
  /** Those of them that its headline or first lines name: what it is about, rather than what it mentions. */
  readonly main: readonly string[];
  readonly topics: readonly string[];
  /** See themes.ts. */
  readonly themes: readonly string[];
  /** Those of the headline and first lines. */
  readonly firstThemes: readonly string[];
  /** Of these the ones that tell what happened, see themes.ts. */
  readonly matters: readonly string[];
  /** How headline and first sentences tell what happened to anybody, as `event/way`, and of which days they speak; see told.ts. */
  readonly told: readonly string[];
  readonly toldDays: readonly string[];
  /** How headline and first lines, or else the text, tell a release: as done, as to come, as asked for; null: not, or in two ways. */
  readonly release: ReleaseTold | null;
  /** Who is quoted, of what is claimed of the present: subject ids or names as printed. */
  readonly speakers: readonly string[];
  /** What is claimed of the present, as `subject:event/modality`. */
  readonly events: readonly string[];
  /** Days of what is claimed, as `subject:event@YYYY-MM-DD`. */
  readonly days: readonly string[];
  /** In Western digits; years, days of a month and what has one digit left out. */
  readonly numbers: readonly string[];
  /** How many people its headline and first lines speak of, as `kind number`, in order; see counts.ts. */
  readonly counts: readonly string[];
  /** Sounds of the names in it, watched or not, see proper-names.ts. */
  readonly names: readonly string[];
  readonly language: string;
  /** ms */
  readonly saidAt: number;
}

/** Only the beginning of a text says what it is about; below stand the background and other news. UTF-16 units. */
const BEGINNING = 1500;

/** Of the lead so much counts as its first lines, UTF-16 units. */
const FIRST_LINES = 160;

/** Behind the headline so much is read for what the report is about, UTF-16 units. */
const FIRST_THEMES = 220;

/** Behind the headline people are counted so far, UTF-16 units: further down stands who else was freed when. */
const COUNTED_LINES = 300;

const MOST_NUMBERS = 12;

/** As what a release is told: reports that differ in it are hardly of one event. */
export type ReleaseTold = 'done' | 'promised' | 'asked';

/** The gist of a report that says nothing. */
export function emptyGist({ language, saidAt }: Pick<Gist, 'language' | 'saidAt'>): Gist {
  return {
    subjects: [],
    main: [],
    topics: [],
    themes: [],
    firstThemes: [],
    matters: [],
    told: [],
    toldDays: [],
    release: null,
    speakers: [],
    events: [],
    days: [],
    numbers: [],
    counts: [],
    names: [],
    language,
    saidAt,
  };
}

/** What finds the features of a text; which words it goes by is in the watchlist, `config/themes.yaml`, `config/counts.yaml` and the lexicons. */
export interface GistDeps {
  /** Subject id by the sound of its surname, see proper-names.ts. */
  readonly surnames: ReadonlyMap<string, string>;
  readonly findThemes: FindThemes;
  readonly tellsMatter: TellsMatter;
  readonly findCounts: FindCounts;
  readonly readTold: ReadTold;
}

/** The gist of an entry, furniture taken out. */
export function gistOf(
  entry: Entry,
  verdict: Pick<Verdict, 'mentions' | 'topics' | 'language'>,
  claims: readonly Claim[],
  { surnames, findThemes, tellsMatter, findCounts, readTold }: GistDeps,
): Gist {
  const words = beginningOf(entry);
  const heard = soundsLike(words, surnames);
  const first = words.slice(0, entry.title.length + FIRST_THEMES);
  const firstThemes = findThemes(first);
  const told = readTold(entry, verdict.language, saidAt(entry));
  const present = claims.filter((claim) => !claim.background);
  return {
    subjects: [...new Set([...verdict.mentions.map((mention) => mention.subject), ...heard])],
    main: [
      ...new Set([
        ...verdict.mentions
          .filter(
            ({ field, start }) => field === 'title' || (start < FIRST_LINES && isBeginning(field, entry)),
          )
          .map((mention) => mention.subject),
        ...heard,
      ]),
    ],
    topics: verdict.topics,
    themes: findThemes(words),
    firstThemes,
    matters: firstThemes.filter(tellsMatter),
    told: told.events,
    toldDays: told.days,
    release: releaseTold(present.filter((claim) => isFirst(claim, first))) ?? releaseTold(present),
    speakers: [...new Set(present.flatMap(({ speaker }) => speaker ?? []))],
    events: [...new Set(present.map(eventKey))].sort(),
    days: [
      ...new Set(
        present.flatMap((claim) =>
          claim.eventAt?.precision === 'day' ? [`${claim.subject}:${claim.event}@${claim.eventAt.day}`] : [],
        ),
      ),
    ].sort(),
    numbers: numbersIn(words),
    counts: findCounts(words.slice(0, entry.title.length + COUNTED_LINES), verdict.language),
    names: unwatchedNames(entry, words, verdict),
    language: verdict.language,
    saidAt: saidAt(entry),
  };
}

/** Letters of a quote by which it is found in the first lines. */
const QUOTE_BEGINNING = 60;

function isFirst({ quote }: Claim, firstLines: string): boolean {
  return quote !== null && quote !== '' && firstLines.includes(quote.slice(0, QUOTE_BEGINNING));
}

function releaseTold(claims: readonly Claim[]): ReleaseTold | null {
  const ways = new Set(claims.flatMap(({ event, modality }) => (event === 'released' ? [modality] : [])));
  if (ways.has('fact')) return ways.has('promise') ? null : 'done';
  if (ways.has('promise')) return 'promised';
  return ways.has('negotiation') ? 'asked' : null;
}

/** What stands for a watched subject is compared as that. */
function unwatchedNames(
  entry: Pick<Entry, 'title'>,
  words: string,
  { mentions }: Pick<Verdict, 'mentions'>,
): readonly string[] {
  const watched = new Set(
    mentions.flatMap(({ surface }) => surface.split(/[^\p{L}\p{M}]+/u).map((word) => soundKey(word, 1))),
  );
  return properNames(entry.title, words.slice(entry.title.length)).filter((name) => !watched.has(name));
}

function isBeginning(field: 'lead' | 'text', entry: Pick<Entry, 'lead'>): boolean {
  return field === 'lead' || entry.lead === '';
}

/** A claim as stories compare it. */
export function eventKey(claim: Pick<Claim, 'subject' | 'event' | 'modality'>): string {
  return `${claim.subject}:${claim.event}/${claim.modality}`;
}

/** What of an entry is read to compare it. */
export function beginningOf(entry: Pick<Entry, 'title' | 'lead' | 'text'>): string {
  const lead = entry.lead === '' ? entry.text : entry.lead;
  return withoutMarkup(`${entry.title}\n${lead}`.slice(0, BEGINNING));
}

/** A feed's text has no markup any more; what is typed or replayed may. */
export function withoutMarkup(text: string): string {
  return text.replaceAll(/<[^<>]*>|&#?[a-z0-9]+;/giu, ' ');
}

/** Decimal digits of the scripts that news is written in: the first of each ten. */
const ZEROS = [0x30, 0x660, 0x6f0, 0x966, 0x9e6, 0xff10];

/** "1,400", "2 000" and "50.000" are one number. */
const NUMBER = /\p{Nd}+(?:[.,\u00A0\u202F ]\p{Nd}{3}(?!\p{Nd}))*/gu;

/** Numbers that tell one text from another. */
export function numbersIn(text: string): readonly string[] {
  const found = new Set<string>();
  for (const [printed] of text.matchAll(NUMBER)) {
    const digits = westernDigits(printed.replaceAll(/[^\p{Nd}]/gu, ''));
    // Years and days of a month stand in most reports; one digit is anything.
    if (digits.length < 2 || digits.length > 6 || /^(?:0\d*|[12]\d|3[01]|19\d\d|20\d\d)$/.test(digits))
      continue;
    found.add(digits);
    if (found.size >= MOST_NUMBERS) break;
  }
  return [...found];
}

/** The digits of any script as 0 to 9. */
export function westernDigits(digits: string): string {
  let western = '';
  for (const digit of digits) {
    const code = digit.codePointAt(0) ?? 0;
    const zero = ZEROS.findLast((first) => first <= code) ?? 0x30;
    western += String(Math.min(9, code - zero));
  }
  return western;
}
