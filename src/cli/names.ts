/** `wirewatch names SUBJECT`: what the watchlist makes of a name, so that a person can see and correct it. */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { findSubject, findTopic } from '#commands/find.ts';
import { createRecognise } from '#core/typed.ts';
import { displayName } from '#core/watchlist.ts';
import { loadWatchlist } from '#watchlist/load.ts';
import type { LoadedWatchlist } from '#watchlist/load.ts';
import type { Names } from '#watchlist/names.ts';
import { isPerson } from '#watchlist/schema.ts';
import type { SubjectLines } from '#watchlist/schema.ts';
import { SCRIPTS } from '#watchlist/sounds.ts';
import { spelledOut } from '#watchlist/spelled.ts';
import type { SpelledOut } from '#watchlist/spelled.ts';
import { loadNamesOf } from '../knowledge.ts';
import { Failure, Misuse, openSettings, print, printJson, problemText } from './session.ts';
import type { GlobalOptions } from './session.ts';

/** The watchlist of the settings alone, or every problem with it. */
export async function openWatchlist(
  options: GlobalOptions,
): Promise<Extract<LoadedWatchlist, { ok: true }> & { readonly names: Names; readonly folder: string }> {
  const { folder } = await openSettings(options);
  const file = join(folder, 'watchlist.yaml');
  let text: string;
  try {
    text = await readFile(file, 'utf8');
  } catch {
    throw new Misuse(`${file} cannot be read. Copy config/watchlist.yaml of the project there.`);
  }
  const read = await loadNamesOf(folder);
  if (!read.ok) throw new Misuse(problemText(read.problems));
  const loaded = loadWatchlist(text, file, read.names);
  if (!loaded.ok) throw new Misuse(problemText(loaded.problems));
  return { ...loaded, names: read.names, folder };
}

/** Prints what is generated for a subject, by script and rule. */
export async function names(typed: string, options: GlobalOptions): Promise<void> {
  const { watchlist, lines, recognition, names: known } = await openWatchlist(options);
  const found = findSubject(typed, { watchlist, recognise: createRecognise(recognition) });
  if (found.found !== 'one') {
    const near = found.found === 'several' ? found.subjects : found.nearest === null ? [] : [found.nearest];
    const ids = near.map((subject) => subject.id);
    const topic = findTopic(typed, watchlist);
    const otherwise =
      topic === null ? '' : ` It is a topic, and the words of topics stand in watchlist.yaml.`;
    if (options.json === true)
      printJson({ error: `no subject "${typed}" is on the watchlist`, nearest: ids });
    throw new Failure(
      options.json === true
        ? ''
        : `No single subject "${typed}" is on the watchlist.${ids.length === 0 ? otherwise : ` Did you mean: ${ids.join(', ')}?`}`,
    );
  }
  const { subject } = found;
  const written = lines.subjects.find((one) => one.id === subject.id);
  const spellings = spelledOut(lines, subject.id, known);
  if (written === undefined || spellings === null) throw new Failure(`${subject.id} has no lines.`);
  if (options.json === true) {
    printJson({
      subject: subject.id,
      kind: subject.kind,
      names: subject.names,
      spellings,
      counts: rulesOf(written),
    });
    return;
  }
  print(namesText(`${displayName(subject, 'en')} (${subject.id}, ${subject.kind})`, written, spellings));
}

/** What a person reads. Letters are shown folded, as they are compared. */
export function namesText(title: string, written: SubjectLines, spellings: readonly SpelledOut[]): string {
  const out = [title, 'Letters are shown as they are compared: without case and marks, й as и, ё as е.'];
  for (const script of [...SCRIPTS, 'other'] as const) {
    const own = spellings.filter((spelling) => spelling.script === script);
    if (own.length === 0) continue;
    out.push('', script.toUpperCase());
    for (const { part, name, rule, count, examples, endings, particles, capital } of own) {
      const shown = examples.join(', ');
      const more = count > examples.length ? `, and ${String(count - examples.length)} more` : '';
      out.push(
        `  ${part === 'term' || part === 'veto' ? part : `${part} ${name}`}: ${rule}`,
        `    ${shown}${more}`,
      );
      const added = endings.filter((ending) => ending !== '').map((ending) => `-${ending}`);
      if (added.length > 0) out.push(`    endings: ${added.join(' ')}`);
      const remarks = [
        ...(particles
          ? [
              script === 'hebrew'
                ? 'takes glued particles (ו ש ה ל ב כ מ)'
                : 'takes glued particles (و ف ب ك ل ال)',
            ]
          : []),
        ...(capital && (script === 'latin' || script === 'cyrillic') ? ['counts only with a capital'] : []),
      ];
      if (remarks.length > 0) out.push(`    ${remarks.join('; ')}`);
    }
  }
  out.push('', 'WHEN IT COUNTS', ...rulesOf(written).map((rule) => `  ${rule}`));
  out.push('', 'A spelling is missing? Add it under "also". One too many? Set "strength" or "vetoes".');
  return out.join('\n');
}

function rulesOf(written: SubjectLines): string[] {
  const needs = (list: readonly string[]): string => list.join(' or ');
  if (!isPerson(written)) {
    return [
      ...(written.needs.length > 0 ? [`beside ${needs(written.needs)}`] : ['wherever a term of it stands']),
      ...written.meets.map(([one, other]) => `where ${one} and ${other} meet in a sentence`),
    ];
  }
  const surname = {
    strong: 'the surname alone counts',
    weak: 'the surname alone counts, with its capital',
    context: 'the surname alone counts only after the full name in the same entry',
  }[written.strength];
  return [
    `full name: ${written.fullNeeds.length > 0 ? `beside ${needs(written.fullNeeds)}` : 'always'}`,
    `${surname}${written.needs.length > 0 && written.strength !== 'context' ? `, beside ${needs(written.needs)}` : ''}`,
    ...(written.kin.length > 0
      ? [`given name: beside ${needs(written.kin)} or a relative named in the entry`]
      : []),
    ...(written.guarded.length > 0 ? ['a guarded surname: only beside a given name'] : []),
    ...(written.relatives.length > 0 ? [`relatives: ${written.relatives.join(', ')}`] : []),
  ];
}
