/** The timeline as a picture: what is laid out, and that it becomes a PNG. */
import { describe, expect, test } from 'vitest';
import { timelineOf } from '#core/timeline.ts';
import type { Claim, Modality } from '#core/claim.ts';
import { WIDTH, layOut, paint } from '#render/picture.ts';
import type { PictureOf, Shape } from '#render/picture.ts';
import { locales } from '#tests/support/locales.ts';

const day = (date: string): number => Date.parse(`${date}T12:00:00Z`);
const now = day('2025-03-01');
const person = {
  id: 'x', kind: 'captive', names: { en: 'X' }, gender: 'm', role: null, authorityFor: [], voice: null, relatives: [], dossiers: [],
} as const; // prettier-ignore
const watchlist = { subjects: new Map([['x', person]]) };

function claim(event: string, modality: Modality, date: string, origin = 'reuters'): Claim {
  return {
    id: `${event} ${modality} ${date} ${origin}`, subject: 'x', event, modality, speaker: null, via: null, source: origin, origin,
    quote: null, statedAt: day(date), eventAt: { day: date, precision: 'day' }, background: false, rule: 'test',
    from: { kind: 'entry', entry: date, url: null }, note: null, weighed: false,
  }; // prettier-ignore
}

const ledger = [
  claim('abducted', 'fact', '2023-10-07'),
  claim('released', 'promise', '2024-06-20'),
  claim('released', 'denial', '2025-02-07'),
  claim('released', 'fact', '2025-02-15'),
  claim('released', 'fact', '2025-02-15', 'tass'),
];

function picture(language: string, more: Partial<PictureOf> = {}): PictureOf {
  return {
    name: 'Alexander Trufanov', where: 'free', timeline: timelineOf(ledger, watchlist, now), theme: 'light',
    locale: locales.in(language), called: (situation) => situation, now, ...more,
  }; // prettier-ignore
}
const texts = (shapes: readonly Shape[]): string[] =>
  shapes.flatMap((one) => (one.shape === 'text' ? [one.text] : []));

describe('the bands', () => {
  test('are held from the abduction, released from the release', () => {
    const { bands } = timelineOf(ledger, watchlist, now);
    expect(
      bands.map(({ situation, from }) => [situation, new Date(from).toISOString().slice(0, 10)]),
    ).toEqual([
      ['held', '2023-10-07'],
      ['released', '2025-02-15'],
    ]);
    expect(bands.at(-1)?.to).toBe(now);
  });

  test('a promise makes none', () => {
    expect(timelineOf([claim('released', 'promise', '2025-02-03')], watchlist, now).bands).toEqual([]);
  });

  test('what was not yet said is not in it', () => {
    expect(timelineOf(ledger, watchlist, day('2025-02-10')).bands.map(({ situation }) => situation)).toEqual([
      'held',
    ]);
  });
});

describe('the picture', () => {
  test('has a mark for each claim, in the order of time, on the line of its modality', () => {
    const { shapes } = layOut(picture('en'));
    const marks = shapes.flatMap((one) => (one.shape === 'mark' ? [one] : []));
    // Two facts of one day lie on each other: they are one mark, and it says so.
    expect(marks).toHaveLength(4);
    expect(texts(shapes).filter((text) => text.startsWith('×'))).toEqual(['×2']);
    const promise = marks.find((one) => one.modality === 'promise');
    const denial = marks.find((one) => one.modality === 'denial');
    const facts = marks.filter((one) => one.modality === 'fact');
    expect(promise?.x).toBeLessThan(denial?.x ?? 0);
    expect(new Set(facts.map((one) => one.y)).size).toBe(1);
    expect(promise?.y).not.toBe(denial?.y);
  });

  test('no two marks of a line cover each other, and none leaves the margins', () => {
    const daily = Array.from({ length: 40 }, (_, n) =>
      claim('held', 'fact', new Date(day('2024-01-01') + n * 5 * 86_400_000).toISOString().slice(0, 10)),
    );
    const { shapes } = layOut(picture('en', { timeline: timelineOf(daily, watchlist, now) }));
    const places = shapes.flatMap((one) => (one.shape === 'mark' ? [one.x] : []));
    expect(places.length).toBeGreaterThan(3);
    for (const [at, x] of places.entries()) {
      expect(x - (places[at - 1] ?? 0)).toBeGreaterThanOrEqual(26);
      expect(x).toBeLessThanOrEqual(WIDTH - 48 - 13);
    }
  });

  test.each(['en', 'ru', 'uk', 'he'])('stays within its edges in %s', (language) => {
    const { height, shapes } = layOut(picture(language));
    for (const one of shapes) {
      expect(one.x).toBeGreaterThanOrEqual(0);
      expect(one.x).toBeLessThanOrEqual(WIDTH);
      expect(one.y).toBeLessThanOrEqual(height);
    }
  });

  test('nothing known, one claim of today: still a picture', () => {
    for (const some of [[], [claim('released', 'fact', '2025-03-01')]]) {
      const { shapes } = layOut(picture('en', { timeline: timelineOf(some, watchlist, now) }));
      expect(shapes.every((one) => Number.isFinite(one.x) && Number.isFinite(one.y))).toBe(true);
      expect(texts(shapes)).toContain('Alexander Trufanov');
    }
  });

  test('becomes a PNG, in every script', async () => {
    for (const [language, name] of [
      ['en', 'A'],
      ['ru', 'Александр'],
      ['he', 'אלכסנדר'],
      ['en', 'ألكسندر'],
    ] as const) {
      const png = await paint(picture(language, { name, theme: 'dark' }));
      expect(
        Buffer.from(png ?? [])
          .subarray(1, 4)
          .toString(),
      ).toBe('PNG');
    }
  });
});
