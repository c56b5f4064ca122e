import { readFile, readdir } from 'node:fs/promises';
import { basename, extname, join } from 'node:path';
import type { Problem } from '#core/problem.ts';
import { CAPTIVITY, situationRulesSchema } from '#core/situation-rules.ts';
import type { Topic } from '#core/watchlist.ts';
import type { SituationRules } from '#core/situation-rules.ts';
import type { Dossier } from './dossier.ts';
import { readYaml } from './yaml.ts';
import type { FileReading } from './yaml.ts';

/** Reads `config/situations/<watch>.yaml`. @param file as people are told it. */
export function readSituations(file: string, text: string): FileReading<SituationRules> {
  return readYaml(file, text, situationRulesSchema);
}

/** What the files of a folder say, by their names without the ending; what is wrong stands in the place of a broken one. */
export type KnownRules = ReadonlyMap<string, FileReading<SituationRules>>;

/** Every file of `config/situations`. Captivity's rules are known without one. */
export async function loadSituations(folder: string): Promise<KnownRules> {
  const known = new Map<string, FileReading<SituationRules>>([['captivity', { ok: true, value: CAPTIVITY }]]);
  let names: readonly string[];
  try {
    names = await readdir(folder);
  } catch {
    // A settings folder of one's own need not have them.
    return known;
  }
  for (const name of names.filter((one) => /\.ya?ml$/.test(one)).sort()) {
    const file = join(folder, name);
    known.set(basename(name, extname(name)), readSituations(file, await readFile(file, 'utf8')));
  }
  return known;
}

/** The rules that a watchlist names, or what is wrong. @param file the watchlist's, as people are told it */
export function rulesNamed(
  name: string,
  known: KnownRules,
  file: string,
):
  | { readonly ok: true; readonly rules: SituationRules }
  | { readonly ok: false; readonly problems: readonly Problem[] } {
  const reading = known.get(name);
  if (reading === undefined) {
    const what = `situations: there is no ${name}.yaml in config/situations`;
    const fix = `Write one of ${[...known.keys()].join(', ')}, or put that file there and start again.`;
    return { ok: false, problems: [{ file, line: null, what, fix }] };
  }
  return reading.ok ? { ok: true, rules: reading.value } : { ok: false, problems: reading.problems };
}

/** The topics that tell of something that cannot happen in this watch. @param file the watchlist's, as people are told it */
export function unknownTells(
  topics: Iterable<Topic>,
  rules: SituationRules,
  file: string,
): readonly Problem[] {
  return [...topics].flatMap(({ id, tells = [] }) =>
    tells
      .filter((told) => !Object.hasOwn(rules.events, told.split('/')[0] ?? ''))
      .map((told) => ({
        file,
        line: null,
        what: `The topic ${id} tells of "${told}", which this watch does not know`,
        fix: `Write one of ${Object.keys(rules.events).join(', ')}.`,
      })),
  );
}

/** The claims about something that cannot happen in this watch: they are left out, and named. */
export function unknownEvents(dossiers: readonly Dossier[], rules: SituationRules): readonly Problem[] {
  return dossiers.flatMap(({ file, claims }) =>
    claims
      .filter(({ event }) => !Object.hasOwn(rules.events, event))
      .map(({ subject, event }) => ({
        file,
        line: null,
        what: `A claim about ${subject} has the event "${event}", which this watch does not know`,
        fix: `Write one of ${Object.keys(rules.events).join(', ')}.`,
      })),
  );
}
