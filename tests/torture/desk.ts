/** What every run begins with: a home with settings and a store that has read its feeds once, and news to come. */
import { cp, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { causeId } from '#core/ids.ts';
import { queued } from '#core/delivery.ts';
import type { Delivery } from '#core/delivery.ts';
import { destinationKey } from '#core/subscription.ts';
import type { Destination } from '#core/subscription.ts';
import { heading, list, message, paragraph } from '#render/build.ts';
import { openStore } from '#store/open.ts';
import { startDiscord } from '#tests/support/discord/server.ts';
import { openNewspaper } from '#tests/support/service.ts';
import type { Newspaper, Published } from '#tests/support/service.ts';
import { quietLog } from '#tests/support/desk.ts';
import { startTelegram } from '#tests/support/telegram/server.ts';
import type { Unanswered } from '#core/delivery.ts';

const HOUSE = resolve(import.meta.dirname, '../..');
const HOUR = 3_600_000;

const DOSSIER = (day: (from: number) => string): string => `
id: '000'
kind: report
title: Taken together
source: { id: null, name: test desk, url: null }
date: ${day(-60)}
language: en
people:
  - { subject: herkin, says: taken }
  - { subject: trufanov, says: taken }
  - { subject: kozlov, says: taken }
  - { subject: lobanov, says: taken }
bodies: []
places: []
topics: []
figures: []
conflicts: []
claims:
${['herkin', 'trufanov', 'kozlov', 'lobanov']
  .flatMap((who) => [
    `  - { subject: ${who}, event: abducted, modality: fact, speaker: israel, statedAt: ${day(-60)}, eventAt: ${day(-60)}, words: Taken. }`,
    `  - { subject: ${who}, event: held, modality: fact, speaker: israel, statedAt: ${day(-2)}, words: Still held. }`,
  ])
  .join('\n')}
`;

/** News of one feed, oldest first. Whoever is promised freedom is not freed as well: that would overtake the promise while it waits. */
const NEWS: Readonly<Record<'north' | 'south', readonly Omit<Published, 'at'>[]>> = {
  north: [
    {
      path: 'talks',
      title: 'Hamas promises to free Andrey Kozlov soon',
      text: 'Hamas promised that Andrey Kozlov, held in Gaza, would be freed within days. Moscow had asked for his release.',
    },
    {
      path: 'free',
      title: 'Maxim Herkin has been released from Gaza, Hamas says',
      text: 'Hamas said that it had released Maxim Herkin, a Russian citizen held in Gaza, on Monday.',
    },
    {
      path: 'confirmed',
      title: 'Maxim Herkin released from Gaza, Red Cross says',
      text: 'Hamas handed Maxim Herkin over to the Red Cross, the Red Cross said. The Russian foreign ministry welcomed his release.',
    },
  ],
  south: [
    {
      path: 'alive',
      title: 'Alexander Lobanov is alive, Red Cross says after a visit in Gaza',
      text: 'The Red Cross said that it had seen Alexander Lobanov, a Russian citizen held in Gaza, and that he is alive.',
    },
    {
      path: 'promise',
      title: 'Islamic Jihad promises to release Alexander Lobanov',
      text: 'Islamic Jihad promised to release Alexander Lobanov, the Russian citizen that it holds in Gaza, within days.',
    },
    {
      path: 'out',
      title: 'Alexander Trufanov released from Gaza, Red Cross says',
      text: 'Islamic Jihad handed Alexander Trufanov over to the Red Cross in Gaza, the Red Cross said. Moscow welcomed his release.',
    },
  ],
};

const HISTORY: Readonly<Record<'north' | 'south', Omit<Published, 'at'>>> = {
  north: {
    path: 'old-north',
    title: 'Families wait for news of Maxim Herkin',
    text: 'Maxim Herkin is still held in Gaza by Hamas; Moscow has asked for his release.',
  },
  south: {
    path: 'old-south',
    title: 'Families wait for news of Alexander Trufanov',
    text: 'Alexander Trufanov is still held in Gaza by Islamic Jihad; Moscow has asked for his release.',
  },
};

/** A world that a service is started in. */
export interface World {
  readonly telegram: Awaited<ReturnType<typeof startTelegram>>;
  readonly discord: Awaited<ReturnType<typeof startDiscord>>;
  readonly papers: readonly Newspaper[];
  readonly chats: readonly TortureChat[];
  readonly settings: (unanswered: {
    urgent: Unanswered;
    rest: Unanswered;
  }) => Readonly<Record<string, string>>;
  readonly tokens: Readonly<Record<string, string>>;
  /** What the feeds hold at their first reading. */
  publishHistory(): void;
  publishNews(): void;
  stop(): Promise<void>;
}

/** A chat, its address, and what stands in it. */
export interface TortureChat {
  readonly destination: Destination;
  readonly id: string;
  /** What a person sees, one text a message, oldest first. */
  texts(): readonly string[];
}

export async function openWorld(): Promise<World> {
  const telegram = await startTelegram();
  // A life that begins soon after another must not wait for its turn at the gateway.
  const discord = await startDiscord({ maxConcurrency: 100 });
  const papers = [await openNewspaper(), await openNewspaper()] as const;
  const olga = telegram.user({ languageCode: 'en' });
  olga.writes('hello');
  const channel = telegram.channel({ title: 'Watch', creator: olga });
  const group = telegram.supergroup({ title: 'Family', creator: olga });
  const guild = discord.guild({ name: 'Newsroom' });
  const news = guild.channel('news');
  const onTelegram = (chat: {
    readonly id: number;
    readonly fromBot: readonly { readonly text: string }[];
  }) => ({
    destination: { platform: 'telegram', chat: String(chat.id), thread: null } as const,
    id: String(chat.id),
    texts: () => chat.fromBot.map(({ text }) => text),
  });
  const onDiscord = (chat: {
    readonly id: string;
    readonly fromBot: readonly { readonly embeds: unknown }[];
  }) => ({
    destination: { platform: 'discord', chat: chat.id, thread: null } as const,
    id: chat.id,
    texts: () => chat.fromBot.map(({ embeds }) => JSON.stringify(embeds)),
  });
  const chats: readonly TortureChat[] = [onTelegram(channel), onTelegram(group), onDiscord(news)];
  return {
    telegram,
    discord,
    papers,
    chats,
    tokens: { TELEGRAM_BOT_TOKEN: telegram.token, DISCORD_BOT_TOKEN: discord.token },
    settings: ({ urgent, rest }) => ({
      'config/feeds.yaml': feeds(papers),
      'config/wirewatch.yaml': `
polling: { allowPrivate: true, interval: 1m }
digest: { time: 'off' }
telegram: { apiRoot: '${telegram.apiRoot}' }
discord: { api: '${discord.api}' }
outbox: { firstPause: 1s, unanswered: { urgent: ${urgent}, rest: ${rest} } }
subscriptions:
${chats
  .map(
    ({ destination }, n) =>
      `  - { destination: '${destinationKey(destination)}', alerts: ${n % 2 === 0 ? 'changes' : 'all'} }`,
  )
  .join('\n')}
`,
    }),
    publishHistory() {
      papers[0].publish({ ...HISTORY.north, at: Date.now() - 20 * HOUR });
      papers[1].publish({ ...HISTORY.south, at: Date.now() - 20 * HOUR });
    },
    publishNews() {
      for (const [n, name] of (['north', 'south'] as const).entries()) {
        for (const [i, item] of NEWS[name].entries())
          papers[n]?.publish({ ...item, at: Date.now() - (NEWS[name].length - i) * 60_000 });
      }
    },
    async stop() {
      await Promise.all([telegram.stop(), discord.stop(), ...papers.map((paper) => paper.stop())]);
    },
  };
}

function feeds(papers: readonly Newspaper[]): string {
  const names = ['north', 'south'];
  return `sources:\n${names.map((name) => `  ${name}: { name: The ${name}, reliability: B }`).join('\n')}\nfeeds:\n${papers
    .map(
      ({ url }, n) =>
        `  ${names[n] ?? ''}: { url: '${url}', source: ${names[n] ?? ''}, language: en, interval: 1m }`,
    )
    .join('\n')}\n`;
}

/** A folder as an operator has it. The store is at `data/wirewatch.sqlite`. */
export async function makeFolder(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'wirewatch-torture-'));
  await cp(join(HOUSE, 'config'), join(folder, 'config'), { recursive: true });
  await mkdir(join(folder, 'seeds'));
  const day = (from: number): string => new Date(Date.now() + from * 24 * HOUR).toISOString().slice(0, 10);
  await writeFile(join(folder, 'seeds', '000-held.yaml'), DOSSIER(day));
  await mkdir(join(folder, 'data'));
  await mkdir(join(folder, 'synced'));
  return folder;
}

