/** The watchlist while the service runs: its file is taken up when it changes, and changed from chat by admins. */
import { readFile, stat } from 'node:fs/promises';
import { unknownSubjects } from '#config/load.ts';
import type { Settings } from '#config/load.ts';
import { oneByOne } from '#core/in-turn.ts';
import type { Clock, Collection, Log } from '#core/ports.ts';
import { CAPTIVITY } from '#core/situation-rules.ts';
import { problemLine } from '#core/problem.ts';
import type { Problem } from '#core/problem.ts';
import type { ProposedSpelling } from '#core/unknown.ts';
import { PROPOSED } from '#core/watching.ts';
import type { Changed, Person, Watching, WatchRecord } from '#core/watching.ts';
import { writeWhole } from '#ops/whole-file.ts';
import type { Store } from '#store/store.ts';
import { editWatchlist } from '#watchlist/edit.ts';
import type { Knowledge } from './knowledge.ts';

/** What a watchlist that changes while the service runs is made of. */
export interface LiveParts {
  readonly first: Knowledge;
  readonly admins: Settings['admins'];
  /** What of the settings does not fit a new list: a subscription to somebody who is gone. */
  readonly check: (knowledge: Knowledge) => readonly Problem[];
  readonly records: Collection<WatchRecord>;
  /** Spellings collected, in one list. */
  readonly proposed: Collection<readonly ProposedSpelling[]>;
  readonly clock: Clock;
  readonly log: Log;
}

/** What became of a look at the file. */
export type Refreshed = 'same' | 'taken up' | 'refused';

/** The watchlist in force in a running service. */
export interface Live {
  /** Always the list in force: whoever holds this sees each change. */
  readonly knowledge: Knowledge;
  readonly watching: Watching;
  /** Looks whether the file has changed, and takes it up or refuses it. */
  refresh(): Promise<Refreshed>;
}

/** The watch of these settings over a store, which keeps what is changed in it. */
export function watchOver(
  store: Pick<Store, 'watchChanges' | 'proposed'>,
  settings: Pick<Settings, 'admins' | 'namedSubjects'>,
  parts: Pick<LiveParts, 'first' | 'clock' | 'log'>,
): Live {
  return followWatchlist({
    ...parts,
    admins: settings.admins,
    check: ({ watchlist }) => unknownSubjects(settings, watchlist.subjects.keys()),
    records: store.watchChanges,
    proposed: store.proposed,
  });
}

/** Follows the file that the knowledge was read from. */
export function followWatchlist({ first, admins, check, records, proposed, clock, log }: LiveParts): Live {
  let current = first;
  /** Of the file as last looked at; null: not yet. */
  let stamp: string | null = null;
  let trouble: readonly Problem[] = [];
  let made = 0;
  /** One at a time: a look at the file between reading and writing would see half a change. */
  const inTurn = oneByOne();
  const { file } = first.source;

  const record = async (by: Person | null, what: string): Promise<void> => {
    const at = clock.now();
    made += 1;
    await records.set(`${new Date(at).toISOString()}-${String(made).padStart(4, '0')}`, { at, by, what });
  };

  const look = async (by: Person | null, what: string | null): Promise<Refreshed> => {
    const now = await stampOf(file);
    if (now !== null && now === stamp) return 'same';
    const text = now === null ? null : await readText(file);
    if (text === null) return refuse(now, [unreadable(file)]);
    // Written while it was read: half of it may be old. The next look sees it whole.
    if ((await stampOf(file)) !== now) return 'same';
    if (text === current.source.text) {
      if (trouble.length > 0) log.info({ file }, 'the watchlist is in order again');
      trouble = [];
      stamp = now;
      return 'same';
    }
    const read = current.reread(text);
    const problems = read.ok ? check(read.knowledge) : read.problems;
    if (!read.ok || problems.length > 0) return refuse(now, problems);
    const told = what ?? difference(current, read.knowledge);
    current = read.knowledge;
    stamp = now;
    trouble = [];
    log.info({ file, subjects: current.watchlist.subjects.size, what: told }, 'the watchlist was taken up');
    await record(by, told);
    return 'taken up';
  };

  const refuse = (now: string | null, problems: readonly Problem[]): Refreshed => {
    const news = now !== stamp || trouble.length === 0;
    stamp = now;
    trouble = problems;
    if (news)
      log.error(
        { problems: problems.map(problemLine) },
        'the changed watchlist is not in order, the one before stays in force',
      );
    return 'refused';
  };

  const watching: Watching = {
    // Who types at the terminal of this machine has the files of the bot anyway.
    isAdmin: ({ platform, id }) => platform === 'terminal' || admins[platform].includes(id),
    change: (change, by) =>
      inTurn(async (): Promise<Changed> => {
        const text = await readText(file);
        if (text === null) return { done: false, because: `${file} cannot be read.` };
        const edited = editWatchlist(text, file, change, current.names);
        if (!edited.ok) return { done: false, because: edited.because };
        const misfit = current.reread(edited.text);
        const problems = misfit.ok ? check(misfit.knowledge) : misfit.problems;
        if (problems.length > 0) return { done: false, because: problems.map(problemLine).join(' ') };
        try {
          await writeWhole(file, edited.text);
        } catch (error) {
          log.warn({ file, error }, 'the watchlist cannot be written');
          return {
            done: false,
            because: `${file} cannot be written here; edit it where it lies, and it is taken up by itself.`,
          };
        }
        const became = await look(by, edited.what);
        return became === 'refused'
          ? { done: false, because: trouble.map(problemLine).join(' ') }
          : { done: true, what: edited.what };
      }),
    async proposals() {
      const all = (await proposed.get(PROPOSED)) ?? [];
      // One that was accepted meanwhile is known now.
      return all
        .filter(({ spelling }) => current.recognise(spelling).length === 0)
        .toSorted((a, b) => b.times - a.times || b.at - a.at);
    },
    trouble: () => trouble,
    async latest(most) {
      const all: (readonly [string, WatchRecord])[] = [];
      for await (const one of records.entries()) all.push(one);
      return all
        .toSorted(([a], [b]) => (a < b ? 1 : -1))
        .slice(0, most)
        .map(([, one]) => one);
    },
  };

  return { knowledge: viewOf(() => current), watching, refresh: () => inTurn(() => look(null, null)) };
}

