import { existsSync } from 'node:fs';
import { pathToFileURL } from 'node:url';
import { saidAt } from '#core/entry.ts';
import type { Feed } from '#core/feed.ts';
import { sourcesById } from '#core/feed.ts';
import type { Message } from '#core/message.ts';
import type { Notifier } from '#core/ports.ts';
import { MINUTE } from '#core/spans.ts';
import type { FeedSummary } from '#jobs/gather.ts';
import { toTerminal } from '#render/terminal.ts';
import { count } from '#render/words.ts';
import { openStore } from '#store/open.ts';
import { connectors, gatherOver, readerFor, wallClock } from '../main.ts';
import { assemble, partsOf, prepare } from '../newsdesk.ts';
import { unpressed } from './asked-once.ts';
import { Failure, Misuse, openSession, printJson, progress, remark, terminalNotifier } from './session.ts';
import type { GlobalOptions, Session } from './session.ts';

/** Flags of `wirewatch poll`. */
export interface PollOptions extends GlobalOptions {
  /** Only this one: the id of a configured feed, an address, or a file. */
  readonly feed?: string;
  readonly asNews?: boolean;
}

/** `wirewatch poll`: one pass over the feeds that are due, deliver what is owed, end. */
export async function poll(options: PollOptions): Promise<void> {
  const session = await openSession(options);
  const { settings, knowledge, log } = session;
  const feeds = options.feed === undefined ? settings.feeds : [oneFeed(options.feed, session)];
  const store = await openStore(settings.store.url.reveal(), log);
  const reader = readerFor(settings.polling);
  try {
    const connect = await connectors(settings, log);
    const collected: { readonly destination: string; readonly text: string }[] = [];
    const terminal = options.json === true ? collector(collected) : terminalNotifier();
    const newsdesk = await assemble({
      // Its feeds stay those of the settings: a digest sent now tells how all of them fare.
      ...partsOf(settings),
      sources: [...sourcesById([...settings.sources, ...feeds.map(({ source }) => source)]).values()],
      knowledge,
      store,
      connect: (inside) => [...connect(inside), { notifier: terminal }],
      ...(options.asNews === true ? { momentOf: saidAt } : {}),
      clock: wallClock,
      log,
    });
    await prepare(newsdesk, store, settings, knowledge, wallClock.now());
    progress(`reading ${count(feeds.length, 'feed', 'feeds')} …`);
    const { polling } = settings;
    const gather = gatherOver({ feeds, polling, store, reader, clock: wallClock, random: () => 0, log });
    const read = await gather({
      ...(options.asNews === true ? { asNews: true } : {}),
      ...(options.feed === undefined ? {} : { all: true }),
    });
    progress('');
    const analysed = await newsdesk.analyse();
    await newsdesk.digests();
    const delivered = await newsdesk.deliver();
    if (options.json === true) printJson({ feeds: read, analysed, delivered, messages: collected });
    else for (const line of summary(read, analysed.relevant, delivered.sent)) remark(line);
    if (
      options.feed !== undefined &&
      read.some(({ outcome }) => outcome === 'failed' || outcome === 'gone')
    ) {
      throw new Failure('');
    }
  } finally {
    await reader.close();
    await store.close();
  }
}

/** A configured feed by id or address; any other address or file as a feed of its own. */
function oneFeed(wanted: string, { settings }: Session): Feed {
  const known = settings.feeds.find((feed) => feed.id === wanted || feed.url === wanted);
  if (known !== undefined) return known;
  const url = existsSync(wanted) ? pathToFileURL(wanted).href : wanted;
  const address = URL.parse(url);
  if (address === null || !['http:', 'https:', 'file:'].includes(address.protocol)) {
    throw new Misuse(
      `"${wanted}" is no feed that is set up, no address and no file here. "wirewatch feeds" lists the ids of the feeds.`,
    );
  }
  const name = address.protocol === 'file:' ? (address.pathname.split('/').pop() ?? 'file') : address.host;
  return {
    id: `given:${url}`,
    url,
    source: { id: name, name, reliability: 'F', stateMedia: null, agency: false },
    language: 'und',
    interval: MINUTE,
  };
}

function collector(into: { destination: string; text: string }[]): Notifier {
  const keep = (destination: string, message: Message) => {
    into.push({ destination, text: toTerminal(unpressed(message), { width: Infinity, colour: false }) });
    return Promise.resolve({ outcome: 'sent', messageId: String(into.length) } as const);
  };
  return {
    platform: 'terminal',
    send: ({ destination, message }) => keep(destination.chat, message),
    edit: (to, _messageId, message) => keep(to.chat, message),
  };
}

function summary(read: readonly FeedSummary[], relevant: number, sent: number): readonly string[] {
  if (read.length === 0) return ['No feed is due. "wirewatch feeds" shows when each is read next.'];
  const brought = read.reduce((sum, one) => sum + one.brought, 0);
  const history = brought - read.reduce((sum, one) => sum + one.news, 0);
  const edited = read.reduce((sum, one) => sum + one.edited, 0);
  const troubled = read.filter(({ trouble }) => trouble !== null);
  return [
    `${count(read.length, 'feed', 'feeds')} read: ${count(brought, 'entry', 'entries')} not seen before` +
      `${history > 0 ? ` (${String(history)} of them history, which alerts nobody)` : ''}, ` +
      `${edited > 0 ? `${String(edited)} changed in place, ` : ''}${String(relevant)} relevant, ${count(sent, 'message', 'messages')} sent.`,
    ...troubled.map(({ feed, trouble }) => `  ${feed}: ${trouble ?? ''}`),
  ];
}
