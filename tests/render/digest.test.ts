/** A digest as people read it: one message, our own sentences, headlines that they can read. */
import { describe, expect, test } from 'vitest';
import type { Claim, ClaimEvent, Modality } from '#core/claim.ts';
import type { Digest, DigestStory } from '#core/digest.ts';
import type { Source } from '#core/feed.ts';
import { situationOf } from '#core/ledger.ts';
import { LANGUAGES } from '#core/locale.ts';
import type { Message } from '#core/message.ts';
import { sayingOf } from '#core/saying.ts';
import type { Standing } from '#core/situation.ts';
import type { StoryEntry } from '#core/story.ts';
import type { Platform } from '#core/subscription.ts';
import type { Subject } from '#core/watchlist.ts';
import { plain } from '#render/build.ts';
import { toDiscord } from '#render/discord.ts';
import { digestMessage } from '#render/digest.ts';
import { restPages } from '#render/digest-rest.ts';
import { toTelegram } from '#render/telegram.ts';
import { sources as fewSources, watch } from '#tests/support/desk.ts';
import { locales } from '#tests/support/locales.ts';

const NOW = Date.parse('2025-02-15T09:00:00Z');
const HOUR = 3_600_000;

const stateWire: Source = {
  id: 'state',
  name: 'State Wire',
  reliability: 'C',
  stateMedia: 'Russia',
  agency: true,
};
const sources = new Map([...fewSources, ['state', stateWire] as const]);

function claimOf(subject: string, event: ClaimEvent, modality: Modality, more: Partial<Claim> = {}): Claim {
  return {
    id: `${subject} ${event} ${modality} ${more.speaker ?? more.source ?? ''}`,
    subject,
    event,
    modality,
    speaker: null,
    via: null,
    source: 'north',
    origin: more.source ?? 'north',
    quote: 'The very sentence that an outlet has printed.',
    statedAt: NOW - HOUR,
    eventAt: null,
    background: false,
    rule: 'test',
    from: { kind: 'entry', entry: 'e', url: null },
    note: null,
    weighed: false,
    ...more,
  };
}

function entryOf(more: Partial<StoryEntry> = {}): StoryEntry {
  return {
    entry: 'e',
    source: 'north',
    origin: more.source ?? 'north',
    url: 'https://north.example/1',
    title: 'A headline',
    language: 'en',
    saidAt: NOW - HOUR,
    because: '',
    ...more,
  };
}

function told(
  claims: readonly Claim[],
  more: {
    readonly entries?: readonly StoryEntry[];
    readonly standing?: Standing | null;
    readonly alerted?: boolean;
    readonly id?: string;
  } = {},
): DigestStory {
  const entries = more.entries ?? [entryOf()];
  return {
    story: {
      id: more.id ?? 'one',
      entries,
      subjects: [...new Set(claims.map(({ subject }) => subject))],
      topics: [],
      events: [],
      openedAt: NOW - HOUR,
      updatedAt: NOW - HOUR,
      alerts: [],
    },
    alerted: more.alerted ?? false,
    saying: sayingOf(claims, watch, () => true),
    standing: more.standing ?? null,
    entries,
    takenBack: false,
  };
}

function digestOf(stories: readonly DigestStory[], more: Partial<Digest> = {}): Digest {
  return {
    window: { from: NOW - 24 * HOUR, to: NOW },
    heads: [],
    stories,
    continued: [],
    nothingNew: [],
    leftOut: null,
    health: { feeds: 3, answered: 3, silent: [] },
    ...more,
  };
}

function shown(digest: Digest, language = 'en', platform: Platform = 'telegram', watchlist = watch): Message {
  return digestMessage(digest, {
    watchlist,
    sources,
    locale: locales.in(language),
    timeZone: 'UTC',
    platform,
    now: NOW,
  });
}

const words = (message: Message): string =>
  toTelegram(message)
    .map((part) => part.plain.replaceAll(/[\u2066-\u2069]/gu, ''))
    .join('\n----\n');
const english = (...stories: readonly DigestStory[]): string => words(shown(digestOf(stories)));

