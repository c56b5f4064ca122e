import type { Locale } from '#core/locale.ts';
import type { Message } from '#core/message.ts';
import { heading, list, message, paragraph, plain, strong } from '#render/build.ts';
import type { Words } from '#render/build.ts';
import { sourceName } from '#render/words.ts';
import { localeFor } from './command.ts';
import type { Command, CommandDeps } from './command.ts';
import type { FeedState } from './desk.ts';

/** How the feeds fare: which answer, which do not and why, which never have. */
export const feeds: Command = {
  name: 'feeds',
  description: 'Which feeds are read, and how they fare',
  argument: null,
  whisper: true,
  async run(asked, deps) {
    const { sources, clock } = deps;
    return feedsMessage(await deps.desk.feeds(clock.now()), {
      sources,
      clock,
      locale: localeFor(asked, deps),
    });
  },
};

interface FeedsContext extends Pick<CommandDeps, 'sources' | 'clock'> {
  readonly locale: Locale;
}

/** Feeds in trouble first, with what is wrong and when they are tried next; the healthy ones in one paragraph. */
export function feedsMessage(states: readonly FeedState[], deps: FeedsContext): Message {
  const now = deps.clock.now();
  const troubled = states.filter(({ cursor }) => cursor !== null && cursor.trouble !== null);
  const unverified = states.filter(({ cursor }) => cursor?.lastSuccessAt == null && cursor?.trouble == null);
  const answering = states.filter(
    ({ cursor }) => cursor !== null && cursor.trouble === null && cursor.lastSuccessAt !== null,
  );
  const silent = answering.filter(({ silentSince }) => silentSince !== null);
  const healthy = answering.filter(({ silentSince }) => silentSince === null);
  const blocks = [
    heading(`Feeds: ${String(answering.length)} of ${String(states.length)} answer`),
    ...section(
      'In trouble',
      troubled.map((state) => troubleLine(state, now, deps)),
    ),
    ...section(
      'Silent',
      silent.map((state) => silentLine(state, now, deps)),
    ),
    ...section(
      'Never answered yet, so not verified',
      unverified.map((state) => nameOf(state, deps)),
    ),
    ...section(
      'Answering',
      healthy.map((state) => healthyLine(state, now, deps)),
    ),
  ];
  return message(blocks, { tone: 'plain' });
}

function section(head: string, lines: readonly Words[]) {
  return lines.length === 0 ? [] : [paragraph(strong(head)), list(lines)];
}

function silentLine(state: FeedState, now: number, deps: FeedsContext): string {
  return `${nameOf(state, deps)}: answers, but has brought nothing new for ${ago(now - (state.silentSince ?? now))}`;
}

function troubleLine(state: FeedState, now: number, deps: FeedsContext): Words {
  const { cursor } = state;
  const last =
    cursor?.lastSuccessAt == null
      ? 'never answered yet'
      : `last answered ${ago(now - cursor.lastSuccessAt)} ago`;
  const next =
    cursor?.gone === true
      ? 'not tried any more'
      : `next try in ${ago(Math.max(0, (cursor?.nextAt ?? now) - now))}`;
  return [nameOf(state, deps), `: ${cursor?.trouble ?? ''} (${last}, ${next})`];
}

function healthyLine(state: FeedState, now: number, deps: FeedsContext): string {
  const { cursor } = state;
  const news =
    cursor?.lastNewAt == null ? 'nothing new yet' : `newest entry ${ago(now - cursor.lastNewAt)} ago`;
  return `${nameOf(state, deps)}: answered ${ago(now - (cursor?.lastSuccessAt ?? now))} ago, ${news}`;
}

function nameOf({ feed }: FeedState, deps: FeedsContext): string {
  return `${feed.id} (${plain(sourceName(feed.source.id, deps.sources, deps.locale))}, ${feed.language})`;
}

/** "5 min", "3 h", "12 days" */
export function ago(ms: number): string {
  const minutes = Math.round(ms / 60_000);
  if (minutes < 1) return 'a moment';
  if (minutes < 90) return `${String(minutes)} min`;
  const hours = Math.round(minutes / 60);
  return hours < 48 ? `${String(hours)} h` : `${String(Math.round(hours / 24))} days`;
}
