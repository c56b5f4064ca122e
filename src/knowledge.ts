/** What the desk knows before it reads anything: the watchlist, the lexicons and the dossiers, checked and compiled. */
import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { join, relative, resolve } from 'node:path';
import process from 'node:process';
import { fileURLToPath } from 'node:url';
import type { Claim } from '#core/claim.ts';
import { createClaimReader } from '#core/claims/read.ts';
import type { Witness } from '#core/claims/events.ts';
import { createClassifier } from '#core/classify.ts';
import type { Classify } from '#core/classify.ts';
import { readLocales } from '#config/locales.ts';
import type { Entry } from '#core/entry.ts';
import type { Source } from '#core/feed.ts';
import { sourcesById } from '#core/feed.ts';
import type { Figure } from '#core/figure.ts';
import type { Locales } from '#core/locale.ts';
import type { Problem } from '#core/problem.ts';
import { createShowable } from '#core/showable.ts';
import { CAPTIVITY } from '#core/situation-rules.ts';
import type { IsShowable } from '#core/showable.ts';
import { createCountFinder } from '#core/counts.ts';
import type { FindCounts } from '#core/counts.ts';
import { createThemeFinder } from '#core/themes.ts';
import type { FindThemes, TellsMatter } from '#core/themes.ts';
import { createToldReader } from '#core/told.ts';
import type { ReadTold } from '#core/told.ts';
import { createRecognise } from '#core/typed.ts';
import type { Recognise } from '#core/typed.ts';
import type { TypedWords } from '#core/typed-words.ts';
import { createSpotter } from '#core/unknown.ts';
import type { SpotUnknown } from '#core/unknown.ts';
import type { Verdict } from '#core/verdict.ts';
import type { Watchlist } from '#core/watchlist.ts';
import { createDetector } from '#language/detect.ts';
import type { Statistics } from '#language/detect.ts';
import { createLocales } from '#render/locale.ts';
import { surnamesOf } from '#watchlist/compile.ts';
import { claimsOfDossiers, figuresOfDossiers, loadDossiers } from '#watchlist/dossier.ts';
import { loadLexicons } from '#watchlist/lexicons.ts';
import { loadWatchlist } from '#watchlist/load.ts';
import { loadNames } from '#watchlist/names.ts';
import type { Names, NamesLoaded } from '#watchlist/names.ts';
import { loadCounts, loadThemes } from '#watchlist/themes.ts';
import { loadSituations, rulesNamed, unknownEvents, unknownTells } from '#watchlist/situations.ts';

/** All that is read from the folders of configuration and seeds, made ready for use. */
export interface Knowledge {
  /** The watchlist's file and what stood in it. */
  readonly source: { readonly file: string; readonly text: string };
  readonly watchlist: Watchlist;
  readonly classify: Classify;
  /** What is known of names whatever the watch. */
  readonly names: Names;
  /** Whom a typed name means. */
  readonly recognise: Recognise;
  /** Words of an entry that may be watched surnames in an unknown spelling. */
  readonly spotUnknown: SpotUnknown;
  /** A reader of claims that knows these publishers. */
  readonly readClaims: (
    sources: readonly Source[],
    witness?: Witness,
  ) => (entry: Entry, verdict: Verdict) => readonly Claim[];
  /** The languages in which claims are read, BCP 47 primary tags. */
  readonly claimLanguages: readonly string[];
  /** Our own words, in every language. */
  readonly locales: Locales;
  /** What people may type beside names, in every language. */
  readonly typedWords: TypedWords;
  /** What a text is about, see core/themes.ts. */
  readonly findThemes: FindThemes;
  readonly tellsMatter: TellsMatter;
  /** How many people it speaks of, see core/counts.ts. */
  readonly findCounts: FindCounts;
  /** How a report begins to tell what happened, see core/told.ts. */
  readonly readTold: ReadTold;
  /** May an outlet's words be shown? */
  readonly isShowable: IsShowable;
  /** What the dossiers say up to a moment, ms, as reported by these publishers. */
  readonly dossierClaims: (until: number, sources: readonly Source[]) => readonly Claim[];
  /** What the dossiers say besides: the numbers known by a moment, ms. */
  readonly dossiers: {
    figures(until: number): readonly Figure[];
  };
  /** The same with another watchlist; lexicons and dossiers stay. */
  readonly reread: (text: string) => Reread;
}

/** Knowledge with a new watchlist, or what is wrong with that. */
export type Reread =
  | { readonly ok: true; readonly knowledge: Knowledge }
  | { readonly ok: false; readonly problems: readonly Problem[] };

/** All of it, or what is wrong; `warnings` are parts that were left out while the rest works. */
export type KnowledgeLoaded =
  | {
      readonly ok: true;
      readonly knowledge: Knowledge;
      readonly warnings: readonly Problem[];
      /** What is wrong in files that are read only when they are needed: reads them all. */
      readonly check: () => readonly Problem[];
    }
  | { readonly ok: false; readonly problems: readonly Problem[] };

/** Folders of the files. */
export interface KnowledgeFolders {
  /** Holds watchlist.yaml. lexicon/, names.yaml, given-names.yaml, themes.yaml and counts.yaml are the project's where it has none. */
  readonly config: string;
  /** Holds the dossiers. */
  readonly seeds: string;
  /** Hold our own words: a language is read from the first that has its file. */
  readonly locales: readonly string[];
}

/** The project's own settings. */
const OWN_FOLDER = resolve(import.meta.dirname, '../config');

/** The watch that the project's own lexicons tell of. */
const OWN_WATCH = 'captivity';

