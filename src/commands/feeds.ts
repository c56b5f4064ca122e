import type { Locale } from '#core/locale.ts';
import type { Message } from '#core/message.ts';
import { heading, list, message, paragraph, strong } from '#render/build.ts';
import type { Words } from '#render/build.ts';
import { sourceName } from '#render/words.ts';
import { localeFor } from './command.ts';
import type { Command, CommandDeps } from './command.ts';
import type { FeedState } from './desk.ts';

/** How the feeds fare: which answer, which do not and why, which never have. */
export const feeds: Command = {
  name: 'feeds',
  does: 'command.feeds.does',
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
  const { locale } = deps;
  const troubled = states.filter(({ cursor }) => cursor !== null && cursor.trouble !== null);
  const unverified = states.filter(({ cursor }) => cursor?.lastSuccessAt == null && cursor?.trouble == null);
  const answering = states.filter(
    ({ cursor }) => cursor !== null && cursor.trouble === null && cursor.lastSuccessAt !== null,
  );
  const silent = answering.filter(({ silentSince }) => silentSince !== null);
  const healthy = answering.filter(({ silentSince }) => silentSince === null);
  const blocks = [
    heading(locale.say('feeds.title', { answer: answering.length, n: states.length })),
    ...section(
      locale.say('feeds.inTrouble'),
      troubled.map((state) => troubleLine(state, now, deps)),
    ),
    ...section(
      locale.say('feeds.silent'),
      silent.map((state) => silentLine(state, now, deps)),
    ),
    ...section(
      locale.say('feeds.unverified'),
      unverified.map((state) => nameOf(state, deps)),
    ),
    ...section(
      locale.say('feeds.answering'),
      healthy.map((state) => healthyLine(state, now, deps)),
    ),
  ];
  return message(blocks, { tone: 'plain' });
}

function section(head: Words, lines: readonly Words[]) {
  return lines.length === 0 ? [] : [paragraph(strong(head)), list(lines)];
}

function silentLine(state: FeedState, now: number, context: FeedsContext): Words {
  const span = context.locale.span(now - (state.silentSince ?? now));
  return context.locale.say('feeds.silentLine', { feed: nameOf(state, context), span });
}

function troubleLine(state: FeedState, now: number, context: FeedsContext): Words {
  const { cursor } = state;
  const { locale } = context;
  return locale.say('feeds.troubleLine', {
    feed: nameOf(state, context),
    trouble: cursor?.trouble ?? '',
    last:
      cursor?.lastSuccessAt == null
        ? locale.say('feeds.lastNever')
        : locale.say('feeds.last', { span: locale.span(now - cursor.lastSuccessAt) }),
    next:
      cursor?.gone === true
        ? locale.say('feeds.nextNever')
        : locale.say('feeds.next', { span: locale.span((cursor?.nextAt ?? now) - now) }),
  });
}

function healthyLine(state: FeedState, now: number, context: FeedsContext): Words {
  const { cursor } = state;
  const { locale } = context;
  const feed = nameOf(state, context);
  const span = locale.span(now - (cursor?.lastSuccessAt ?? now));
  return cursor?.lastNewAt == null
    ? locale.say('feeds.fine', { feed, span })
    : locale.say('feeds.fineNew', { feed, span, newest: locale.span(now - cursor.lastNewAt) });
}

function nameOf({ feed }: FeedState, { sources, locale }: FeedsContext): Words {
  const publisher = sourceName(feed.source.id, sources, locale);
  return locale.say('feeds.name', { id: feed.id, publisher, language: feed.language });
}
