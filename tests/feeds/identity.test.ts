import { describe, expect, test } from 'vitest';
import { canonicalUrl, identify } from '#feeds/identity.ts';
import type { Identity, Traits } from '#feeds/identity.ts';

const DAY = Date.parse('2025-02-03T10:00:00Z');
const item = (more: Partial<Traits> = {}): Traits => ({
  url: 'https://wire.example/1',
  guid: 'g1',
  title: 'One',
  text: 'Text',
  publishedAt: DAY,
  ...more,
});

function ids(
  items: readonly Traits[],
  feed = 'feed',
  shared: readonly string[] = [],
): readonly (string | null)[] {
  return identify(feed, items, null, shared).identities.map((identity) => identity?.id ?? null);
}

function only(items: readonly Traits[], index = 0): Identity {
  const identity = identify('feed', items, null, []).identities[index];
  if (identity === null || identity === undefined) throw new Error('left out');
  return identity;
}

/** Would the second be recognised as the first? */
function recognised(first: Identity, second: Identity): boolean {
  const known = new Set([first.id, ...first.aliases]);
  return [second.id, ...second.aliases].some((name) => known.has(name));
}

describe('one story, one address', () => {
  test.each([
    ['tracking', 'https://wire.example/1?utm_source=rss&fbclid=x&at_medium=RSS&at_campaign=KARANGA&gclid=1'],
    ['a fragment', 'https://wire.example/1#comments'],
    ['the default port', 'https://wire.example:443/1'],
    ['the case of the host', 'HTTPS://Wire.Example/1'],
    ['a password', 'https://user:secret@wire.example/1'],
    ['Google around it', 'https://www.google.com/url?rct=j&sa=t&url=https://wire.example/1&ct=ga'],
    [
      'Google twice around it',
      'https://www.google.com/url?url=https%3A%2F%2Fwww.google.co.il%2Furl%3Furl%3Dhttps%253A%252F%252Fwire.example%252F1',
    ],
    ['space around it', '\n   https://wire.example/1  '],
    ['a missing protocol', '//wire.example/1'],
    ['a missing host', '/1'],
  ])('%s does not matter', (_, written) => {
    expect(canonicalUrl(written, 'https://wire.example/')).toBe('https://wire.example/1');
  });

  test('a parameter that names the story stays', () => {
    expect(canonicalUrl('https://wire.example/news?utm_source=rss&id=7', null)).toBe(
      'https://wire.example/news?id=7',
    );
    expect(
      ids([
        item({ url: 'https://wire.example/news?id=7' }),
        item({ url: 'https://wire.example/news?id=8', guid: 'g2' }),
      ]),
    ).toHaveLength(2);
    expect(canonicalUrl('https://wire.example/#/news/7', null)).toBe('https://wire.example/#/news/7');
  });

  test.each([
    'javascript:alert(1)',
    'mailto:a@wire.example',
    'tag:wire.example,2025:1',
    'not an address',
    '',
    `https://wire.example/${'x'.repeat(10_000)}`,
  ])('%.30s is no address of a story', (written) => {
    expect(canonicalUrl(written, null)).toBeNull();
  });

  test('neither the order of parameters nor http or https makes another story', () => {
    const [one] = ids([item({ url: 'https://wire.example/?a=1&b=2' })]);
    expect(ids([item({ url: 'http://wire.example/?b=2&a=1' })])).toEqual([one]);
  });
});

