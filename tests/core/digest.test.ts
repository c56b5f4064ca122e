import { describe, expect, test } from 'vitest';
import type { Claim } from '#core/claim.ts';
import { composeDigest, dueWindow, isEmpty, leftOut } from '#core/digest.ts';
import type { Digest, DigestReader } from '#core/digest.ts';
import { gistOf } from '#core/gist.ts';
import { situationOf } from '#core/ledger.ts';
import { sayable } from '#core/saying.ts';
import { withEntry } from '#core/story.ts';
import type { Story, StoryEntry } from '#core/story.ts';
import { NO_WISHES } from '#core/subscription.ts';
import { dayCount, passings } from '#core/wallclock.ts';
import { classify, entry, readClaims, subscription, watch } from '#tests/support/desk.ts';
import { storyWords } from '#tests/support/story-words.ts';

const at = (iso: string): number => Date.parse(iso);
const HOUR = 3_600_000;
const morning = { hour: 9, minute: 0 };

/** Every window that a subscriber is told while the clock runs from `from` to `to` in steps of `step` ms. */
function windows(
  timeZone: string,
  digest: { hour: number; minute: number },
  from: string,
  to: string,
  step: number,
) {
  const to_ = subscription('a', { digest, timeZone, createdAt: at(from) });
  const told: { from: number; to: number }[] = [];
  let last: number | null = null;
  for (let now = at(from); now <= at(to); now += step) {
    const window = dueWindow(to_, last, now);
    if (window === null) continue;
    told.push(window);
    last = window.to;
  }
  return told;
}

describe('the daily digest', () => {
  test.each([
    ['Asia/Jerusalem', '2026-03-20T00:00:00Z', '2026-04-03T00:00:00Z'],
    ['Asia/Jerusalem', '2026-10-18T00:00:00Z', '2026-11-01T00:00:00Z'],
    ['Europe/Berlin', '2026-03-22T00:00:00Z', '2026-04-05T00:00:00Z'],
    ['Europe/Berlin', '2026-10-18T00:00:00Z', '2026-11-01T00:00:00Z'],
  ])('comes exactly once a day in %s through the change of clocks after %s', (zone, from, to) => {
    const told = windows(zone, morning, from, to, HOUR / 4);
    const days = told.map((window) => new Intl.DateTimeFormat('sv', { timeZone: zone }).format(window.to));
    expect(new Set(days).size).toBe(days.length);
    expect(days.length).toBe(14);
    expect(told.slice(1).map((window) => window.from)).toEqual(told.slice(0, -1).map((window) => window.to));
  });

  test('at an hour that spring skips comes once, an hour later by the clock; at one that autumn doubles, the first time', () => {
    const half = { hour: 2, minute: 30 };
    const spring = windows('Asia/Jerusalem', half, '2026-03-26T12:00:00Z', '2026-03-28T12:00:00Z', HOUR / 4);
    expect(spring.map((window) => new Date(window.to).toISOString())).toEqual([
      '2026-03-27T00:30:00.000Z',
      '2026-03-27T23:30:00.000Z',
    ]);
    const autumn = windows('Europe/Berlin', half, '2026-10-24T12:00:00Z', '2026-10-26T12:00:00Z', HOUR / 4);
    expect(autumn.map((window) => new Date(window.to).toISOString())).toEqual([
      '2026-10-25T00:30:00.000Z',
      '2026-10-26T01:30:00.000Z',
    ]);
  });

  test('missed at nine comes at twenty to ten, once; missed for three days it is one', () => {
    const to = subscription('a', { digest: morning, timeZone: 'UTC', createdAt: at('2026-01-01T12:00:00Z') });
    const last = at('2026-01-05T09:00:00Z');
    expect(dueWindow(to, last, at('2026-01-06T08:59:00Z'))).toBeNull();
    const late = dueWindow(to, last, at('2026-01-06T09:40:00Z'));
    expect(late).toEqual({ from: last, to: at('2026-01-06T09:00:00Z') });
    expect(dueWindow(to, late?.to ?? null, at('2026-01-06T09:41:00Z'))).toBeNull();
    expect(dueWindow(to, last, at('2026-01-08T10:00:00Z'))).toEqual({
      from: last,
      to: at('2026-01-08T09:00:00Z'),
    });
  });

  test('is not sent for a time before somebody subscribed', () => {
    const to = subscription('a', { digest: morning, timeZone: 'UTC', createdAt: at('2026-01-05T12:00:00Z') });
    expect(dueWindow(to, null, at('2026-01-05T12:01:00Z'))).toBeNull();
    expect(dueWindow(to, null, at('2026-01-06T09:00:00Z'))).toEqual({
      from: at('2026-01-05T09:00:00Z'),
      to: at('2026-01-06T09:00:00Z'),
    });
  });
});