export async function writeFiles(folder: string, files: Readonly<Record<string, string>>): Promise<void> {
  for (const [path, text] of Object.entries(files)) await writeFile(join(folder, path), text);
}

/** Puts a fresh store in place: the template's, with the feeds due and messages owed that were not sent yet. */
export async function freshStore(folder: string, template: string, { chats, papers }: World): Promise<void> {
  await rm(join(folder, 'data'), { recursive: true, force: true });
  await rm(join(folder, 'synced'), { recursive: true, force: true });
  await mkdir(join(folder, 'synced'));
  await cp(template, join(folder, 'data'), { recursive: true });
  const store = await openStore(`sqlite:${join(folder, 'data/wirewatch.sqlite')}`, quietLog());
  try {
    for (const [n, id] of ['north', 'south'].entries()) {
      const cursor = await store.cursors.get(id);
      // At its new address it is the same feed.
      if (cursor !== null)
        await store.cursors.set(id, { ...cursor, url: papers[n]?.url ?? '', bodyHash: null, nextAt: 0 });
    }
    for (const { destination } of chats)
      await store.outbox.put(owedTo(destination).map((one) => queued(one)));
  } finally {
    await store.close();
  }
}

/** Messages owed from before: digests of several parts and of one, a story, a notice. */
function owedTo(destination: Destination): readonly Delivery[] {
  const now = Date.now();
  const one = (name: string, cause: Delivery['cause'], words: readonly string[]): Delivery => ({
    id: causeId(name, destinationKey(destination)),
    destination,
    owedAt: now - HOUR,
    silent: true,
    message: message([heading(`Owed: ${name}`), words.length > 1 ? list(words) : paragraph(words[0] ?? '')]),
    cause,
  });
  const long = Array.from(
    { length: 120 },
    (_, n) => `Line ${String(n)} of a long digest, so that it takes several messages to send it.`,
  );
  return [
    one('story', { kind: 'story', story: 'owed' }, ['A story from before.']),
    one('digest', { kind: 'digest', from: now - 25 * HOUR, to: now - HOUR }, long),
    // Short enough to be one message: on Telegram a rich one.
    one('summary', { kind: 'digest', from: now - 26 * HOUR, to: now - 2 * HOUR }, ['Nothing new.']),
    one('notice', { kind: 'notice' }, ['A notice from before.']),
  ];
}
