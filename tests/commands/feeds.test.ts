import { expect, test } from 'vitest';
import { feedsMessage } from '#commands/feeds.ts';
import type { FeedState } from '#commands/desk.ts';
import { emptyCursor, silentSince } from '#core/cursor.ts';
import type { Cursor, Feed } from '#core/feed.ts';
import { locales } from '#tests/support/locales.ts';
import { toTerminal } from '#render/terminal.ts';

const NOW = Date.parse('2026-01-20T12:00:00Z');
const HOUR = 3_600_000;
const DAY = 24 * HOUR;

const source = { id: 'paper', name: 'The Paper', reliability: 'B', stateMedia: null, agency: false } as const;
const feed = (id: string): Feed => ({
  id,
  url: `https://${id}.example/rss`,
  source,
  language: 'en',
  interval: 600_000,
});

function state(id: string, cursor: Partial<Cursor> | null): FeedState {
  const whole = cursor === null ? null : { ...emptyCursor(feed(id), NOW, 0), ...cursor };
  return {
    feed: feed(id),
    cursor: whole,
    silentSince: whole === null ? null : silentSince(whole, NOW, 7 * DAY),
  };
}

test('/feeds says which feeds are in trouble and why, which are silent, and which never answered', () => {
  const read = { firstReadAt: NOW - 30 * DAY, lastSuccessAt: NOW - HOUR };
  const said = toTerminal(
    feedsMessage(
      [
        state('fine', { ...read, lastNewAt: NOW - 2 * HOUR }),
        state('quiet', { ...read, lastNewAt: NOW - 12 * DAY }),
        state('down', {
          ...read,
          failures: 3,
          trouble: 'It answers 503. It will be tried again.',
          nextAt: NOW + HOUR,
        }),
        state('gone', { ...read, gone: true, trouble: 'It says that it is gone for good (410).' }),
        state('new', null),
      ],
      { sources: new Map([['paper', source]]), clock: { now: () => NOW }, locale: locales.in('en') },
    ),
    { width: Infinity, colour: false },
  );
  expect(said).toContain('Feeds: 2 of 5 answer');
  expect(said).toContain(
    'down (The Paper, en): It answers 503. It will be tried again. (last answered 60 min ago, next try in 60 min)',
  );
  expect(said).toContain(
    'gone (The Paper, en): It says that it is gone for good (410). (last answered 60 min ago, not tried any more)',
  );
  expect(said).toContain('quiet (The Paper, en): answers, but has brought nothing new for 12 days');
  expect(said).toMatch(/Never answered yet, so not verified\n• new /u);
});