test('a wall clock passes each time once a day', () => {
  const { last, next } = passings(at('2025-02-15T08:00:00Z'), morning, 'Europe/Moscow');
  expect([new Date(last).toISOString(), new Date(next).toISOString()]).toEqual([
    '2025-02-15T06:00:00.000Z',
    '2025-02-16T06:00:00.000Z',
  ]);
  expect(dayCount('2023-10-07', '2025-02-15')).toBe(498);
});

describe('after a long silence', () => {
  const to = subscription('a', { digest: morning, timeZone: 'UTC', createdAt: at('2026-01-01T12:00:00Z') });

  test('a digest tells of a fortnight, and knows what it leaves out', () => {
    const last = at('2026-01-05T09:00:00Z');
    const due = dueWindow(to, last, at('2026-02-05T10:00:00Z'));
    expect(due).toEqual({ from: at('2026-01-22T09:00:00Z'), to: at('2026-02-05T09:00:00Z') });
    expect(leftOut(to, last, due ?? window)).toEqual({ from: last, to: at('2026-01-22T09:00:00Z') });
    const whole = dueWindow(to, last, at('2026-01-19T09:00:00Z'));
    expect(whole?.from).toBe(last);
    expect(leftOut(to, last, whole ?? window)).toBeNull();
  });

  test('whoever subscribes anew is told nothing of the time between, and nothing twice', () => {
    const last = at('2026-01-05T09:00:00Z');
    const anew = { ...to, createdAt: at('2026-04-05T15:00:00Z') };
    expect(dueWindow(anew, last, at('2026-04-05T15:01:00Z'))).toBeNull();
    const due = dueWindow(anew, last, at('2026-04-06T09:00:00Z'));
    expect(due).toEqual({ from: at('2026-04-05T09:00:00Z'), to: at('2026-04-06T09:00:00Z') });
    expect(leftOut(anew, last, due ?? window)).toBeNull();
    const soon = { ...to, digest: { hour: 15, minute: 0 }, createdAt: last + HOUR };
    expect(dueWindow(soon, last, last + 7 * HOUR)).toEqual({ from: last, to: last + 6 * HOUR });
  });
});

describe('the weekly digest', () => {
  test('comes once a week on its day, through the change of clocks, and covers the week', () => {
    const to = subscription('a', {
      digest: morning,
      weekly: 1,
      timeZone: 'Europe/Berlin',
      createdAt: at('2026-03-10T00:00:00Z'),
    });
    const told: string[] = [];
    let last: number | null = null;
    for (let now = at('2026-03-10T00:00:00Z'); now < at('2026-04-10T00:00:00Z'); now += HOUR) {
      const window = dueWindow(to, last, now);
      if (window === null) continue;
      expect(window.from).toBe(last ?? window.to - 7 * 24 * HOUR);
      told.push(new Date(window.to).toISOString());
      last = window.to;
    }
    // Summer time begins on 29 March.
    expect(told).toEqual([
      '2026-03-16T08:00:00.000Z',
      '2026-03-23T08:00:00.000Z',
      '2026-03-30T07:00:00.000Z',
      '2026-04-06T07:00:00.000Z',
    ]);
  });
});

