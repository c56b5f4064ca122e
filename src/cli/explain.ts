import process from 'node:process';
import type { Entry } from '#core/entry.ts';
import type { Sentence } from '#core/claim-sentence.ts';
import type { Witness } from '#core/claims.ts';
import { openSession } from './session.ts';
import type { GlobalOptions } from './session.ts';

/** What `wirewatch explain` takes beside the sentence. */
export interface ExplainOptions extends GlobalOptions {
  /** Language tag; found out when missing. */
  readonly lang?: string;
  /** Day of printing, `YYYY-MM-DD`; today when missing. */
  readonly date?: string;
}

/**
 * `wirewatch explain SENTENCE`: the cues found in it, with the list of the lexicon each comes from, what was decided of each event,
 * and the claims that come of it.
 *
 * @throws Error when the date is none.
 */
export async function explain(text: string, options: ExplainOptions): Promise<void> {
  const { settings, knowledge } = await openSession(options);
  const at = options.date === undefined ? Date.now() : Date.parse(`${options.date}T12:00:00Z`);
  if (Number.isNaN(at))
    throw new Error(`--date ${options.date ?? ''}: this is no day; write it as 2025-02-15`);
  const entry: Entry = {
    id: 'explain',
    feed: 'explain',
    source: 'explain',
    url: null,
    guid: null,
    title: '',
    lead: text,
    text: '',
    language: options.lang ?? null,
    publishedAt: at,
    firstSeenAt: at,
    arrival: 'news',
  };
  const classified = knowledge.classify(entry);
  const verdict = options.lang === undefined ? classified : { ...classified, language: options.lang };
  const lines: string[] = [`Language: ${verdict.language}${options.lang === undefined ? '' : ' (as told)'}`];
  const claims = knowledge.readClaims(settings.sources, createTeller(lines))(entry, verdict);
  lines.push('', claims.length === 0 ? 'Claims: none' : 'Claims:');
  for (const { subject, event, modality, speaker, via, eventAt, background } of claims) {
    const told = [
      `${subject} ${event}/${modality}`,
      speaker === null ? null : `says ${speaker}`,
      via === null ? null : `via ${via}`,
      eventAt === null ? null : `${eventAt.day} (${eventAt.precision})`,
      background ? 'background: alerts nobody' : null,
    ];
    lines.push(`  ${told.filter((part) => part !== null).join(', ')}`);
  }
  process.stdout.write(`${lines.join('\n')}\n`);
}

/** Writes what the reader of claims sees. */
function createTeller(lines: string[]): Witness {
  let printed: (first: number, last: number) => string = () => '';
  return {
    sentence: ({ text, tokens, cues, mentions, dates }: Sentence) => {
      printed = (first, last) => text.slice(tokens[first]?.start ?? 0, tokens[last]?.end ?? 0);
      lines.push('', text);
      for (const { first, last, is } of mentions) lines.push(`  who   ${printed(first, last)}: ${is.id}`);
      for (const { first, last, date } of dates) lines.push(`  when  ${printed(first, last)}: ${date.kind}`);
      for (const { first, last, cue } of cues) {
        const list = cue.list === 'event' ? `${cue.what}, ${cue.form ?? ''}` : cue.list;
        lines.push(`  cue   ${printed(first, last)}: ${list} (${cue.written})`);
      }
    },
    decided: ({ first, last }, decision) => {
      lines.push(`  →     ${printed(first, last)}: ${decision}`);
    },
  };
}
