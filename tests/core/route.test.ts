import { describe, expect, test } from 'vitest';
import { quietEnd, route } from '#core/route.ts';
import { subscription } from '#tests/support/desk.ts';

const released = { subjects: ['anna'], topics: [], stories: ['s'], change: { kind: 'released' } } as const;
const promised = { subjects: ['anna'], topics: [], stories: ['s'], change: { kind: 'promise' } } as const;
const at = (iso: string): number => Date.parse(iso);
const night = { from: { hour: 22, minute: 0 }, to: { hour: 7, minute: 0 } };

describe('routing', () => {
  test('a change goes to those who follow the person, and to nobody else', () => {
    const now = at('2025-02-15T10:00:00Z');
    expect(route(released, subscription('a'), now)).toEqual({ send: 'now', silent: false });
    expect(route(released, subscription('a', { subjects: ['boris'] }), now)).toMatchObject({
      because: 'subject not wanted',
    });
  });

  test('a story that changes nothing goes only to those who want all', () => {
    const story = { subjects: ['anna'], topics: ['evacuation'], stories: ['s'], change: null };
    const now = at('2025-02-15T10:00:00Z');
    expect(route(story, subscription('a'), now)).toMatchObject({ because: 'only changes wanted' });
    expect(route(story, subscription('a', { alerts: 'all' }), now)).toMatchObject({ send: 'now' });
  });

  test('a promise waits till the quiet hours end, over midnight too', () => {
    const to = subscription('a', { quiet: night, timeZone: 'Asia/Jerusalem' });
    // 23:30 in Jerusalem; 07:00 there is 05:00 UTC.
    expect(route(promised, to, at('2025-02-14T21:30:00Z'))).toEqual({
      send: 'later',
      at: at('2025-02-15T05:00:00Z'),
      because: 'quiet hours',
    });
    expect(route(promised, to, at('2025-02-15T05:00:00Z'))).toEqual({ send: 'now', silent: false });
  });

  test('a release comes through the quiet hours, without sound', () => {
    const to = subscription('a', { quiet: night });
    expect(route(released, to, at('2025-02-15T23:30:00Z'))).toEqual({ send: 'now', silent: true });
  });

  test('and with sound for those who want it so', () => {
    const to = subscription('a', { quiet: night, urgent: 'loud' });
    expect(route(released, to, at('2025-02-15T23:30:00Z'))).toEqual({ send: 'now', silent: false });
  });

  test('a story goes to those who follow its topic, whoever is in it', () => {
    const story = { subjects: ['boris'], topics: ['evacuation'], stories: ['s'], change: null };
    const now = at('2025-02-15T10:00:00Z');
    const to = subscription('a', { subjects: ['anna'], alerts: 'all' });
    expect(route(story, to, now)).toMatchObject({ because: 'subject not wanted' });
    expect(route(story, { ...to, topics: ['evacuation'] }, now)).toMatchObject({ send: 'now' });
  });

  test('of a muted story only a release or a death is told', () => {
    const now = at('2025-02-15T10:00:00Z');
    const to = subscription('a', { mutedStories: ['s'] });
    expect(route(promised, to, now)).toMatchObject({ because: 'story muted' });
    expect(route(released, to, now)).toMatchObject({ send: 'now' });
    expect(route({ ...promised, stories: ['another'] }, to, now)).toMatchObject({ send: 'now' });
  });

  test('quiet hours with equal ends are none, not all day', () => {
    const ends = { hour: 8, minute: 0 };
    expect(
      quietEnd({ quiet: { from: ends, to: ends }, timeZone: 'UTC' }, at('2025-02-15T08:00:00Z')),
    ).toBeNull();
  });

  test.each([
    ['Europe/Berlin', { hour: 2, minute: 30 }, '2025-10-26T00:15:00Z', '2025-10-26T00:30:00Z'],
    ['Asia/Jerusalem', { hour: 1, minute: 30 }, '2025-10-25T22:15:00Z', '2025-10-25T22:30:00Z'],
  ])(
    'the night the clocks go back in %s, quiet hours end once, and hold nothing for a day',
    (timeZone, until, first, end) => {
      const to = subscription('a', { quiet: { from: { hour: 22, minute: 0 }, to: until }, timeZone });
      expect(route(promised, to, at(first))).toMatchObject({ send: 'later', at: at(end) });
      // The same quarter past on the clock, an hour later.
      expect(route(promised, to, at(first) + 3_600_000)).toEqual({ send: 'now', silent: false });
      // The night after is quiet as always.
      expect(route(promised, to, at(first) + 24 * 3_600_000)).toMatchObject({ send: 'later' });
    },
  );

  test('nothing goes to a destination that is lost or muted', () => {
    const now = at('2025-02-15T10:00:00Z');
    expect(
      route(released, subscription('a', { paused: { since: 0, reason: 'blocked' } }), now),
    ).toMatchObject({
      because: 'destination lost',
    });
    expect(route(released, subscription('a', { mutedUntil: now + 1 }), now)).toMatchObject({
      because: 'muted',
    });
    expect(route(released, subscription('a', { mutedUntil: now }), now)).toMatchObject({ send: 'now' });
  });
});
