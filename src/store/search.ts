/**
 * The archive's full-text index: MiniSearch over titles and leads, in memory. It is made by the first question, kept up by the
 * next ones, and given back when nobody asks for a while: a bot that is never searched pays nothing for it.
 */
import { setImmediate } from 'node:timers/promises';
import MiniSearch from 'minisearch';
import type { Query } from 'minisearch';
import type { ArchivedEntry, DayLine } from '#core/archive.ts';
import { saidAt } from '#core/entry.ts';
import type { Clock, Collection } from '#core/ports.ts';
import type { Search, SearchHit } from '#core/search.ts';
import { DAY, MINUTE } from '#core/spans.ts';
import { foldedText } from '#language/normalise.ts';

/** The archive that is searched, and the time by which an index is given back. */
export interface SearchDeps {
  readonly days: Collection<readonly DayLine[]>;
  readonly entries: Collection<ArchivedEntry>;
  readonly clock: Clock;
}

/** An index that nobody asks is given back after so long, ms. */
const IDLE = 15 * MINUTE;
/** Entries indexed before others have their turn: a few milliseconds. */
const TURN = 200;
/** Of a lead, so many characters are indexed. */
const LEAD = 400;
/** A report counts twice as much as one that is much older; by half as much more after so long, ms. */
const FRESH = 90 * DAY;

interface Indexed extends SearchHit {
  readonly id: string;
  readonly title: string;
  readonly lead: string;
  readonly subjects: readonly string[];
}

/** Full-text search over the archive; the index lives in memory while it is asked. */
export interface ArchiveSearch {
  readonly search: Search;
  /** The archive's days, for whoever writes them: what is filed or taken away through here is known to the next question. */
  readonly days: Collection<readonly DayLine[]>;
  /** Its entries likewise: one that its outlet has changed is found by the words that it has now. */
  readonly entries: Collection<ArchivedEntry>;
  /** Gives the index back at once. */
  readonly drop: () => void;
}

/** The archive's search. */
export function openSearch(deps: SearchDeps): ArchiveSearch {
  let index: Index | null = null;
  let timer: NodeJS.Timeout | null = null;
  const drop = (): void => {
    if (timer !== null) clearTimeout(timer);
    index = null;
  };
  return {
    drop,
    days: watched(deps.days, (day) => index?.changed(day)),
    entries: watched(deps.entries, (entry) => index?.rewritten(entry)),
    async search(query, most) {
      index ??= newIndex(deps);
      const current = index;
      if (timer !== null) clearTimeout(timer);
      timer = setTimeout(drop, IDLE);
      timer.unref();
      await current.update();
      return current.find(query, most);
    },
  };
}

/** The collection, with a word about each record that is written or deleted through it. */
function watched<T>(records: Collection<T>, written: (id: string) => void): Collection<T> {
  return {
    get: (id) => records.get(id),
    getMany: (ids) => records.getMany(ids),
    entries: () => records.entries(),
    async set(id, value) {
      await records.set(id, value);
      written(id);
    },
    async setMany(some) {
      await records.setMany(some);
      for (const [id] of some) written(id);
    },
    async delete(id) {
      await records.delete(id);
      written(id);
    },
  };
}

interface Index {
  /** A day's lines are others than they were. */
  changed(day: string): void;
  /** An entry may have other words than it had. */
  rewritten(entry: string): void;
  /** Takes in what came since, and forgets what is no longer kept. */
  update(): Promise<void>;
  find: (...asked: Parameters<Search>) => Awaited<ReturnType<Search>>;
}

