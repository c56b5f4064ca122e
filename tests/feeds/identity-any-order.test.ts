/** Whatever a feed does to the order, the neighbours or the dress of its items: the same item has the same id. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { canonicalUrl, entryIdOfLink, identify } from '#feeds/identity.ts';
import type { Traits } from '#feeds/identity.ts';

/** A path with one parameter that tells the story, and words that no tracker uses. */
const addresses = fc
  .tuple(fc.stringMatching(/^[a-z]{1,8}(?:\/[a-z0-9-]{1,12}){0,3}$/u), fc.nat({ max: 10_000 }))
  .map(([path, id]) => `https://wire.example/${path}?id=${String(id)}`);

const trackers = fc.subarray(
  [
    'utm_source=rss',
    'utm_medium=feed',
    'utm_campaign=x%20y',
    'fbclid=Abc1',
    'gclid=1',
    'at_medium=RSS',
    'at_campaign=64',
  ],
  { minLength: 1 },
);

const items: fc.Arbitrary<readonly Traits[]> = fc.uniqueArray(
  fc.record({
    url: fc.oneof({ weight: 4, arbitrary: addresses }, { weight: 1, arbitrary: fc.constant(null) }),
    guid: fc.oneof(fc.stringMatching(/^[a-z0-9]{1,12}$/u), fc.constant(null), fc.constant('same')),
    title: fc.stringMatching(/^[A-Za-zа-яא-ת ]{1,30}$/u),
    text: fc.string({ maxLength: 30 }),
    publishedAt: fc.oneof(fc.integer({ min: 0, max: 2_000_000_000_000 }), fc.constant(null)),
  }),
  { minLength: 1, maxLength: 12, selector: ({ title }) => title },
);

/** Ids by headline. */
function ids(from: readonly Traits[]): ReadonlyMap<string, string> {
  const found = identify('feed', from, null, []).identities;
  return new Map(
    from.flatMap(({ title }, at): readonly (readonly [string, string])[] => {
      const id = found[at]?.id;
      return id === undefined ? [] : [[title, id]];
    }),
  );
}

describe('an item', () => {
  test('has its id in any order of the document', () => {
    fc.assert(
      fc.property(
        items.chain((all) =>
          fc.tuple(fc.constant(all), fc.shuffledSubarray([...all], { minLength: all.length })),
        ),
        ([inOrder, shuffled]) => {
          // Which of two items that are one is left out is a matter of order; whoever is there has its id.
          const before = ids(inOrder);
          for (const [title, id] of ids(shuffled)) expect(before.get(title) ?? id).toBe(id);
          expect(new Set(ids(shuffled).values())).toEqual(new Set(before.values()));
        },
      ),
    );
  });

  test('is known under one of its names, whichever neighbours come or go', () => {
    fc.assert(
      fc.property(items, fc.nat(), (all, pick) => {
        const alone = all[pick % all.length];
        if (alone === undefined) return;
        const names = (from: readonly Traits[], at: number): readonly string[] => {
          const found = identify('feed', from, null, []).identities[at];
          return found === null || found === undefined ? [] : [found.id, ...found.aliases];
        };
        const [first, then] = [names([alone], 0), names(all, pick % all.length)];
        // Left out among the others only where one of them is the same entry.
        expect(then.length === 0 || then.some((name) => first.includes(name))).toBe(true);
      }),
    );
  });

  test('is the same with trackers, in another order of parameters, by http and with a fragment', () => {
    fc.assert(
      fc.property(addresses, trackers, fc.boolean(), (address, added, before) => {
        const [path = '', id = ''] = address.split('?');
        const query = before ? [...added, id] : [id, ...added];
        const dressed = `${path.replace('https:', 'http:')}?${query.join('&')}#comments`;
        expect(entryIdOfLink(dressed)).toBe(entryIdOfLink(address));
        expect(canonicalUrl(canonicalUrl(dressed, null) ?? '', null)).toBe(canonicalUrl(dressed, null));
      }),
    );
  });

  test('with another parameter of its own is another one', () => {
    fc.assert(
      fc.property(addresses, addresses, (one, other) => {
        fc.pre(one !== other);
        expect(entryIdOfLink(one)).not.toBe(entryIdOfLink(other));
      }),
    );
  });
});
