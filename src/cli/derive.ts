/** `wirewatch derive FILE…`: a proposal for a watchlist, with the place that each name comes from. */
import { relative } from 'node:path';
import process from 'node:process';
import { stringify } from 'yaml';
import { createClassifier } from '#core/classify.ts';
import { createRecognise } from '#core/typed.ts';
import { derive as deriveFrom } from '#watchlist/derive.ts';
import type { Derived, Document, Place, Proposal } from '#watchlist/derive.ts';
import type { Watchlist } from '#core/watchlist.ts';
import { loadWordClasses } from '#watchlist/derive-words.ts';
import type { Names } from '#watchlist/names.ts';
import { likelySpelling, romanised } from '#watchlist/suggest.ts';
import { readGiven } from './files.ts';
import { openWatchlist } from './names.ts';
import { ownOrOurs } from '../knowledge.ts';
import { Misuse, print, printJson, problemText } from './session.ts';
import type { GlobalOptions } from './session.ts';

/** Flags of `wirewatch derive`. */
export interface DeriveOptions extends GlobalOptions {
  /** Only what the present watchlist lacks. */
  readonly diff?: boolean;
}

/** Places listed of one name. */
const MOST_PLACES = 8;

/** Files larger than this are no documents, bytes. */
const LARGEST = 16 * 1024 * 1024;

/** Reads documents and prints a watchlist for a person to look over. */
export async function derive(files: readonly string[], options: DeriveOptions): Promise<void> {
  const { recognition, watchlist, names, folder } = await openWatchlist(options);
  const classes = await loadWordClasses(ownOrOurs(folder, 'derive.yaml'));
  if (!classes.ok) throw new Misuse(problemText(classes.problems));
  const documents = (await Promise.all(files.map(readDocuments))).flat();
  const classify = createClassifier({ recognition, detect: () => 'und' });
  const derived = deriveFrom(documents, {
    recognition,
    recognise: createRecognise(recognition),
    names,
    classes: classes.value,
    topicsOf: (text) => classify({ title: '', lead: '', text, language: null }).topics,
  });
  const shown = options.diff === true ? lacking(derived) : derived;
  if (options.json === true) printJson(derivedJson(shown, watchlist, names));
  else print(derivedYaml(shown, watchlist, names, options.diff === true));
}

/** A file as documents: a PDF is one for each page, so that its places can be found again. */
async function readDocuments(file: string): Promise<readonly Document[]> {
  const bytes = await readGiven(file);
  if (bytes.length > LARGEST)
    throw new Misuse(`${file} is larger than 16 MB; give its part that names people.`);
  const name = relative(process.cwd(), file);
  if (bytes.subarray(0, 5).toString('latin1') === '%PDF-') return await readPdf(file, name, bytes);
  if (bytes.includes(0))
    throw new Misuse(`${file} is no text; save it as plain text, HTML, Markdown or PDF.`);
  return [{ file: name, text: bytes.toString('utf8').replace(/^\uFEFF/u, '') }];
}

async function readPdf(file: string, name: string, bytes: Uint8Array): Promise<readonly Document[]> {
  // Only now: the reader is a megabyte and a half of code.
  const { pagesOfPdf } = await import('#watchlist/pdf.ts');
  const pages = await pagesOfPdf(bytes).catch(() => null);
  if (pages === null)
    throw new Misuse(`${file} cannot be read as a PDF; it may be damaged or have a password.`);
  if (pages.every((text) => text === ''))
    throw new Misuse(
      `${file} holds pictures and no text; read it with a program that recognises letters first.`,
    );
  return pages.map((text, at) => ({ file: `${name} page ${String(at + 1)}`, text }));
}

/** What the watchlist lacks: names that seem to be nobody of it, and forms of known ones that it does not find. */
function lacking({ proposals, proposedTopics }: Derived): Derived {
  return {
    proposals: proposals.filter(({ seems, unknownForms }) => seems === null || unknownForms.length > 0),
    topics: [],
    proposedTopics: proposedTopics.filter(({ seems }) => seems.length === 0),
  };
}

function idOf(latin: string): string {
  return latin
    .toLowerCase()
    .normalize('NFD')
    .replaceAll(/[^a-z0-9]+/g, '-')
    .replaceAll(/^-+|-+$/g, '');
}

/** Somebody of the present watchlist has his names already. */
function namesOf(
  proposal: Proposal,
  { subjects }: Watchlist,
  known: Names,
): Readonly<Record<string, string>> {
  const present = proposal.seems === null ? undefined : subjects.get(proposal.seems)?.names;
  if (present !== undefined) return present;
  const { name, latin } = proposal;
  const cyrillic = /\p{Script=Cyrillic}/u.test(name);
  if (proposal.kind !== 'person') return cyrillic ? { en: latin, ru: name } : { en: name };
  const spell = (script: 'cyrillic' | 'hebrew' | 'arabic'): string | null =>
    likelySpelling(latin, script, known);
  const names = {
    en: latin,
    ru: cyrillic ? name : spell('cyrillic'),
    he: spell('hebrew'),
    ar: spell('arabic'),
  };
  return Object.fromEntries(
    Object.entries(names).flatMap(([key, value]) => (value === null ? [] : [[key, value]])),
  );
}

/** Its id on the present watchlist, else its surname, else its whole name, else a number behind it. */
function freeId({ seems, surname, latin }: Proposal, taken: Set<string>): string {
  const wanted = [seems, idOf(surname ?? latin), idOf(latin)].find(
    (id) => id !== null && /^[a-z]/.test(id) && !taken.has(id),
  );
  const id = wanted ?? `subject-${String(taken.size + 1)}`;
  taken.add(id);
  return id;
}

