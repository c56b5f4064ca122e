import process from 'node:process';
import type { Settings } from '#config/load.ts';
import { dayOf, isoOf, momentText, readDay } from '#core/day.ts';
import type { Entry } from '#core/entry.ts';
import type { Message } from '#core/message.ts';
import { DAY } from '#core/spans.ts';
import { brief, toTerminal } from '#render/terminal.ts';
import { count } from '#render/words.ts';
import { replay } from '../replay.ts';
import type { Replayed, Shown } from '../replay.ts';
import { unpressed } from './asked-once.ts';
import { linesIn, mustBeFile, nameOf } from './files.ts';
import { dateTrouble, entryOf, parseItem, publisherNamed, undatedTrouble } from './items.ts';
import type { Item } from './items.ts';
import { knownJson } from './questions.ts';
import {
  Failure,
  Misuse,
  form,
  languageOf,
  lineRemarks,
  openSession,
  print,
  printJson,
  printMessage,
  remark,
} from './session.ts';
import type { GlobalOptions } from './session.ts';

/** Flags of `wirewatch replay`. */
export interface ReplayOptions extends GlobalOptions {
  /** `YYYY-MM-DD`: stops before that day begins in UTC. */
  readonly until?: string;
  /** The dossiers too, each from its date. */
  readonly seeds?: boolean;
}

/** Broken lines that are named one by one; after that they are only counted. Where nothing is an item, it is another kind of file. */
const MOST_NAMED = 20;
const MOST_OF_NONE = 2;

/** `wirewatch replay FILE`: dated items through the whole path, in a store of its own. `-` or no file reads stdin. */
export async function replayFile(file: string | undefined, options: ReplayOptions): Promise<void> {
  const until = options.until === undefined ? null : untilDay(options.until);
  const place = file ?? '-';
  if (place === '-' && process.stdin.isTTY) {
    throw new Misuse(
      'Which file? "wirewatch replay FILE" reads JSON Lines as classify does; "-" reads stdin.',
    );
  }
  // Before the watchlist is read, which takes longer than seeing that the name is wrong.
  if (place !== '-') await mustBeFile(place);
  const { settings, knowledge, log } = await openSession(options);
  const read = await readItems(place);
  for (const [problems, most] of [
    [read.problems, read.items.length === 0 ? MOST_OF_NONE : MOST_NAMED],
    [read.misdated, MOST_NAMED],
  ] as const) {
    const remarks = lineRemarks(most);
    problems.forEach(remarks.say);
    remarks.end();
  }
  if (read.undated !== null) remark(read.undated);
  if (read.items.length === 0 && read.problems.length > 0) {
    throw new Failure(`No line of ${nameOf(place)} is an item. One object a line: {"id": "1", "title": "…"}`);
  }
  if (read.items.length === 0) remark(`${nameOf(place)} has no item; this is what is known without any.`);
  const now = Date.now();
  const replayed = await replay({
    entries: entriesOf(read.items, settings, now),
    knowledge,
    sources: settings.sources,
    until: until ?? (read.items.length === 0 ? now : null),
    seeds: options.seeds === true,
    language: languageOf(options) ?? 'en',
    show: options.json === true ? () => undefined : show,
    log,
  });
  if (options.json === true) printJson(replayedJson(replayed));
  else summarise(replayed, place);
}

/** @throws Misuse when that is no day */
function untilDay(written: string): number {
  const day = readDay(written);
  if (day === null)
    throw new Misuse(`--until takes a day such as 2025-02-15; "${written.slice(0, 40)}" is none.`);
  return day;
}

async function readItems(place: string): Promise<{
  readonly items: readonly Item[];
  readonly problems: readonly string[];
  /** Of items whose date cannot be read, a line each. */
  readonly misdated: readonly string[];
  /** Of those without any date, once. */
  readonly undated: string | null;
}> {
  const items: Item[] = [];
  const problems: string[] = [];
  const unread: { readonly at: string; readonly date: string }[] = [];
  let dateless = 0;
  for await (const lines of linesIn(place)) {
    for (const { line, number } of lines) {
      const read = parseItem(line, number);
      const at = `${nameOf(place)}, line ${String(number)}`;
      if ('error' in read) {
        problems.push(`${at}: ${read.error}`);
        continue;
      }
      items.push(read.item);
      if (read.unreadDate !== null) unread.push({ at, date: read.unreadDate });
      else if (read.item.publishedAt === null) dateless += 1;
    }
  }
  const becomes = items.some(({ publishedAt }) => publishedAt !== null) ? 'neighbour' : 'now';
  const misdated = unread.map(({ at, date }) => `${at}: ${dateTrouble(date, becomes)}`);
  return { items, problems, misdated, undated: undatedTrouble(dateless, becomes) };
}

/**
 * Items as they would have been gathered: first seen when published. One without a date was seen with the one before it,
 * and so was one dated after `now` among others that are not: nobody prints tomorrow's news.
 */
export function entriesOf(
  items: readonly Item[],
  settings: Pick<Settings, 'sources' | 'feeds'>,
  now: number,
): readonly Entry[] {
  const publisher = publisherNamed(settings.sources, settings.feeds);
  const latest = now + DAY;
  const anyPast = items.some(({ publishedAt }) => publishedAt !== null && publishedAt <= latest);
  const believed = ({ publishedAt }: Item): number | null =>
    publishedAt !== null && anyPast && publishedAt > latest ? null : publishedAt;
  let seenAt = items.map(believed).find((at) => at !== null) ?? now;
  return items.map((item) => {
    seenAt = believed(item) ?? seenAt;
    return entryOf(item, publisher, seenAt);
  });
}

function show({ at, as, message }: Shown): void {
  const sign = as === 'edit' ? ' ↻' : '';
  print(
    `── ${momentText(at)}${sign}\n${toTerminal(as === 'edit' ? brief(message) : unpressed(message), form())}\n`,
  );
}

function summarise(replayed: Replayed, place: string): void {
  printMessage(replayed.status);
  const { alerts, edits, digests } = replayed;
  remark(
    `${count(replayed.entries, 'item', 'items')} of ${nameOf(place)} through ${dayOf(replayed.now)}: ` +
      `${count(alerts.length, 'alert', 'alerts')}, ${count(edits.length, 'edit', 'edits')}, ${count(digests.length, 'digest', 'digests')}.`,
  );
}

/** The contract that others script against; more keys may join. */
export function replayedJson(replayed: Replayed) {
  const { subjects, alerts, edits, digests, stories } = replayed;
  const sent = new Map(alerts.map((alert) => [alert.delivery, alert]));
  return {
    subjects: Object.fromEntries(subjects.map((known) => [known.subject.id, knownJson(known)])),
    alerts: alerts.map(({ at, kind, subjects: whom, entry, story, message }) => ({
      at: isoOf(at),
      kind,
      subjects: whom,
      entry,
      story,
      text: plain(message),
    })),
    edits: edits.map(({ at, edits: alert, entry, message }) => {
      const of = sent.get(alert);
      return {
        at: isoOf(at),
        kind: of?.kind ?? null,
        subjects: of?.subjects ?? [],
        entry,
        story: of?.story ?? null,
        /** The entry of the alert that it changes. */
        edits: of?.entry ?? null,
        text: plain(message),
      };
    }),
    digests: digests.map(({ at, from, to, message }) => ({
      at: isoOf(at),
      from: isoOf(from),
      to: isoOf(to),
      text: plain(message),
    })),
    stories,
  };
}

function plain(message: Message): string {
  return toTerminal(unpressed(message), { width: Infinity, colour: false });
}
