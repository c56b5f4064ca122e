/** The whole desk over a real store file and the project's own watchlist, asked as a chat asks. */
import { mkdtempSync, readFileSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import { questionOf } from '#core/chat.ts';
import type { Asked } from '#core/chat.ts';
import { queued } from '#core/delivery.ts';
import type { Answer } from '#core/message.ts';
import type { Subscribers } from '#core/subscribers.ts';
import type { Destination } from '#core/subscription.ts';
import { note } from '#render/build.ts';
import { assemble } from '#src/newsdesk.ts';
import { openStore } from '#store/open.ts';
import { projectKnowledge } from '#tests/support/project.ts';

export interface TestDesk {
  /** The chat that asks. */
  readonly here: Destination;
  readonly now: number;
  readonly subscribers: Subscribers;
  /** Asks a line as typed, without the slash. */
  ask(line: string, more?: { readonly via?: Asked['via']; readonly mayManage?: boolean }): Promise<Answer>;
  /** Puts a message into the outbox for this chat. */
  owe(text: string): Promise<void>;
  /** Closes the store and gives all bytes of its files, as text. */
  everythingStored(): Promise<string>;
}

/** Opens it; it is gone with the test. */
export async function openTestDesk(now = Date.parse('2025-02-03T10:00:00Z')): Promise<TestDesk> {
  const folder = mkdtempSync(join(tmpdir(), 'wirewatch-'));
  const quiet = (): void => {};
  const log = { error: quiet, warn: quiet, info: quiet, debug: quiet };
  const clock = { now: () => now };
  const store = await openStore(`sqlite:${join(folder, 'w.sqlite')}`, log, { clock });
  const newsdesk = await assemble({
    feeds: [],
    sources: [],
    defaults: {
      digest: { hour: 9, minute: 0 },
      timeZone: 'UTC',
      language: 'en',
      emptyDigest: 'say',
      quiet: null,
    },
    keepEntries: 400 * 86_400_000,
    admins: [],
    silentAfter: 86_400_000,
    settle: 0,
    knowledge: await projectKnowledge(),
    store,
    connect: () => [],
    clock,
    log,
  });
  let open = true;
  const close = async (): Promise<void> => {
    if (open) await store.close();
    open = false;
  };
  onTestFinished(async () => {
    await close();
    rmSync(folder, { recursive: true });
  });
  const here: Destination = { platform: 'telegram', chat: '-1009988776655', thread: null };
  return {
    here,
    now,
    subscribers: newsdesk.subscribers,
    ask: (line, more = {}) =>
      newsdesk.chat.answer({
        ...questionOf(line),
        destination: here,
        user: { platform: 'telegram', id: '5544332211' },
        language: 'en',
        via: more.via ?? 'typed',
        mayManage: () => Promise.resolve(more.mayManage ?? true),
      }),
    async owe(text) {
      const message = note(text);
      const cause = { kind: 'notice' } as const;
      await store.outbox.put([
        queued({ id: 'owed', destination: here, owedAt: now, silent: false, message, cause }),
      ]);
    },
    async everythingStored() {
      await close();
      return readdirSync(folder)
        .map((name) => readFileSync(join(folder, name), 'latin1'))
        .join('\n');
    },
  };
}
