import process from 'node:process';
import { z } from 'zod';
import type { Claim } from '#core/claim.ts';
import type { Entry, EntryField } from '#core/entry.ts';
import type { Source } from '#core/feed.ts';
import type { Verdict } from '#core/verdict.ts';
import type { Knowledge } from '../knowledge.ts';
import { openSession } from './session.ts';
import type { GlobalOptions } from './session.ts';

/** One line of input. Unknown keys are left alone, so that labelled files can be read as they are. */
const Item = z.object({
  id: z.union([z.string(), z.number()]).transform(String),
  title: z.string(),
  summary: z.string().nullish(),
  content: z.string().nullish(),
  url: z.string().nullish(),
  lang: z.string().nullish(),
  publishedAt: z.string().nullish(),
  source: z.string().nullish(),
});

/** How the fields of an entry are called outside. */
const FIELD: Readonly<Record<EntryField, string>> = { title: 'title', lead: 'summary', text: 'content' };

/** A line longer than this is not read, UTF-16 units: no news item is. */
const LONGEST_LINE = 16 * 1024 * 1024;

/** `wirewatch classify`: JSON Lines in, JSON Lines out, same order; a bad line gets its error and the rest goes on. */
export async function classify(options: GlobalOptions): Promise<void> {
  const { settings, knowledge } = await openSession(options);
  const judge = createJudge(knowledge, settings.sources);
  let rest = '';
  let number = 0;
  process.stdin.setEncoding('utf8');
  for await (const chunk of process.stdin) {
    const lines = `${rest}${String(chunk)}`.split('\n');
    rest = lines.pop() ?? '';
    const out: string[] = [];
    for (const line of lines) {
      number += 1;
      if (line.trim() !== '') out.push(judge(line, number));
    }
    await write(out);
  }
  if (rest.trim() !== '') await write([judge(rest, number + 1)]);
}

/** Judges one line. */
export function createJudge(
  knowledge: Knowledge,
  sources: readonly Source[],
): (line: string, number: number) => string {
  const readClaims = knowledge.readClaims(sources);
  return (line, number) => {
    const read = parse(line, number);
    if ('error' in read) return JSON.stringify({ id: null, error: `line ${String(number)}: ${read.error}` });
    const { entry } = read;
    const verdict = knowledge.classify(entry);
    return JSON.stringify(judged(entry, verdict, readClaims(entry, verdict)));
  };
}

function parse(line: string, number: number): { readonly entry: Entry } | { readonly error: string } {
  if (line.length > LONGEST_LINE) return { error: 'this line is longer than 16 MB' };
  let value: unknown;
  try {
    value = JSON.parse(number === 1 ? line.replace(/^\uFEFF/u, '') : line);
  } catch {
    return { error: 'this is not JSON; write one object a line' };
  }
  const item = Item.safeParse(value);
  if (!item.success) {
    const issue = item.error.issues[0];
    const place = issue === undefined || issue.path.length === 0 ? 'this' : issue.path.join('.');
    return { error: `${place}: ${issue?.message ?? 'not an item'}; an item has "id" and "title"` };
  }
  const { id, title, summary, content, url, lang, publishedAt, source } = item.data;
  const published = publishedAt == null ? Number.NaN : Date.parse(publishedAt);
  const at = Number.isNaN(published) ? null : published;
  return {
    entry: {
      id,
      feed: 'classify',
      source: source ?? 'unknown',
      url: url ?? null,
      guid: null,
      title,
      lead: summary ?? '',
      text: content ?? '',
      language: lang ?? null,
      publishedAt: at,
      firstSeenAt: at ?? Date.now(),
      arrival: 'news',
    },
  };
}

function judged(entry: Entry, verdict: Verdict, claims: readonly Claim[]) {
  return {
    id: entry.id,
    lang: verdict.language,
    relevant: verdict.relevant,
    reach: verdict.reach,
    score: verdict.score,
    mentions: verdict.mentions.map(({ subject, surface, field, start, end }) => ({
      subject,
      surface,
      field: FIELD[field],
      start,
      end,
    })),
    topics: verdict.topics,
    claims: claims.map(({ subject, event, modality, speaker, via, eventAt, background, quote }) => ({
      subject,
      event,
      modality,
      speaker,
      via,
      eventAt: eventAt?.day ?? null,
      background,
      quote,
    })),
    why: verdict.reasons.map(({ text, points }) =>
      points === 0 ? text : `${text} (${points > 0 ? '+' : ''}${String(points)})`,
    ),
  };
}

/** Writes, and waits when the reader is slower than we are. */
async function write(lines: readonly string[]): Promise<void> {
  if (lines.length === 0 || process.stdout.write(`${lines.join('\n')}\n`)) return;
  await new Promise<void>((resolve) => {
    process.stdout.once('drain', resolve);
  });
}
