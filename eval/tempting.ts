/** The sentences of tests/fixtures/claims as labelled items: written by us, most of them to tempt to a release or a death that is none. */
import { readFile } from 'node:fs/promises';
import { parse } from 'yaml';
import { z } from 'zod';
import { readLabels } from './labels.ts';
import type { Labelled } from './labels.ts';

const FOLDER = new URL('../tests/fixtures/claims/', import.meta.url);

/** Files with a language in front of each sentence, and whether the second text of a line is the lead under a headline. */
const FILES = [
  { file: 'tempting.yaml', headlines: false },
  { file: 'kinds.yaml', headlines: false },
  { file: 'wide.yaml', headlines: false },
  { file: 'headlines.yaml', headlines: true },
  { file: 'whom.yaml', headlines: true },
] as const;

const Line = z.array(z.string()).min(1);
const Lists = z.record(z.string(), z.array(Line));

/** A reading as the fixtures have it: `trufanov released/fact`, `~` before what only looks back. */
const READING = /^~?(\S+) (\S+)\/(\S+)$/;

/** Only what frees or buries somebody is labelled in all of them; other claims are neither demanded nor wrong. */
const OPEN = [
  ...['held', 'abducted', 'sign-of-life', 'wounded', 'talks', 'transferred'].map((event) => `*:${event}/*`),
  ...['released', 'died', 'body-returned'].flatMap((event) =>
    ['promise', 'negotiation', 'denial', 'hypothetical'].map((modality) => `*:${event}/${modality}`),
  ),
];

/** All of them; each is an outlet of its own. */
export async function temptingItems(): Promise<readonly Labelled[]> {
  const lines: string[] = [];
  const add = (lang: string, title: string, lead: string, readings: readonly string[]): number =>
    lines.push(
      JSON.stringify({
        id: `own-${String(lines.length)}`,
        lang,
        title,
        summary: lead,
        published: '2025-02-15T12:00:00Z',
        relevant: true,
        subjects: [],
        claims: readings.flatMap((written) => {
          const [, subject, event, modality] = READING.exec(written) ?? [];
          return subject === undefined ? [] : [{ subject, event, modality }];
        }),
        also_ok: OPEN,
      }),
    );
  for (const { file, headlines } of FILES) {
    for (const [lang = '', text = '', ...rest] of Object.values(await listsIn(file)).flat()) {
      const [next = ''] = rest;
      const lead = headlines && !READING.test(next) ? next : '';
      add(lang, headlines ? text : '', headlines ? lead : text, rest);
    }
  }
  for (const [lang, list] of Object.entries(await listsIn('languages.yaml'))) {
    for (const [text = '', ...rest] of list) {
      const [title = '', lead = null] = text.split('||');
      add(lang, lead === null ? '' : title.trim(), lead === null ? text : lead.trim(), rest);
    }
  }
  return readLabels(lines.join('\n'), 0).items;
}

async function listsIn(file: string): Promise<z.infer<typeof Lists>> {
  return Lists.parse(parse(await readFile(new URL(file, FOLDER), 'utf8')));
}