describe('the sentence of a story', () => {
  test('says who promises what, and nobody is free by a promise, in any language', () => {
    const promise = told([claimOf('anna', 'released', 'promise', { speaker: 'captors' })]);
    expect(english(promise)).toContain('🟡 Captors promises the release of Anna Example.');
    const fact = told([claimOf('anna', 'released', 'fact', { speaker: 'red-cross' })], {
      standing: 'confirmed',
    });
    expect(english(fact)).toContain('🟢 Red-cross says that Anna Example is free.');
    for (const language of LANGUAGES) {
      const promised = words(shown(digestOf([promise]), language));
      expect(promised).not.toContain('🟢');
      const fulfilled = locales.in(language).text('where.free', { gender: 'other' });
      expect(promised, language).not.toContain(fulfilled);
    }
  });

  test('is ours, never one that an outlet has printed', () => {
    const all = (['fact', 'promise', 'negotiation', 'denial', 'hypothetical'] as const).map((modality) =>
      told([claimOf('anna', 'released', modality)]),
    );
    expect(english(...all)).not.toContain('The very sentence');
  });

  test('does not make a publisher promise or deny what others do', () => {
    const said = english(told([claimOf('anna', 'released', 'promise', { source: 'state' })]));
    expect(said).toContain('State Wire (Russia, state media) reports a promise of release: Anna Example.');
  });

  test('calls what only captors say a claim, and says where it is not confirmed', () => {
    const died = english(told([claimOf('anna', 'died', 'fact', { speaker: 'captors' })]));
    expect(died).toContain('⚪ Captors claims that Anna Example died; that is not confirmed.');
    const freed = english(told([claimOf('anna', 'released', 'fact')], { standing: 'reported' }));
    expect(freed).toContain('North wire says that Anna Example is free. Not confirmed.');
  });

  test('has both sides where the reports contradict each other', () => {
    const said = english(
      told([
        claimOf('anna', 'released', 'promise', { speaker: 'captors' }),
        claimOf('anna', 'released', 'denial', { speaker: 'red-cross' }),
      ]),
    );
    expect(said).toContain('Captors promises the release of Anna Example. Red-cross denies it.');
  });

  test('counts independent sources, and does not name the only publisher twice', () => {
    const outlets = ['north', 'south', 'east'];
    const three = told(
      outlets.map((source) => claimOf('anna', 'released', 'fact', { source, origin: source })),
      {
        entries: outlets.map((source) => entryOf({ entry: source, source, origin: source })),
        standing: 'confirmed',
      },
    );
    expect(english(three)).toContain(
      '3 independent sources say that Anna Example is free. A headline — north wire',
    );
    const single = english(told([claimOf('anna', 'held', 'fact')]));
    expect(single.match(/north wire/giu)).toHaveLength(1);
  });
});

describe('the headline', () => {
  const claims = [claimOf('anna', 'released', 'promise', { speaker: 'captors' })];
  const reports = [
    entryOf({ entry: 'a', title: 'Заголовок', language: 'ru' }),
    entryOf({ entry: 'b', title: 'Überschrift', language: 'de', source: 'south' }),
    entryOf({ entry: 'c', title: 'Title', language: 'en', source: 'east' }),
  ];

  test.each([
    ['ru', 'Заголовок'],
    ['en', 'Title'],
    ['he', '🇬🇧 Title'],
  ])('for %s is one that the reader can read, else one with the sign of its language', (language, title) => {
    const said = words(shown(digestOf([told(claims, { entries: reports })]), language));
    expect(said).toContain(`${title} — `);
  });

  test('is one of a report that says what our sentence says, and nothing else', () => {
    const from = (entry: string) => ({ from: { kind: 'entry', entry, url: null } as const, id: entry });
    const said = told(
      [
        claimOf('anna', 'released', 'fact', { ...from('both'), source: 'east' }),
        claimOf('boris', 'held', 'fact', { ...from('both'), id: 'both boris', source: 'east' }),
        claimOf('anna', 'released', 'fact', { ...from('only'), source: 'south' }),
      ],
      {
        entries: [
          entryOf({ entry: 'none', title: 'Of something else' }),
          entryOf({ entry: 'both', title: 'Boris remains', source: 'east' }),
          entryOf({ entry: 'only', title: 'Anna is free', source: 'south' }),
        ],
      },
    );
    expect(english(said)).toContain('Anna is free — ');
  });

  test('is replaced by whom it is about where it must not be shown', () => {
    const said = english(told(claims, { entries: [entryOf({ title: '' })] }));
    expect(said).toContain('News about Anna Example (headline withheld)');
  });
});

test('what was alerted is marked, and what was told before is named once more and not told', () => {
  const claims = [claimOf('anna', 'released', 'promise', { speaker: 'captors' })];
  const before = told(claims, { entries: [entryOf({ title: 'Of yesterday' })] }).story;
  const said = words(shown(digestOf([told(claims, { alerted: true })], { continued: [before] })));
  expect(said).toMatch(/A headline — north wire \(alerted\)/u);
  expect(said).toContain('Known before, with further reports since: Of yesterday');
});

test('where somebody’s situation has changed without a story of the window, it does not say that there is no news', () => {
  const [subject] = [...watch.subjects.values()];
  if (subject === undefined) throw new Error('nobody to watch');
  const head = { subject, situation: situationOf([], watch, NOW), heldSince: null };
  const said = (changed: 'situation' | null): string =>
    words(shown(digestOf([], { heads: [{ ...head, changed }] })));
  expect(said(null)).toContain('No news about anybody you follow');
  expect(said('situation')).toContain('· new');
  expect(said('situation')).not.toContain('No news');
});