/** Whom the present watchlist has as a captive or an official is that; of others the words beside the name tell. */
function isCaptive({ seems, captive }: Proposal, { subjects }: Watchlist): boolean {
  const known = seems === null ? undefined : subjects.get(seems)?.kind;
  return known === 'captive' || (known !== 'official' && captive);
}

/** The lines of a watchlist as they would be written for it. */
function linesOf(proposal: Proposal, id: string, watchlist: Watchlist, known: Names): object {
  const { kind, latin, given, surname, gender, name } = proposal;
  const names = namesOf(proposal, watchlist, known);
  if (kind === 'person') {
    return {
      id,
      kind: isCaptive(proposal, watchlist) ? 'captive' : 'official',
      names,
      gender: gender ?? 'm',
      given,
      surname: [surname ?? latin],
      strength: 'weak',
      dossiers: [...new Set(proposal.at.map(({ file }) => file))],
    };
  }
  const language = /\p{Script=Cyrillic}/u.test(name) ? 'ru' : 'en';
  return {
    id,
    kind,
    names,
    terms: { [language]: name },
    dossiers: [...new Set(proposal.at.map(({ file }) => file))],
  };
}

function placesText(at: readonly Place[]): string {
  const places = [...new Set(at.map(({ file, line }) => `${file}:${String(line)}`))];
  const more = places.length - MOST_PLACES;
  return `${places.slice(0, MOST_PLACES).join(', ')}${more > 0 ? ` and ${String(more)} more` : ''}`;
}

/** The proposal as the part `subjects:` of a watchlist, with remarks. */
export function derivedYaml(
  { proposals, topics, proposedTopics }: Derived,
  watchlist: Watchlist,
  names: Names,
  diff: boolean,
): string {
  const out = [
    '# A proposal, made by machine: look over each, take what you want into watchlist.yaml, and name the dossiers.',
    '# Spellings in other scripts are the likeliest ones; `wirewatch names` shows all that is then generated.',
  ];
  if (proposals.length === 0)
    out.push(diff ? '# The watchlist lacks nothing that was found.' : '# Nobody was found.');
  else out.push('subjects:');
  const taken = new Set<string>();
  for (const proposal of proposals) {
    const { seems, forms, count, at, unknownForms } = proposal;
    const printed = [...forms].map(([form, times]) => `${form} ${String(times)}×`).join(', ');
    out.push(
      '',
      `  # ${proposal.name}: ${count === 1 ? 'once' : `${String(count)} times`}; ${placesText(at)}`,
      `  # printed: ${printed}`,
      seems === null
        ? '  # not on the present watchlist'
        : `  # seems to be: ${seems}${unknownForms.length === 0 ? '' : `; its lines do not find: ${unknownForms.join(', ')}`}`,
      ...stringify([linesOf(proposal, freeId(proposal, taken), watchlist, names)], { lineWidth: 0 })
        .trimEnd()
        .split('\n')
        .map((line) => `  ${line}`),
    );
  }
  if (topics.length > 0) {
    out.push('', '# Topics of the present watchlist that the documents have:');
    for (const { topic, count, at } of topics) out.push(`#   ${topic}: ${String(count)}×; ${placesText(at)}`);
  }
  if (proposedTopics.length > 0) out.push('', ...topicLines(proposedTopics));
  return out.join('\n');
}

/** Word groups and topics as a watchlist has them. */
function topicLines(topics: Derived['proposedTopics']): readonly string[] {
  const words = new Map<string, Record<string, string>>();
  const lines: string[] = [];
  for (const { terms, words: printed, language, count, at, seems } of topics) {
    for (const term of terms) words.set(wordId(term), { [language]: term });
    const id = terms.map(wordId).join('-');
    lines.push(
      '',
      `  # ${printed.map((forms) => forms.slice(0, 4).join('/')).join(' with ')}: ${String(count)} sentences; ${placesText(at)}`,
      seems.length === 0 ? '  # not on the present watchlist' : `  # seems to be: ${seems.join(', ')}`,
      ...stringify(
        [
          {
            id: `topic-${id}`,
            names: { [language]: printed.map(([form]) => form).join(', ') },
            all: terms.map(wordId),
            near: 'sentence',
            dossiers: [...new Set(at.map(({ file }) => file))],
          },
        ],
        { lineWidth: 0 },
      )
        .trimEnd()
        .split('\n')
        .map((line) => `  ${line}`),
    );
  }
  return [
    '# Words that keep meeting in a sentence: a topic is made of such groups.',
    ...stringify({ words: Object.fromEntries(words) })
      .trimEnd()
      .split('\n'),
    '',
    'topics:',
    ...lines,
  ];
}

/** The id of a word group: its beginning in Latin letters. */
function wordId(term: string): string {
  return idOf(romanised(term.replace('*', '')));
}

/** The same for programs. */
function derivedJson({ proposals, topics, proposedTopics }: Derived, watchlist: Watchlist, names: Names) {
  return {
    subjects: proposals.map((proposal) => ({
      kind: proposal.kind,
      name: proposal.name,
      names: namesOf(proposal, watchlist, names),
      given: proposal.given,
      surname: proposal.surname,
      gender: proposal.gender,
      captive: isCaptive(proposal, watchlist),
      count: proposal.count,
      forms: Object.fromEntries(proposal.forms),
      at: proposal.at,
      seems: proposal.seems,
      unknownForms: proposal.unknownForms,
    })),
    topics,
    proposedTopics,
  };
}
