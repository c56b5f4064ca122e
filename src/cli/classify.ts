import process from 'node:process';
import type { Settings } from '#config/load.ts';
import type { Claim } from '#core/claim.ts';
import type { Entry, EntryField } from '#core/entry.ts';
import type { Verdict } from '#core/verdict.ts';
import { spokenAs } from '#core/watchlist.ts';
import { staySmall } from '#ops/memory.ts';
import type { Knowledge } from '../knowledge.ts';
import { linesIn, mustBeFile } from './files.ts';
import { dateTrouble, entryOf, parseItem, publisherNamed, undatedTrouble } from './items.ts';
import { lineRemarks, openSession, remark } from './session.ts';
import type { GlobalOptions } from './session.ts';

/** How the fields of an entry are called outside. */
const FIELD: Readonly<Record<EntryField, string>> = { title: 'title', lead: 'summary', text: 'content' };

/** Dates that cannot be read are named one by one up to so many; after that they are only counted. */
const MOST_NAMED = 20;

/** Subjects. */
const LONG_LIST = 1_000;

/** `wirewatch classify [FILE]`: JSON Lines in, from stdin unless a file is named; JSON Lines out, same order; a bad line gets its error and the rest goes on. */
export async function classify(file: string | undefined, options: GlobalOptions): Promise<void> {
  const place = file ?? '-';
  if (place !== '-') await mustBeFile(place);
  const { settings, knowledge } = await openSession(options);
  const remarks = lineRemarks(MOST_NAMED);
  let undated = 0;
  const judge = createJudge(knowledge, settings, {
    remark: remarks.say,
    undated: () => {
      undated += 1;
    },
  });
  // What the compiling of a long list leaves behind is as large as the list; of a short one it is not worth the wait.
  if (knowledge.watchlist.subjects.size >= LONG_LIST) staySmall();
  for await (const lines of linesIn(place)) {
    await write(lines.map(({ line, number }) => judge(line, number)));
  }
  remarks.end();
  const trouble = undatedTrouble(undated, 'now');
  if (trouble !== null) remark(trouble);
}

/** Judges one line. @param tell is told of a date that cannot be read, and of an item without one: both are judged all the same */
function createJudge(
  knowledge: Knowledge,
  { sources, feeds }: Pick<Settings, 'sources' | 'feeds'>,
  tell: { readonly remark: (text: string) => void; readonly undated: () => void },
): (line: string | null, number: number) => string {
  const readClaims = knowledge.readClaims(sources);
  const publisher = publisherNamed(sources, feeds);
  return (line, number) => {
    const read = parseItem(line, number);
    if ('error' in read) return JSON.stringify({ id: null, error: `line ${String(number)}: ${read.error}` });
    const { item } = read;
    const { unreadDate } = read;
    if (unreadDate !== null) tell.remark(`line ${String(number)}: ${dateTrouble(unreadDate, 'now')}`);
    else if (item.publishedAt === null) tell.undated();
    const entry = entryOf(item, publisher, item.publishedAt ?? Date.now());
    const verdict = knowledge.classify(entry);
    const claims = mayClaim(knowledge, verdict) ? readClaims(entry, verdict) : [];
    return JSON.stringify(judged(entry, verdict, claims, knowledge.watchlist));
  };
}

/** Claims are about captives and groups of them: an entry that does not concern us and names neither has none. */
function mayClaim({ watchlist }: Knowledge, { relevant, mentions }: Verdict): boolean {
  if (relevant) return mentions.length > 0;
  return mentions.some(({ subject }) => {
    const kind = watchlist.subjects.get(subject)?.kind;
    return kind === 'captive' || kind === 'group';
  });
}

function judged(entry: Entry, verdict: Verdict, claims: readonly Claim[], watchlist: Knowledge['watchlist']) {
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
    claims: claims.map(({ subject, event, modality, speaker, via, eventAt, background, quote, weighed }) => ({
      subject,
      event,
      modality,
      speaker: spokenAs(speaker, verdict.mentions, watchlist, verdict.language),
      via,
      eventAt: eventAt?.day ?? null,
      background,
      quote,
      weighed,
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
