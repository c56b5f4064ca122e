import { expect, it } from 'vitest';
import { emptyGist } from '#core/gist.ts';
import { comparable } from '#core/likeness.ts';
import { createOpenStories } from '#core/open-stories.ts';

const NOON = Date.parse('2025-02-15T12:00:00Z');

/** A report that names these people, whom nobody watches. */
function report(...names: readonly string[]) {
  const gist = { ...emptyGist({ language: 'en', saidAt: NOON }), names };
  return comparable(gist, { kinds: new Map(), weigh: () => 3 });
}

it('a long story that moves into another takes all its reports along, and none of them comes twice', () => {
  const stories = createOpenStories();
  const long = { id: 'long', openedAt: NOON };
  const reports = Array.from(
    { length: 14 },
    (_, i) => [`wire#${String(i)}`, report('horn', `n${String(i)}`)] as const,
  );
  for (const [id, ready] of reports) stories.add(long, id, ready);
  stories.add({ id: 'other', openedAt: NOON }, 'harbour#1', report('horn'));
  stories.moved('long', { id: 'other', openedAt: NOON });

  const found = () => stories.candidates(report('horn'));
  expect(found().map(({ id }) => id)).toEqual(['other']);
  const members = [...(found()[0]?.members ?? [])];
  // As the archive gives them when a day is read again.
  for (const [id, ready] of reports) stories.add({ id: 'other', openedAt: NOON }, id, ready);
  expect(found()[0]?.members).toEqual(members);
  // By what only a report says that is compared no more.
  expect(stories.candidates(report('n5')).map(({ id }) => id)).toEqual(['other']);
});
