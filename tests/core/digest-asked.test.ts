/** Which window is meant by what people type behind /digest, and by what its buttons carry. */
import { describe, expect, test } from 'vitest';
import { digestQuestion, readDigestAsked } from '#core/digest-asked.ts';

const NOW = Date.parse('2025-02-15T10:30:15.250Z');

const read = (typed: string, timeZone = 'UTC'): readonly (string | number)[] | null => {
  const asked = readDigestAsked(typed, timeZone, NOW);
  if (asked === null) return null;
  const { window, after } = asked;
  const ends = [window.from, window.to].map((ms) => new Date(ms).toISOString().slice(0, 19));
  return after === null ? ends : [...ends, after.stories, after.continued];
};

describe('a window', () => {
  test.each([
    ['', 'UTC', ['2025-02-14T10:30:16', '2025-02-15T10:30:16']],
    ['2025-02-10', 'UTC', ['2025-02-10T00:00:00', '2025-02-11T00:00:00']],
    ['2025-02-10', 'Asia/Jerusalem', ['2025-02-09T22:00:00', '2025-02-10T22:00:00']],
    // The clocks change on that day: it has 23 hours.
    ['2024-03-31', 'Europe/Berlin', ['2024-03-30T23:00:00', '2024-03-31T22:00:00']],
    ['2025-02-10 2025-02-12', 'UTC', ['2025-02-10T00:00:00', '2025-02-13T00:00:00']],
    ['2025-02-12 – 2025-02-10', 'UTC', ['2025-02-10T00:00:00', '2025-02-13T00:00:00']],
    ['2025-02-10..2025-02-12', 'UTC', ['2025-02-10T00:00:00', '2025-02-13T00:00:00']],
    ['2025-02-10T09:00', 'Europe/Moscow', ['2025-02-09T06:00:00', '2025-02-10T06:00:00']],
    // Today is not over yet.
    ['2025-02-15', 'UTC', ['2025-02-15T00:00:00', '2025-02-15T10:30:16']],
    // A year is more than a digest reads.
    ['2024-02-01 2025-02-01', 'UTC', ['2025-01-19T00:00:00', '2025-02-02T00:00:00']],
    ['2025-02-10t09:00z/2025-02-11T09:00Z +7', 'UTC', ['2025-02-10T09:00:00', '2025-02-11T09:00:00', 7, 0]],
  ])('%s in %s', (typed, timeZone, window) => {
    expect(read(typed, timeZone)).toEqual(window);
  });

  test.each([
    'yesterday',
    '2025-13-01',
    '2025-02-30',
    '2025-02',
    '2025-02-16',
    '2025-03-15T10:31Z',
    '+7',
    '2025-02-10 trufanov',
    '2025-02-10 2025-02-11 2025-02-12',
    '9'.repeat(4000),
  ])('is not read of %.40s', (typed) => {
    expect(read(typed)).toBeNull();
  });
});

test.each([
  ['2025-02-14T09:00:00', '2025-02-15T09:00:00'],
  ['2025-02-14T10:30:16', '2025-02-15T10:30:16'],
])('a button carries %s to %s as it is, with a page behind it, in 64 bytes', (from, to) => {
  const window = { from: Date.parse(`${from}Z`), to: Date.parse(`${to}Z`) };
  const question = digestQuestion(window, { stories: 12, continued: 2 });
  expect(read(question.replace('digest ', ''))).toEqual([from, to, 12, 2]);
  expect(Buffer.byteLength(`${question} ~100`)).toBeLessThanOrEqual(64);
});
