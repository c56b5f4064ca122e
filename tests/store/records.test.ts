/** Records of older versions are read by this one. */
import { expect, test } from 'vitest';
import { pack, unpack } from '#store/kind.ts';
import { KINDS, QUEUED } from '#store/records.ts';
import { archived, delivery, story } from './samples.ts';

test('an archived entry of the first version could alert, for it was kept', () => {
  const verdict = Object.fromEntries(Object.entries(archived.verdict).filter(([key]) => key !== 'reach'));
  const old = { ...pack(KINDS.entries, archived), v: 1, value: { ...archived, verdict } };
  expect(unpack(KINDS.entries, 'e', old)).toEqual({ ...archived, verdict: { ...verdict, reach: 'alert' } });
});

test('before alerts told of several, each was known by itself', () => {
  const alerts = [{ subject: 'herkin', kind: 'promise', ordinal: 2 }];
  const lead = { subject: 'herkin', ordinal: 2 };
  for (const [v, dueAt] of [
    [1, 0],
    [2, 7],
  ] as const) {
    const old = { v, value: { ...story, alerts: alerts.map((one) => (v === 1 ? one : { ...one, dueAt })) } };
    expect(unpack(KINDS.stories, 's', old).alerts).toEqual([{ ...alerts[0], lead, dueAt }]);
  }
  const cause = { kind: 'alert', change: 'promise', story: 's1' };
  const waiting = { v: 1, value: { ...delivery('d'), cause: { ...cause, subject: 'herkin', ordinal: 2 } } };
  expect(unpack(QUEUED.outbox, 'd', waiting).cause).toEqual({ ...cause, subjects: ['herkin'] });
  const edit = { ...delivery('d'), cause: { kind: 'edit', edits: 'a', entry: 'e' } };
  expect(unpack(QUEUED.outbox, 'd', { v: 1, value: edit })).toEqual(edit);
});