function newIndex({ days, entries, clock }: SearchDeps): Index {
  const mini = new MiniSearch<Indexed>({
    fields: ['title', 'lead'],
    storeFields: ['entry', 'story', 'source', 'at', 'subjects'],
    tokenize: (text) => tokens(text),
    processTerm: (term) => term,
  });
  /** The entries of each day that was read. */
  const read = new Map<string, ReadonlySet<string>>();
  /** Days to be read anew: a feed that is added brings its history, and files it under days long past. */
  const changed = new Set<string>();
  /** Entries whose words are to be taken in anew. */
  const rewritten = new Set<string>();
  let isWhole = false;
  let updating: Promise<void> | null = null;

  const add = async (lines: readonly Named[]): Promise<void> => {
    const fresh = lines.filter(({ entry }) => !mini.has(entry) || rewritten.has(entry));
    for (let at = 0; at < fresh.length; at += TURN) {
      const some = fresh.slice(at, at + TURN);
      // Before they are read: what is written meanwhile is read once more.
      for (const { entry } of some) rewritten.delete(entry);
      const kept = await entries.getMany(some.map(({ entry }) => entry));
      for (const [i, archived] of kept.entries()) {
        const line = some[i];
        if (line === undefined) continue;
        if (mini.has(line.entry)) mini.discard(line.entry);
        if (archived !== null) mini.add(documentOf(line, archived));
      }
      await setImmediate();
    }
  };

  const take = async (day: string, lines: readonly DayLine[]): Promise<void> => {
    const there = new Set(lines.map(({ entry }) => entry));
    for (const entry of read.get(day) ?? []) if (!there.has(entry) && mini.has(entry)) mini.discard(entry);
    await add(lines);
    read.set(day, there);
  };

  const update = async (): Promise<void> => {
    if (!isWhole) for await (const [day, lines] of days.entries()) await take(day, lines);
    isWhole = true;
    const again = [...changed];
    const pages = await days.getMany(again);
    for (const [at, day] of again.entries()) {
      // Before the lines are taken in: what changes meanwhile is read once more.
      changed.delete(day);
      await take(day, pages[at] ?? []);
    }
    // Of those that no day has the day will tell.
    const others = [...rewritten].filter((entry) => mini.has(entry) || !rewritten.delete(entry));
    await add(
      others.map((entry) => ({ entry, subjects: storedOf(mini.getStoredFields(entry) ?? {}).subjects })),
    );
  };

  return {
    changed: (day) => void changed.add(day),
    rewritten: (entry) => void rewritten.add(entry),
    async update() {
      updating ??= update().finally(() => {
        updating = null;
      });
      await updating;
    },
    find({ words, subjects, source, from, to }, most) {
      const now = clock.now();
      const fits = (hit: Pick<Indexed, 'source' | 'at' | 'subjects'>): boolean =>
        (source === null || hit.source === source) &&
        (from === null || hit.at >= from) &&
        (to === null || hit.at < to) &&
        subjects.every((id) => hit.subjects.includes(id));
      const options = {
        prefix: (term: string) => term.length > 2,
        fuzzy: (term: string) => (term.length > 5 ? 0.17 : false),
        boost: { title: 2 },
        filter: (result: object) => fits(storedOf(result)),
        boostDocument: (_id: unknown, _term: string, stored?: object) =>
          stored === undefined ? 1 : 1 + 2 ** -((now - storedOf(stored).at) / FRESH),
      };
      const each = tokens(words).map((word): Query => {
        const forms = tokens(withoutParticles(word));
        return forms.length === 1 ? word : { combineWith: 'OR', queries: forms };
      });
      const asked: Query = each.length === 0 ? MiniSearch.wildcard : { combineWith: 'AND', queries: each };
      const all = mini.search(asked, options);
      const found =
        all.length > 0 || each.length === 0
          ? all
          : mini.search({ combineWith: 'OR', queries: each }, options);
      const hits = found.map(storedOf);
      // Without words nothing is better than anything else but newer.
      if (each.length === 0) hits.sort((a, b) => b.at - a.at);
      return { hits: hits.slice(0, most), total: hits.length };
    },
  };
}

/** An entry as its day names it. */
type Named = Pick<DayLine, 'entry' | 'subjects'>;

/** What is found of an entry, and by what: by its words as they are now, and by all whom any of its versions has named. */
function documentOf(line: Named, { entry, verdict, story }: ArchivedEntry): Indexed {
  const { subjects } = line;
  const more = verdict.mentions.flatMap(({ subject }) => (subjects.includes(subject) ? [] : [subject]));
  return {
    id: line.entry,
    entry: line.entry,
    story,
    source: entry.source,
    at: saidAt(entry),
    subjects: more.length === 0 ? subjects : [...new Set([...subjects, ...more])],
    title: withoutParticles(entry.title),
    lead: withoutParticles(entry.lead.slice(0, LEAD)),
  };
}

/** Kana and Hangul, whose words have particles at their end and no end that is printed. */
const SYLLABLES = /[\u3041-\u3096\u30a1-\u30fa\u30fc\uac00-\ud7a3]{2,}/gu;

/** The words of a text; of kana and Hangul every two that stand together, so that a word is found whatever hangs on it. */
function tokens(text: string): string[] {
  const pairs: string[] = [];
  const rest = text.replace(SYLLABLES, (run) => {
    for (let at = 0; at + 1 < run.length; at += 1) pairs.push(run.slice(at, at + 2));
    return ' ';
  });
  const words = foldedText(rest)
    .split(/[^\p{L}\p{N}]+/u)
    .filter((word) => word !== '');
  return [...words, ...pairs];
}

/** What MiniSearch gives back of what we stored: its type says `any`. */
function storedOf(result: object): Omit<Indexed, 'id' | 'title' | 'lead'> {
  const { entry, story, source, at, subjects } = {
    entry: '',
    story: null,
    source: '',
    at: 0,
    subjects: [],
    ...result,
  };
  return { entry, story, source, at, subjects };
}

/** Hebrew and Arabic words once more without the particles glued on, so that "in Moscow" is found by "Moscow". */
function withoutParticles(text: string): string {
  const more = [...text.matchAll(GLUED)].flatMap(([word]) => bareForms(word));
  return more.length === 0 ? text : `${text} ${more.join(' ')}`;
}

/** Words that begin with letters that may be particles. */
const GLUED = /(?<![\p{L}\p{M}])[ושהלבכמوفبلكا][\p{L}\p{M}]{3,}/gu;
const HEBREW = 'ושהלבכמ';
/** Up to three of them in Hebrew. */
const MOST_PARTICLES = 3;

function bareForms(word: string): readonly string[] {
  if (HEBREW.includes(word.charAt(0))) {
    const forms: string[] = [];
    for (let n = 1; n <= MOST_PARTICLES && HEBREW.includes(word.charAt(n - 1)) && word.length - n > 2; n += 1)
      forms.push(word.slice(n));
    return forms;
  }
  const bare = /^(?:[وف])?(?:ال|بال|كال|لل|[بلك])?(?=\p{L}{3})/u.exec(word)?.[0].length ?? 0;
  return bare === 0 ? [] : [word.slice(bare)];
}
