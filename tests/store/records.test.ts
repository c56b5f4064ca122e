/** Records of older versions are read by this one. */
import { expect, test } from 'vitest';
import { pack, unpack } from '#store/kind.ts';
import { KINDS } from '#store/records.ts';
import { archived } from './samples.ts';

test('an archived entry of the first version could alert, for it was kept', () => {
  const verdict = Object.fromEntries(Object.entries(archived.verdict).filter(([key]) => key !== 'reach'));
  const old = { ...pack(KINDS.entries, archived), v: 1, value: { ...archived, verdict } };
  expect(unpack(KINDS.entries, 'e', old)).toEqual({ ...archived, verdict: { ...verdict, reach: 'alert' } });
});
