/** /outbox, asked as an operator and as somebody else. */
import { beforeEach, describe, expect, test } from 'vitest';
import { outbox } from '#commands/outbox.ts';
import { outboxMessage } from '#commands/outbox.ts';
import { toTerminal } from '#render/terminal.ts';
import { openStore } from '#store/open.ts';
import type { Store } from '#store/store.ts';
import { quietLog } from '#tests/support/desk.ts';
import { locales } from '#tests/support/locales.ts';
import { delivery } from '#tests/store/samples.ts';

const HOUR = 3_600_000;
const now = Date.parse('2025-02-03T10:00:00Z');
let store: Store;

beforeEach(async () => {
  store = await openStore('memory:', quietLog(), { clock: { now: () => now - HOUR } });
  const lane = 'telegram:-100123456789';
  await store.outbox.put([
    { id: 'waits', lane, dueAt: now - 2 * HOUR, value: delivery('waits') },
    { id: 'behind', lane, dueAt: now - HOUR, value: delivery('behind') },
    { id: 'doubted', lane: 'discord:998877665544', dueAt: 0, value: delivery('doubted') },
    { id: 'old', lane: 'discord:998877665544', dueAt: 0, value: delivery('old') },
  ]);
  await store.outbox.lease(now, 10, HOUR);
  await store.outbox.settle('waits', { kind: 'retry', at: now + 12 * HOUR, reason: 'Too Many Requests' });
  await store.outbox.settle('doubted', { kind: 'parked', because: 'unknown', reason: 'no answer' });
  await store.outbox.settle('old', { kind: 'parked', because: 'expired', reason: 'older than two days' });
});

async function asked(argument: string, user = '1', language = 'en'): Promise<string> {
  const answer = await outbox.run(
    {
      command: 'outbox',
      argument,
      page: null,
      via: 'typed',
      destination: { platform: 'telegram', chat: user, thread: null },
      user: { platform: 'telegram', id: user },
      language,
      mayManage: () => Promise.resolve(true),
    },
    {
      ...({} as Parameters<typeof outbox.run>[1]),
      watching: { ...({} as Parameters<typeof outbox.run>[1]['watching']), isAdmin: ({ id }) => id === '1' },
      outbox: { ...store.outbox, repeated: () => Promise.resolve(2) },
      subscribers: { ...({} as Parameters<typeof outbox.run>[1]['subscribers']), of: () => null },
      locales,
      clock: { now: () => now },
    },
  );
  return toTerminal(answer, { width: Infinity, colour: false });
}

describe('/outbox', () => {
  test('shows what waits, since when and why, what was put aside, and no whole chat id', async () => {
    const shown = await asked('');
    expect(shown).toContain('2 messages wait to be sent');
    expect(shown).toContain(
      'telegram:…6789: 2 messages, the oldest for 2 h; next try in 12 h: Too Many Requests',
    );
    expect(shown).toContain(
      'discord:…5544, 60 min ago: may have come, and is not sent twice (no answer) doubted',
    );
    expect(shown).toContain('too old to be of use (older than two days) old');
    expect(shown).toContain('2 messages were sent a second time');
    expect(shown).not.toContain('123456789');
  });

  test('has buttons that fit: one row for each of the newest, and one for all', async () => {
    const { buttons } = outboxMessage(await store.outbox.backlog(now), 0, locales.in('he'), now);
    expect(buttons).toHaveLength(3);
    const commands = buttons.flat().map((button) => (button.kind === 'command' ? button.command : ''));
    expect(commands).toContain('outbox again doubted');
    expect(commands.every((command) => Buffer.byteLength(command) <= 64)).toBe(true);
  });

  test('tries again or drops what is named, or all', async () => {
    expect(await asked('again doubted')).toContain('1 message is tried again');
    expect((await store.outbox.backlog(now)).waiting).toBe(3);
    expect(await asked('again doubted')).toContain('Nothing by that id');
    expect(await asked('drop ALL')).toContain('1 message is dropped');
    expect((await store.outbox.backlog(now)).parked).toEqual([]);
    expect(await asked(`again ${'x'.repeat(400)}`)).toContain('Nothing by that id');
  });

  test('is for operators, by number; others change nothing', async () => {
    for (const argument of ['', 'drop all', 'again all']) {
      expect(await asked(argument, '2')).toBe('Only the operators of this bot can look into its outbox.');
    }
    expect((await store.outbox.backlog(now)).parked).toHaveLength(2);
  });

  test.each(['en', 'ru', 'uk', 'he'])('speaks %s', async (language) => {
    expect(await asked('', '1', language)).toMatch(/\/outbox again/u);
  });
});