const NOON = at('2025-02-15T12:00:00Z');
const window = { from: NOON - 24 * HOUR, to: NOON };
const everything: DigestReader = { subjects: 'all', alerts: 'changes', ...NO_WISHES, timeZone: 'UTC' };

/** Reports as titles that say their claims, see `entry`; each story's reports in order. */
interface Report {
  readonly said: string;
  /** Hours before the end of the window. */
  readonly ago: number;
  readonly source?: string;
}

/** A digest over these stories; each is named by its id. */
function digestOf(
  stories: Readonly<Record<string, readonly Report[]>>,
  to: DigestReader = everything,
  more: {
    readonly topics?: Readonly<Record<string, readonly string[]>>;
    readonly desk?: readonly Claim[];
  } = {},
): Digest {
  const claims: Claim[] = [...(more.desk ?? [])];
  const fresh = new Set<string>();
  const made = Object.entries(stories).map(([id, reports]) => {
    let story: Story | null = null;
    for (const [i, { said, ago, source = 'north' }] of reports.entries()) {
      const read = entry(`${id}-${String(i)}`, said, NOON - ago * HOUR, { source });
      if (ago <= 24) fresh.add(read.id);
      const own = readClaims(read);
      claims.push(...own);
      const line: StoryEntry = {
        entry: read.id,
        source,
        origin: source,
        url: read.url,
        title: `Headline of ${read.id}`,
        language: 'en',
        saidAt: NOON - ago * HOUR,
        because: '',
      };
      const verdict = { ...classify(read), topics: more.topics?.[id] ?? [] };
      story = withEntry(
        story,
        line,
        gistOf(read, verdict, own, {
          surnames: new Map(),
          ...storyWords,
        }),
      );
    }
    if (story === null) throw new Error(`${id} has no report`);
    return { ...story, id };
  });
  const headsAt = (now: number) =>
    ['anna', 'boris'].flatMap((id) => {
      const subject = watch.subjects.get(id);
      const ledger = claims.filter((claim) => claim.subject === id);
      return subject === undefined
        ? []
        : [{ subject, situation: situationOf(ledger, watch, now), heldSince: null }];
    });
  return composeDigest(to, window, {
    heads: headsAt(window.to),
    before: headsAt(window.from),
    stories: made,
    fresh,
    claims,
    watchlist: watch,
    health: { feeds: 0, answered: 0, silent: [] },
  });
}

const idsOf = ({ stories }: Digest): readonly string[] => stories.map(({ story }) => story.id);