describe('what makes the id', () => {
  test('ids carry the version of their recipe and are long enough never to collide', () => {
    expect(ids([item()])[0]).toMatch(/^e1-[\w-]{22}$/);
  });

  test('the same address in two feeds is one entry, whatever the guid', () => {
    expect(ids([item()], 'world')).toEqual(
      ids([item({ guid: 'other', title: 'Headline, edited' })], 'middle-east'),
    );
  });

  test('guids made anew change nothing', () => {
    const before = ids([item(), item({ url: 'https://wire.example/2', guid: 'g2' })]);
    expect(ids([item({ guid: 'new-1' }), item({ url: 'https://wire.example/2', guid: 'new-2' })])).toEqual(
      before,
    );
  });

  test('a guid reused for another story does not hide it', () => {
    expect(ids([item({ url: 'https://wire.example/2' })])).not.toEqual(ids([item()]));
    expect(
      recognised(only([item()]), only([item({ url: 'https://wire.example/2', publishedAt: DAY + 1 })])),
    ).toBe(false);
  });

  test('one guid on every item: links and titles tell them apart', () => {
    const links = [1, 2, 3].map((n) => item({ url: `https://wire.example/${String(n)}`, guid: 'same' }));
    expect(new Set(ids(links)).size).toBe(3);
    const titles = [1, 2, 3].map((n) => item({ url: null, guid: 'same', title: `Title ${String(n)}` }));
    expect(new Set(ids(titles)).size).toBe(3);
  });

  test('the same item twice in one document counts once', () => {
    expect(ids([item(), item()])).toEqual([ids([item()])[0], null]);
    expect(ids([item({ url: null, guid: null }), item({ url: null, guid: null })])[1]).toBeNull();
  });

  test('without address and guid the text makes it', () => {
    const bare = { url: null, guid: null, title: '' };
    expect(new Set(ids([item({ ...bare, text: 'a' }), item({ ...bare, text: 'b' })])).size).toBe(2);
    expect(ids([item({ ...bare, text: 'a' })])).toEqual(
      ids([item({ ...bare, text: 'a', publishedAt: DAY + 1 })]),
    );
  });

  test('without address the id belongs to the feed', () => {
    expect(ids([item({ url: null })], 'one')).not.toEqual(ids([item({ url: null })], 'two'));
  });
});

const live = (guid: string, title: string): Traits => item({ url: 'https://wire.example/live', guid, title });

describe('an address on several items', () => {
  test('does not tell them apart; the guid does, or the title', () => {
    expect(new Set(ids([live('a', 'First'), live('b', 'Second')])).size).toBe(2);
    expect(new Set(ids([live('a', 'First'), live('a', 'Second')])).size).toBe(2);
  });

  test('is remembered, so that one of them alone is still itself', () => {
    const { sharedLinks, identities } = identify('feed', [live('a', 'First'), live('b', 'Second')], null, []);
    expect(ids([live('c', 'Third')], 'feed', sharedLinks)).not.toEqual(ids([live('c', 'Third')]));
    expect(ids([live('a', 'First')], 'feed', sharedLinks)).toEqual([identities[0]?.id]);
  });

  test('becoming shared does not make the first item new', () => {
    const before = only([live('a', 'First')]);
    const after = [live('b', 'Second'), live('a', 'First')];
    expect(recognised(before, only(after, 1))).toBe(true);
    expect(recognised(before, only(after, 0))).toBe(false);
  });

  test('becoming shared together with the guid does not make it new either', () => {
    const before = only([live('a', 'First')]);
    const after = [live('a', 'First, edited'), live('a', 'First')];
    expect(recognised(before, only(after, 1))).toBe(true);
  });

  test('a home page is such an address, the root of a host and the one the feed names', () => {
    const home = item({ url: 'https://wire.example/' });
    expect(ids([home])).not.toEqual(ids([{ ...home, guid: 'g2' }]));
    const named = item({ url: 'https://wire.example/news/' });
    const [one, other] = [named, { ...named, guid: 'g2' }].map(
      (traits) => identify('feed', [traits], 'https://wire.example/news/', []).identities[0]?.id,
    );
    expect(one).not.toBe(other);
  });
});

describe('what changes about one item', () => {
  test('a headline edited in place, its address with it, is the same entry', () => {
    const edited = item({ url: 'https://wire.example/1-now-confirmed', title: 'Edited' });
    expect(recognised(only([item()]), only([edited]))).toBe(true);
  });

  test('an empty or doubled guid never changes the ids of the others', () => {
    const other = item({ url: 'https://wire.example/2', guid: 'g2' });
    const expected = ids([item(), other])[1];
    for (const guid of [null, '', 'g2']) expect(ids([item({ guid }), other])[1]).toBe(expected);
  });

  test('an item without address whose guid is doubled later stays known, the doubling one is new', () => {
    const first = item({ url: null, title: 'First' });
    const second = item({ url: null, title: 'Second' });
    const before = only([first]);
    expect(recognised(before, only([second, first], 1))).toBe(true);
    expect(recognised(before, only([second, first], 0))).toBe(false);
    expect(recognised(only([second, first], 1), before)).toBe(true);
  });

  test('a date that moves with each edit does not matter where there is an address or a guid', () => {
    expect(ids([item({ publishedAt: DAY + 5 })])).toEqual(ids([item()]));
    expect(ids([item({ url: null, publishedAt: null })])).toEqual(ids([item({ url: null })]));
  });
});
