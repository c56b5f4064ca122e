import { describe, expect, test } from 'vitest';
import { cursorFor, emptyCursor, isDue, nextCursor, silentSince } from '#core/cursor.ts';
import type { ReadOutcome } from '#core/cursor.ts';
import type { Cursor } from '#core/feed.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
const NOW = Date.parse('2025-02-03T10:00:00Z');
const feed = { id: 'wire', url: 'https://wire.example/feed', interval: 10 * MINUTE };

const read: ReadOutcome = {
  outcome: 'read',
  entries: [],
  etag: '"1"',
  lastModified: 'Mon, 03 Feb 2025 10:00:00 GMT',
  bodyHash: 'hash',
  sharedLinks: ['s'],
  movedTo: null,
  mended: [],
};
const unchanged: ReadOutcome = { outcome: 'unchanged', etag: null, lastModified: null, movedTo: null };
const failed = (retryAfter: number | null = null): ReadOutcome => ({
  outcome: 'failed',
  trouble: 'Down.',
  retryAfter,
});

function after(
  outcome: ReadOutcome,
  cursor: Cursor = emptyCursor(feed, NOW, 0),
  more: { now?: number; brought?: number; jitter?: number } = {},
): Cursor {
  return nextCursor(cursor, feed, outcome, { now: NOW, brought: 0, jitter: 0.5, ...more });
}

describe('when a feed is asked next', () => {
  test('first polls are spread over half a minute', () => {
    const starts = [0, 0.25, 0.5, 1].map((jitter) => emptyCursor(feed, NOW, jitter).nextAt - NOW);
    expect(starts).toEqual([0, 7_500, 15_000, 30_000]);
  });

  test('after an answer, once the interval has passed, a tenth more or less', () => {
    expect([0, 0.5, 1].map((jitter) => (after(read, undefined, { jitter }).nextAt - NOW) / MINUTE)).toEqual([
      9, 10, 11,
    ]);
  });

  test('failures double the pause, up to a day', () => {
    let cursor = emptyCursor(feed, NOW, 0);
    const pauses: number[] = [];
    for (let n = 0; n < 12; n += 1) {
      cursor = after(failed(), cursor);
      pauses.push((cursor.nextAt - NOW) / MINUTE);
    }
    expect(pauses.slice(0, 8)).toEqual([10, 20, 40, 80, 160, 320, 640, 1280]);
    expect(pauses.slice(8)).toEqual([1440, 1440, 1440, 1440]);
    expect(after(read, cursor)).toMatchObject({ failures: 0, trouble: null, nextAt: NOW + 10 * MINUTE });
  });

  test('a feed with an interval beyond a day never comes sooner for failing', () => {
    const slow = { ...feed, interval: 3 * DAY };
    expect(
      nextCursor(emptyCursor(slow, NOW, 0), slow, failed(), { now: NOW, brought: 0, jitter: 0.5 }).nextAt,
    ).toBe(NOW + 3 * DAY);
  });

  test('Retry-After is never undercut, whatever the dice say, and capped at a day', () => {
    for (const jitter of [0, 1])
      expect(after(failed(2 * HOUR), undefined, { jitter }).nextAt).toBe(NOW + 2 * HOUR);
    expect(after(failed(365 * DAY)).nextAt).toBe(NOW + DAY);
    expect(after(failed(5_000)).nextAt).toBe(NOW + 10 * MINUTE);
  });

  test('eight hours asleep are one poll, not 48', () => {
    const asleep = after(read);
    const awake = NOW + 8 * HOUR;
    expect(isDue(asleep, awake)).toBe(true);
    expect(isDue(after(unchanged, asleep, { now: awake }), awake + MINUTE)).toBe(false);
  });

  test('a clock that was set back does not stop a feed until the old time comes round', () => {
    const ahead = after(read, undefined, { now: NOW + 365 * DAY });
    expect(isDue(ahead, NOW)).toBe(true);
    expect(isDue(after(read), NOW + MINUTE)).toBe(false);
  });

  test('410 ends it; only another address begins it again', () => {
    const gone = after({ outcome: 'gone', trouble: 'Gone.' });
    expect(gone).toMatchObject({ gone: true, trouble: 'Gone.' });
    expect(isDue(gone, NOW + 365 * DAY)).toBe(false);
    expect(cursorFor(feed, gone, NOW, 0)).toBe(gone);
    const elsewhere = cursorFor({ ...feed, url: 'https://wire.example/new' }, gone, NOW, 0);
    expect(elsewhere).toMatchObject({ gone: false, firstReadAt: null, url: 'https://wire.example/new' });
    expect(isDue(elsewhere, NOW)).toBe(true);
  });
});

describe('what is remembered', () => {
  test('a full answer leaves its validators and its hash', () => {
    expect(after(read, undefined, { brought: 3 })).toMatchObject({
      etag: '"1"',
      lastModified: 'Mon, 03 Feb 2025 10:00:00 GMT',
      bodyHash: 'hash',
      sharedLinks: ['s'],
      firstReadAt: NOW,
      lastSuccessAt: NOW,
      lastNewAt: NOW,
    });
  });

  test('a 304 keeps them, or takes those that it names', () => {
    const before = after(read);
    expect(after(unchanged, before)).toMatchObject({ etag: '"1"', bodyHash: 'hash', failures: 0 });
    expect(after({ ...unchanged, etag: '"2"' }, before)).toMatchObject({
      etag: '"2"',
      lastModified: before.lastModified,
    });
  });

  test('a failure keeps everything that is known, and the first reading is still to come', () => {
    expect(after(failed(), after(read))).toMatchObject({
      etag: '"1"',
      bodyHash: 'hash',
      firstReadAt: NOW,
      trouble: 'Down.',
      failures: 1,
    });
    expect(after(failed()).firstReadAt).toBeNull();
  });

  test('the first reading stays the first one', () => {
    expect(after(read, after(read), { now: NOW + DAY }).firstReadAt).toBe(NOW);
  });

  test('a permanent move is followed until the new address fails for good', () => {
    const movedTo = 'https://wire.example/moved';
    let cursor = after({ ...read, movedTo });
    expect(cursor.movedTo).toBe(movedTo);
    cursor = after(failed(), after(failed(), cursor));
    expect(cursor.movedTo).toBe(movedTo);
    expect(after(failed(), cursor).movedTo).toBeNull();
    // Gone there is not gone here.
    expect(after({ outcome: 'gone', trouble: 'Gone.' }, cursor)).toMatchObject({
      gone: false,
      movedTo: null,
    });
  });
});

test('a feed that answers and brings nothing new is silent, one in trouble is not', () => {
  const cursor = after(read, undefined, { brought: 1 });
  expect(silentSince(cursor, NOW + 6 * DAY, 7 * DAY)).toBeNull();
  expect(silentSince(after(unchanged, cursor, { now: NOW + 8 * DAY }), NOW + 8 * DAY, 7 * DAY)).toBe(NOW);
  expect(silentSince(after(failed(), cursor), NOW + 8 * DAY, 7 * DAY)).toBeNull();
  expect(silentSince(emptyCursor(feed, NOW, 0), NOW + 8 * DAY, 7 * DAY)).toBeNull();
});