test('a weekly digest says of each story on which day', () => {
  const week = { from: NOW - 7 * 24 * HOUR, to: NOW };
  const claims = [claimOf('anna', 'released', 'promise', { speaker: 'captors' })];
  const said = words(shown(digestOf([told(claims)], { window: week })));
  expect(said).toContain('the last 7 days');
  expect(said).toContain('15 February 2025: Captors promises');
});

describe('a full day', () => {
  /** Forty people of long names, twelve stories of long headlines and links, each told by seven publishers. */
  const people = Array.from({ length: 40 }, (_, i): Subject => {
    const name = `Александр-Александра Константинопольский-${String(i)}`;
    const names = Object.fromEntries(LANGUAGES.map((language) => [language, name]));
    return {
      id: `person-${String(i)}`,
      kind: 'captive',
      names,
      gender: 'm',
      relatives: [],
      role: null,
      authorityFor: [],
      voice: null,
      dossiers: [],
    };
  });
  const crowd = {
    ...watch,
    subjects: new Map([...watch.subjects, ...people.map((one) => [one.id, one] as const)]),
  };
  const outlets = Array.from({ length: 7 }, (_, i) => `https-publisher-number-${String(i)}.example`);
  const stories = Array.from({ length: 42 }, (_, i) => {
    const claims = outlets.flatMap((source) =>
      people
        .slice(i, i + 3)
        .map(({ id }) =>
          claimOf(id, 'released', 'promise', { source, origin: source, id: `${source} ${id}` }),
        ),
    );
    const entries = outlets.map((source) =>
      entryOf({
        entry: `${source} ${String(i)}`,
        source,
        origin: source,
        url: `https://${source}/${'a-long-path-of-words/'.repeat(12)}${String(i)}`,
        title: `Story ${String(i)} ${'& <words> of a *long* headline '.repeat(12)}`,
        language: 'hu',
      }),
    );
    return told(claims, { entries, id: String(i), alerted: true });
  });
  const heads = people.map((subject) => ({
    subject,
    situation: {
      ...situationOf([], watch, NOW),
      situation: 'held',
      standing: 'reported' as const,
      lastEvidenceAt: NOW - 40 * 24 * HOUR,
    },
    heldSince: '2023-10-07',
    changed: 'situation' as const,
  }));
  const full = digestOf(stories, {
    heads,
    nothingNew: people,
    continued: stories.slice(0, 5).map(({ story }) => story),
    health: {
      feeds: 90,
      answered: 50,
      silent: people.map(({ id }) => ({ id, language: 'ru', source: stateWire })),
    },
  });

  test.each(
    (['telegram', 'discord'] as const).flatMap((platform) =>
      LANGUAGES.map((language) => [platform, language] as const),
    ),
  )(
    'is one message on %s in %s, with the heaviest stories and the way to the others',
    (platform, language) => {
      const made = shown(full, language, platform, crowd);
      expect(platform === 'discord' ? toDiscord(made) : toTelegram(made)).toHaveLength(1);
      const said = JSON.stringify(made);
      const commands = made.buttons.flat().map((button) => (button.kind === 'command' ? button.command : ''));
      const rest = commands.at(-1) ?? '';
      // The lightest go first, and are counted.
      const kept = stories.filter((_, i) => said.includes(`Story ${String(i)} `)).length;
      expect(kept).toBeGreaterThanOrEqual(platform === 'discord' ? 6 : 7);
      expect(said).toContain('Story 0 ');
      const again = /\+\d+\+(\d)$/u.exec(rest)?.[1] ?? '';
      expect(rest).toBe(`digest 2025-02-14T09:00Z/2025-02-15T09:00Z +${String(kept)}+${again}`);
      const more = locales.in(language).text('digest.more', { n: 47 - kept - Number(again) });
      const blocks = made.blocks.map((block) => ('inlines' in block ? plain(block.inlines) : ''));
      expect(blocks).toContain(more);
    },
  );

  test.each(LANGUAGES)('has the others on pages of one message each, every one once, in %s', (language) => {
    const pages = restPages(full, {
      watchlist: crowd,
      sources,
      locale: locales.in(language),
      timeZone: 'UTC',
      platform: 'discord',
      now: NOW,
    });
    for (const page of pages) expect([toDiscord(page).length, toTelegram(page).length]).toEqual([1, 1]);
    const said = JSON.stringify(pages);
    // The continued ones are named at the end, under words of their own.
    for (const [i] of stories.entries())
      expect(said.split(`Story ${String(i)} `)).toHaveLength(i < full.continued.length ? 3 : 2);
    expect(JSON.stringify(pages.at(-1))).toContain(locales.in(language).text('digest.restKnown'));
  });
});