/** Languages that entries are told to be in. */
const LANGUAGES = [
  'en',
  'ru',
  'uk',
  'he',
  'ar',
  'de',
  'fr',
  'es',
  'pt',
  'it',
  'pl',
  'hu',
  'nl',
  'cs',
  'sk',
  'tr',
  'el',
  'sr',
  'ro',
  'bg',
  'hi',
  'bn',
  'zh',
  'ja',
  'ko',
  'id',
];

/** Synchronously, in the midst of an entry: the first that needs it waits a tenth of a second, the start does not. */
function loadStatistics(): Statistics {
  const module: { readonly eld: Statistics } = createRequire(import.meta.url)(
    fileURLToPath(import.meta.resolve('eld/extrasmall')),
  );
  return module.eld;
}

/**
 * Reads and compiles all of it.
 * @param tell is told what is wrong in a file that is compiled later, when it is
 */
export async function loadKnowledge(
  folders: KnowledgeFolders,
  tell?: (problem: Problem) => void,
): Promise<KnowledgeLoaded> {
  const file = join(folders.config, 'watchlist.yaml');
  const orOwn = (name: string): string => ownOrOurs(folders.config, name);
  const hasLexicons = existsSync(join(folders.config, 'lexicon'));
  const [text, names, situations, lexicons, dossiers, locales, themes, counts] = await Promise.all([
    readText(file),
    loadNamesOf(folders.config),
    loadSituations(join(folders.config, 'situations')),
    loadLexicons(orOwn('lexicon'), (problem) => tell?.(withShownFile(problem))),
    loadDossiers(folders.seeds),
    readLocales(folders.locales),
    loadThemes(orOwn('themes.yaml')),
    loadCounts(orOwn('counts.yaml')),
  ]);
  if (text === null) {
    const fix = 'Copy config/watchlist.yaml of the project there.';
    return {
      ok: false,
      problems: [{ file: shown(file), line: null, what: 'This file cannot be read', fix }],
    };
  }
  // Without one it would recognise everybody, understand nothing of what happens to them, and look well.
  if (lexicons.problems.length > 0) return { ok: false, problems: lexicons.problems.map(withShownFile) };
  if (!names.ok) return { ok: false, problems: names.problems.map(withShownFile) };
  const ownWords = createLocales(locales.files);
  const detect = createDetector({ languages: LANGUAGES, statistics: loadStatistics });
  const findThemes = createThemeFinder(themes.themes);
  const findCounts = createCountFinder(counts.counts);
  const readTold = createToldReader(lexicons.lexicons);
  const read = (from: string): Reread => {
    const loaded = loadWatchlist(from, shown(file), names.names);
    if (!loaded.ok) return loaded;
    const { recognition, lines } = loaded;
    const named = rulesNamed(lines.situations, situations, shown(file));
    if (!named.ok) return { ok: false, problems: named.problems.map(withShownFile) };
    if (!hasLexicons && lines.situations !== OWN_WATCH) {
      const what = `situations: nothing says in which words the events of ${lines.situations} are told`;
      const fix = 'Put them into lexicon/LANGUAGE.yaml beside this file; config/lexicon/en.yaml shows how.';
      return { ok: false, problems: [{ file: shown(file), line: null, what, fix }] };
    }
    const { rules } = named;
    const watchlist: Watchlist = { ...loaded.watchlist, rules };
    const recognise = createRecognise(recognition);
    const knowledge: Knowledge = {
      source: { file, text: from },
      watchlist,
      classify: createClassifier({ recognition, detect }),
      names: names.names,
      recognise,
      spotUnknown: createSpotter(surnamesOf(lines), recognise),
      readClaims: (sources, witness) =>
        createClaimReader({ lexicons: lexicons.lexicons, watchlist, sources: sourcesById(sources) }, witness),
      claimLanguages: [...lexicons.lexicons.keys()],
      locales: ownWords,
      typedWords: locales.typedWords,
      findThemes,
      tellsMatter: (theme) => themes.matters.has(theme),
      findCounts,
      readTold,
      isShowable: createShowable(lexicons.lexicons),
      dossierClaims: (until, sources) =>
        claimsOfDossiers(dossiers.dossiers, until, sourcesById(sources)).filter(({ event }) =>
          Object.hasOwn(rules.events, event),
        ),
      dossiers: {
        figures: (until) => figuresOfDossiers(dossiers.dossiers, until),
      },
      reread: read,
    };
    return { ok: true, knowledge };
  };
  const first = read(text);
  if (!first.ok) return first;
  const { rules = CAPTIVITY } = first.knowledge.watchlist;
  return {
    ok: true,
    knowledge: first.knowledge,
    warnings: [
      ...dossiers.problems,
      ...unknownEvents(dossiers.dossiers, rules),
      ...unknownTells(first.knowledge.watchlist.topics.values(), rules, file),
      ...themes.problems,
      ...counts.problems,
      ...locales.problems,
    ].map(withShownFile),
    check: () => [...lexicons.check(), ...locales.check()].map(withShownFile),
  };
}

/** The names of a folder of settings, which are the project's where it has none of its own. */
export function loadNamesOf(folder: string): Promise<NamesLoaded> {
  return loadNames({
    words: ownOrOurs(folder, 'names.yaml'),
    given: ownOrOurs(folder, 'given-names.yaml'),
  });
}

/** A file of a folder of settings, or the project's where it has none of that name. */
export function ownOrOurs(folder: string, name: string): string {
  return join(existsSync(join(folder, name)) ? folder : OWN_FOLDER, name);
}

async function readText(file: string): Promise<string | null> {
  try {
    return await readFile(file, 'utf8');
  } catch {
    return null;
  }
}

function withShownFile(problem: Problem): Problem {
  return { ...problem, file: shown(problem.file) };
}

function shown(file: string): string {
  const short = relative(process.cwd(), file);
  return short.startsWith('..') ? file : short;
}
