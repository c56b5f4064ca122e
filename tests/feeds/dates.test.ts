import { describe, expect, test } from 'vitest';
import { parseDate } from '#feeds/dates.ts';

const iso = (written: string): string | null => {
  const date = parseDate(written);
  return date === null ? null : new Date(date).toISOString();
};

describe('dates as feeds write them', () => {
  test.each([
    ['Thu, 26 Oct 2023 12:00:00 GMT', '2023-10-26T12:00:00.000Z'],
    ['Thu, 26 Oct 2023 12:00:00 +0300', '2023-10-26T09:00:00.000Z'],
    ['26 Oct 23 12:00 EST', '2023-10-26T17:00:00.000Z'],
    ['Чт, 26 окт 2023 12:00:00 +0300', '2023-10-26T09:00:00.000Z'],
    ['Mon, 3 мая 2021 10:00:00 +0300', '2021-05-03T07:00:00.000Z'],
    ['26 октября 2023 г., 12:00', '2023-10-26T12:00:00.000Z'],
    ['20 травня 2023', '2023-05-20T00:00:00.000Z'],
    ['26 באוקטובר 2023 12:00', '2023-10-26T12:00:00.000Z'],
    ['26 أكتوبر 2023 12:00', '2023-10-26T12:00:00.000Z'],
    ['Mi, 4 Dez 2024 08:00:00 MEZ', '2024-12-04T07:00:00.000Z'],
    ['October 26, 2023 3:05 PM', '2023-10-26T15:05:00.000Z'],
    ['12 Dec 2023 12:05 AM', '2023-12-12T00:05:00.000Z'],
    ['2023-10-26T12:00:00.250+03:00', '2023-10-26T09:00:00.250Z'],
    ['2021-08-22 13:45:00', '2021-08-22T13:45:00.000Z'],
    ['2021-08-22', '2021-08-22T00:00:00.000Z'],
    ['26.10.2023 12:00', '2023-10-26T12:00:00.000Z'],
    ['10/26/2023 15:00', '2023-10-26T15:00:00.000Z'],
    ['<time datetime="2019-05-03T19:21:28Z">Fri, 05/03/2019 - 15:21</time>', '2019-05-03T19:21:28.000Z'],
    ['Thu, 26 Oct 2023 12:00:00 XYZ', '2023-10-26T12:00:00.000Z'],
  ])('%s', (written, expected) => {
    expect(iso(written)).toBe(expected);
  });

  test.each([
    ['nothing', ''],
    ['a word', 'today'],
    ['day or month, nobody knows', '03/04/2023'],
    ['a day that does not exist', '31 Feb 2023 10:00'],
    ['the zero of some database', '0001-01-01T00:00:00Z'],
    ['an hour that does not exist', '26 Oct 2023 31:00'],
    ['an attack', '1 '.repeat(500_000)],
  ])('%s is no date, and never "now"', (_, written) => {
    expect(iso(written)).toBeNull();
  });
});
