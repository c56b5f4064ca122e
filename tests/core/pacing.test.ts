import { describe, expect, test } from 'vitest';
import { expired, isUrgent } from '#core/delivery.ts';
import type { Delivery } from '#core/delivery.ts';
import { createPacer } from '#core/pacing.ts';
import { MANNERS } from '#platforms/manners.ts';
import { delivery } from '#tests/store/samples.ts';

const { limits } = MANNERS.telegram;
const to = (chat: string) => ({ platform: 'telegram', chat, thread: null }) as const;
const group = to('-1001');

/** Sends as soon as it may, and notes when. */
function moments(of: number, chat: ReturnType<typeof to>, from = 0): readonly number[] {
  const pacer = createPacer();
  const sent: number[] = [];
  let now = from;
  while (sent.length < of) {
    const wait = pacer.take(limits(chat), now);
    if (wait === 0) sent.push(now);
    now += wait;
  }
  return sent;
}

/** The most within any span of so many ms. */
function most(sent: readonly number[], span: number): number {
  return Math.max(...sent.map((at) => sent.filter((other) => other >= at && other < at + span).length));
}

describe('pacing', () => {
  test('a burst of forty to a group goes out at twenty in any minute', () => {
    const sent = moments(40, group);
    expect(most(sent, 60_000)).toBe(20);
    expect(sent.at(-1)).toBeLessThan(80_000);
  });

  test('one chat gets about one a second, with a small burst', () => {
    const sent = moments(30, to('77'));
    expect(most(sent, 3_000)).toBe(3);
    expect(sent.at(-1)).toBe(27_000);
  });

  test('a chat that has to wait costs the others nothing of what all have together', () => {
    const pacer = createPacer();
    for (let n = 0; n < 3; n += 1) expect(pacer.take(limits(to('77')), 0)).toBe(0);
    for (let n = 0; n < 100; n += 1) expect(pacer.take(limits(to('77')), 0)).toBeGreaterThan(0);
    const others = Array.from({ length: 100 }, (_, n) => pacer.take(limits(to(String(1000 + n))), 0));
    expect(others.filter((wait) => wait === 0)).toHaveLength(22);
    expect(pacer.take(limits(to('5')), 1_000)).toBe(0);
  });

  test('topics of one group share its limit, and a clock set back stops nobody', () => {
    const pacer = createPacer();
    const topic = { ...group, thread: '7' };
    for (let n = 0; n < 20; n += 1) pacer.take(limits(n % 2 === 0 ? group : topic), n * 1_000);
    expect(pacer.take(limits(topic), 20_000)).toBe(40_000);
    expect(pacer.take(limits(topic), -3_600_000)).toBe(0);
  });
});

describe('what waited for long', () => {
  const HOUR = 3_600_000;
  const owed = (cause: Delivery['cause']): Delivery => ({ ...delivery('d'), owedAt: 0, cause });
  const alert = { kind: 'alert', subjects: ['anna'], change: 'promise', story: 's' } as const;

  test.each([
    [
      'a digest of last week is not sent',
      owed({ kind: 'digest', from: -24 * HOUR, to: 0 }),
      null,
      7 * 24,
      true,
    ],
    ['a digest of yesterday is', owed({ kind: 'digest', from: -24 * HOUR, to: 0 }), null, 47, false],
    ['an alert is, however old', owed(alert), null, 24 * 365, false],
    [
      'a message of three days ago is not edited',
      owed({ kind: 'edit', edits: 'd', entry: 'e' }),
      0,
      72,
      true,
    ],
    ['one of an hour ago is', owed({ kind: 'edit', edits: 'd', entry: 'e' }), 71 * HOUR, 72, false],
    ['an old story is not told', owed({ kind: 'story', story: 's' }), null, 73, true],
    ['nor that a feed failed yesterday', owed({ kind: 'notice' }), null, 25, true],
  ])('%s', (_what, one, sentAt, hours, over) => {
    expect(expired(one, sentAt, hours * HOUR) !== null).toBe(over);
  });

  test('urgent are a release and a death, nothing else', () => {
    expect(isUrgent(owed({ ...alert, change: 'released' }))).toBe(true);
    expect(isUrgent(owed({ ...alert, change: 'died' }))).toBe(true);
    expect(isUrgent(owed(alert))).toBe(false);
    expect(isUrgent(owed({ kind: 'notice' }))).toBe(false);
  });
});