/** Knowledge that always answers from the newest. */
function viewOf(current: () => Knowledge): Knowledge {
  return {
    get source() {
      return current().source;
    },
    watchlist: {
      get subjects() {
        return current().watchlist.subjects;
      },
      get topics() {
        return current().watchlist.topics;
      },
      get rules() {
        return current().watchlist.rules ?? CAPTIVITY;
      },
      get reasons() {
        return current().watchlist.reasons ?? new Map();
      },
    },
    classify: (entry) => current().classify(entry),
    recognise: (typed) => current().recognise(typed),
    spotUnknown: (entry, verdict) => current().spotUnknown(entry, verdict),
    readClaims: (sources, witness) => current().readClaims(sources, witness),
    get claimLanguages() {
      return current().claimLanguages;
    },
    get locales() {
      return current().locales;
    },
    get typedWords() {
      return current().typedWords;
    },
    get names() {
      return current().names;
    },
    get findThemes() {
      return current().findThemes;
    },
    get tellsMatter() {
      return current().tellsMatter;
    },
    get findCounts() {
      return current().findCounts;
    },
    get readTold() {
      return current().readTold;
    },
    isShowable: (text, language) => current().isShowable(text, language),
    dossierClaims: (until, sources) => current().dossierClaims(until, sources),
    get dossiers() {
      return current().dossiers;
    },
    reread: (text) => current().reread(text),
  };
}

function difference(before: Knowledge, after: Knowledge): string {
  const [old, now] = [before.watchlist.subjects, after.watchlist.subjects];
  const come = [...now.keys()].filter((id) => !old.has(id));
  const gone = [...old.keys()].filter((id) => !now.has(id));
  return [
    'the file was edited',
    ...(come.length > 0 ? [`added ${come.join(', ')}`] : []),
    ...(gone.length > 0 ? [`removed ${gone.join(', ')}`] : []),
  ].join('; ');
}

function unreadable(file: string): Problem {
  return {
    file,
    line: null,
    what: 'This file cannot be read any more',
    fix: 'Put it back; the list read before stays in force.',
  };
}

/** Changes whenever the file does: a rename over it gives another inode, an edit another time or size. */
async function stampOf(file: string): Promise<string | null> {
  try {
    const { mtimeNs, size, ino } = await stat(file, { bigint: true });
    return `${String(mtimeNs)} ${String(size)} ${String(ino)}`;
  } catch {
    return null;
  }
}

async function readText(file: string): Promise<string | null> {
  try {
    return await readFile(file, 'utf8');
  } catch {
    return null;
  }
}