describe('the stories of a digest', () => {
  test('stand by weight: a change first, then what hangs on it, how many say so, and how recent it is', () => {
    const digest = digestOf({
      talks: [{ said: 'boris talks negotiation by red-cross', ago: 1 }],
      old: [{ said: 'boris released promise', ago: 23 }],
      promised: [{ said: 'boris released promise', ago: 2 }],
      widely: [
        { said: 'boris released promise', ago: 23 },
        { said: 'boris released promise', ago: 23, source: 'south' },
      ],
      // He was not known to be held: little hangs on it, and it is a change.
      taken: [{ said: 'boris held fact', ago: 22 }],
      freed: [{ said: 'anna released fact by red-cross', ago: 20 }],
    });
    expect(idsOf(digest)).toEqual(['freed', 'taken', 'widely', 'promised', 'old', 'talks']);
    expect(digest.heads.map(({ subject, changed }) => [subject.id, changed])).toEqual([
      ['anna', 'situation'],
      ['boris', 'situation'],
    ]);
  });

  test('of four hundred the one of most weight comes first, and none is lost', () => {
    const many = Object.fromEntries(
      Array.from({ length: 400 }, (_, n) => [`s${String(n)}`, [{ said: 'boris talks negotiation', ago: 2 }]]),
    );
    const digest = digestOf({ ...many, freed: [{ said: 'anna released fact by red-cross', ago: 20 }] });
    expect(idsOf(digest)[0]).toBe('freed');
    expect(digest.stories).toHaveLength(401);
  });

  test('of whom somebody follows weigh more than those that only name him', () => {
    const stories = {
      named: [{ said: 'boris released promise; anna', ago: 1 }],
      said: [{ said: 'anna released promise', ago: 20 }],
    };
    expect(idsOf(digestOf(stories, { ...everything, subjects: ['anna'] }))).toEqual(['said', 'named']);
  });

  test('come for a topic too, and others do not come', () => {
    const stories = {
      topic: [{ said: 'boris talks negotiation', ago: 1 }],
      other: [{ said: 'boris released promise', ago: 1 }],
      own: [{ said: 'anna talks negotiation', ago: 1 }],
    };
    const to = { ...everything, subjects: ['anna'], topics: ['talks'] };
    expect(idsOf(digestOf(stories, to, { topics: { topic: ['talks'] } })).toSorted()).toEqual([
      'own',
      'topic',
    ]);
  });

  test('that were told before are named again only where somebody says something new', () => {
    const digest = digestOf({
      repeated: [
        { said: 'anna released promise by captors', ago: 30 },
        { said: 'anna released promise by captors', ago: 2, source: 'south' },
      ],
      denied: [
        { said: 'boris released promise by captors', ago: 30 },
        { said: 'boris released denial by red-cross', ago: 2, source: 'south' },
      ],
    });
    expect(idsOf(digest)).toEqual(['denied']);
    expect(digest.stories[0]?.saying).toMatchObject({ modality: 'denial', subjects: ['boris'] });
    expect(digest.continued.map(({ id }) => id)).toEqual(['repeated']);
    expect(
      isEmpty(
        digestOf({
          again: [
            { said: 'anna', ago: 30 },
            { said: 'anna', ago: 1 },
          ],
        }),
      ),
    ).toBe(true);
  });

  test('are news again when a second source confirms what one had reported', () => {
    const digest = digestOf({
      freed: [
        { said: 'anna released fact', ago: 30 },
        { said: 'anna released fact', ago: 2, source: 'south' },
      ],
    });
    expect(idsOf(digest)).toEqual(['freed']);
    expect(digest.stories[0]).toMatchObject({ standing: 'confirmed' });
    expect(digest.heads[0]).toMatchObject({ changed: 'standing' });
  });

  test('that somebody muted stay out, unless somebody is freed in them', () => {
    const muted = { ...everything, mutedStories: ['quiet', 'loud'] };
    const digest = digestOf(
      {
        quiet: [{ said: 'anna released promise', ago: 1 }],
        loud: [{ said: 'boris released fact by red-cross', ago: 1 }],
      },
      muted,
    );
    expect(idsOf(digest)).toEqual(['loud']);
  });
});

describe('the head lines of a digest', () => {
  const freedLongAgo = { freed: [{ said: 'anna released fact by red-cross', ago: 24 * 91 }] };

  test('leave the free after ninety days, but not those asked for by name; nothing new is expected of them', () => {
    const idsIn = (to: DigestReader) => digestOf(freedLongAgo, to).heads.map(({ subject }) => subject.id);
    expect(idsIn(everything)).toEqual(['boris']);
    expect(idsIn({ ...everything, subjects: ['anna'] })).toEqual(['anna']);
    const named = digestOf(freedLongAgo, { ...everything, subjects: ['anna', 'boris'] });
    expect(named.nothingNew.map(({ id }) => id)).toEqual(['boris']);
  });
});

