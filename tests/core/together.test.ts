/** Which changes of one report are told in one message, and by which the message is known. */
import { expect, test } from 'vitest';
import { tellable } from '#core/ledger.ts';
import { toldTogether } from '#core/together.ts';
import { entry, readClaims, watch } from '#tests/support/desk.ts';

const START = Date.parse('2025-02-03T10:00:00Z');

/** The messages of a report, after what was known: kind, lead, who is named. */
function messages(known: string, report: string): readonly string[] {
  const before = readClaims(entry('known', known, START));
  const { changes } = tellable(before, readClaims(entry('report', report, START)), watch, START);
  return toldTogether(changes, watch).map(
    ({ kind, lead, changes: told }) =>
      `${kind} ${lead.subject} ${String(lead.ordinal)}: ${told.map(({ subject }) => subject).join()}`,
  );
}

test('a message is known by the same change, in whatever order a report names people', () => {
  expect(messages('', 'boris released fact; anna released fact')).toEqual(['released anna 1: anna,boris']);
  expect(messages('', 'anna released fact; boris released fact')).toEqual(['released anna 1: anna,boris']);
});

test('what another report has told is not told again, and the rest is known by itself', () => {
  expect(messages('anna released fact', 'anna released fact; boris released fact')).toEqual([
    'released boris 1: boris',
  ]);
});

test('a taking and a captivity are one piece of news, a release and a death are two', () => {
  expect(messages('', 'anna abducted fact; boris abducted fact')).toEqual(['held anna 1: anna,boris']);
  expect(messages('', 'anna released fact; boris died fact')).toEqual([
    'released anna 1: anna',
    'died boris 1: boris',
  ]);
});

test('promises of two who do not speak for each other are two', () => {
  expect(messages('', 'anna released promise by captors; boris released promise by red-cross')).toEqual([
    'promise anna 1: anna',
    'promise boris 1: boris',
  ]);
});