describe('the sentence of a story', () => {
  const saying = (...said: readonly string[]) =>
    digestOf({ one: said.map((words) => ({ said: words, ago: 1 })) }).stories[0]?.saying ?? null;

  test('says of both what was said of both, and puts no words into anybody’s mouth', () => {
    const together = saying('anna released fact by red-cross; boris released fact by red-cross');
    expect(together?.subjects).toEqual(['anna', 'boris']);
    const apart = saying('anna released promise by captors; boris released promise by red-cross');
    expect(apart?.subjects).toHaveLength(1);
    expect(apart?.claims).toHaveLength(1);
  });

  test('names who denies what it says', () => {
    const found = saying('anna released fact by captors', 'anna released denial by red-cross');
    expect(found).toMatchObject({ modality: 'fact', captors: true });
    expect(found?.denials.map(({ speaker }) => speaker)).toEqual(['red-cross']);
  });

  test('does not free the freed once more, nor call them held; it tells what is new beside that', () => {
    const after = (said: string) =>
      digestOf({
        freed: [{ said: 'anna released fact by red-cross', ago: 24 * 30 }],
        now: [{ said, ago: 1, source: 'south' }],
      });
    expect(after('anna released fact').stories[0]?.saying).toBeNull();
    expect(after('anna held fact').stories[0]?.saying).toBeNull();
    expect(after('anna held denial').stories[0]?.saying).toBeNull();
    // Her line stands at the head all the same, a month later.
    expect(after('anna released fact').heads.map(({ subject }) => subject.id)).toContain('anna');
    const beside = after('anna released fact; boris released promise by captors').stories[0]?.saying;
    expect(beside).toMatchObject({ event: 'released', modality: 'promise', subjects: ['boris'] });
  });

  test('tells of the freed what was not known: that it is denied, that they died', () => {
    const after = (said: string) =>
      digestOf({
        freed: [{ said: 'anna released fact by red-cross', ago: 24 * 30 }],
        now: [{ said, ago: 1, source: 'south' }],
      }).stories[0]?.saying;
    expect(after('anna released denial by captors')).toMatchObject({ modality: 'denial' });
    expect(after('anna died fact by red-cross')).toMatchObject({ event: 'died' });
  });

  test('frees them in the digest of the day, and where one source alone had said so', () => {
    const reported = digestOf({
      freed: [{ said: 'anna released fact', ago: 30 }],
      now: [{ said: 'anna released fact', ago: 1 }],
    });
    expect(reported.stories[0]?.saying).toMatchObject({ event: 'released', modality: 'fact' });
  });

  test('tells an end once: of a second story about it the headline is left, or what else is told there', () => {
    const { stories } = digestOf({
      freed: [
        { said: 'anna released fact by red-cross', ago: 1 },
        { said: 'anna released fact', ago: 1, source: 'south' },
      ],
      welcomed: [{ said: 'anna released fact; anna held fact', ago: 3, source: 'south' }],
      more: [{ said: 'anna released fact; boris released promise by captors', ago: 4, source: 'south' }],
    });
    const said = Object.fromEntries(stories.map(({ story, saying }) => [story.id, saying?.modality ?? null]));
    expect(said).toEqual({ freed: 'fact', welcomed: null, more: 'promise' });
  });

  test('is not made of what the desk has withdrawn, nor of a plan that was read as a fact', () => {
    const [said] = readClaims(entry('one-0', 'anna released fact', NOON - HOUR));
    if (said === undefined) throw new Error('nothing is said');
    const by = { platform: 'terminal', id: '1' } as const;
    const word: Claim = {
      ...said,
      id: 'word',
      source: 'desk',
      from: { kind: 'desk', does: 'withdraws', claim: said.id, by, url: null },
    };
    const withdrawn = digestOf({ one: [{ said: 'anna released fact', ago: 1 }] }, everything, {
      desk: [word],
    });
    expect(withdrawn.stories[0]?.saying).toBeNull();
    const tomorrow = { ...said, eventAt: { day: '2025-02-20', precision: 'day' } as const };
    expect(sayable([tomorrow], watch)).toEqual([]);
  });

  test('tells that somebody is wounded only where an authority says so', () => {
    expect(saying('anna wounded fact by captors', 'anna wounded fact')).toBeNull();
    expect(saying('anna wounded fact by red-cross')).toMatchObject({ event: 'wounded' });
  });
});
