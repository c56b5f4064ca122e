/** The shape of every kind of record, as it is read back. */
import { z } from 'zod';
import type { ArchivedEntry, DayLine } from '#core/archive.ts';
import { MODALITIES, type Claim } from '#core/claim.ts';
import type { Print } from '#core/copies.ts';
import type { Delivery, Sent } from '#core/delivery.ts';
import { ENTRY_FIELDS, type Entry } from '#core/entry.ts';
import type { Recurring } from '#core/furniture.ts';
import type { Cursor } from '#core/feed.ts';
import type { Gist } from '#core/gist.ts';
import { TONES, type Message } from '#core/message.ts';
import { CHANGE_KINDS } from '#core/situation.ts';
import type { Frequencies } from '#core/rarity.ts';
import type { Story } from '#core/story.ts';
import { NO_WISHES, PLATFORMS, type Destination, type Subscription } from '#core/subscription.ts';
import type { ProposedSpelling } from '#core/unknown.ts';
import { REACHES } from '#core/verdict.ts';
import type { Verdict } from '#core/verdict.ts';
import type { KnownWords } from '#core/version.ts';
import type { WatchRecord } from '#core/watching.ts';
import type { RecordKind } from './kind.ts';

/** What the schema takes, as readonly as the core has it. */
type Frozen<T> = T extends readonly (infer Member)[]
  ? readonly Frozen<Member>[]
  : T extends object
    ? { readonly [Key in keyof T]: Frozen<T[Key]> }
    : T;

/**
 * A schema that gives exactly `T`: one that gives more, less or something else does not compile. So the shape on disk
 * cannot drift away from the type that the program works with.
 */
function exactly<T>() {
  return <S extends z.ZodType<T>>(
    schema: S & (T extends Frozen<z.input<S>> ? unknown : never),
  ): z.ZodType<T> => schema;
}

function firstVersion<T>(name: string, schema: z.ZodType<T>): RecordKind<T> {
  // A kind that gets its second version gets its own `upgrade`; until then there is nothing older to read.
  return { name, version: 1, schema, upgrade: (value) => value };
}

const ms = z.number();
const text = z.string();
const maybe = text.nullable();

const destination = exactly<Destination>()(
  z.object({ platform: z.enum(PLATFORMS), chat: text, thread: maybe }),
);

const entry = exactly<Entry>()(
  z.object({
    id: text,
    feed: text,
    source: text,
    url: maybe,
    guid: maybe,
    title: text,
    lead: text,
    text,
    language: maybe,
    publishedAt: ms.nullable(),
    firstSeenAt: ms,
    arrival: z.enum(['history', 'news']),
    changedAt: ms.optional(),
  }),
);

const version = exactly<KnownWords>()(
  z.object({
    words: text,
    shown: z.number().optional(),
    spent: z.number(),
    at: ms,
    news: z.literal(true).optional(),
  }),
);

const cursor = exactly<Cursor>()(
  z.object({
    feed: text,
    url: text,
    etag: maybe,
    lastModified: maybe,
    bodyHash: maybe,
    firstReadAt: ms.nullable(),
    sharedLinks: z.array(text),
    lastAttemptAt: ms.nullable(),
    lastSuccessAt: ms.nullable(),
    lastNewAt: ms.nullable(),
    failures: z.number(),
    trouble: maybe,
    nextAt: ms,
    gone: z.boolean(),
    movedTo: maybe,
  }),
);

const verdict = exactly<Verdict>()(
  z.object({
    language: text,
    relevant: z.boolean(),
    reach: z.enum(REACHES),
    score: z.number(),
    mentions: z.array(
      z.object({
        subject: text,
        surface: text,
        field: z.enum(ENTRY_FIELDS),
        start: z.number(),
        end: z.number(),
        rule: text,
      }),
    ),
    topics: z.array(text),
    reasons: z.array(z.object({ text, points: z.number() })),
  }),
);

/** The first version had no `reach`: whatever was kept could alert. */
function withReach(value: unknown): unknown {
  const old = z.looseObject({ verdict: z.looseObject({}) }).safeParse(value);
  return old.success ? { ...old.data, verdict: { ...old.data.verdict, reach: 'alert' } } : value;
}

const archived = exactly<ArchivedEntry>()(z.object({ entry, verdict, story: maybe }));

const dayLines = exactly<readonly DayLine[]>()(
  z.array(z.object({ entry: text, story: maybe, subjects: z.array(text), at: ms })),
);

/** The first version knew no claims read by weight. */
function withWeighed(value: unknown): unknown {
  const old = z.array(z.looseObject({})).safeParse(value);
  return old.success ? old.data.map((claim) => ({ weighed: false, ...claim })) : value;
}

const claims = exactly<readonly Claim[]>()(
  z.array(
    z.object({
      id: text,
      subject: text,
      event: text,
      modality: z.enum(MODALITIES),
      speaker: maybe,
      via: maybe,
      source: text,
      origin: text,
      quote: maybe,
      statedAt: ms,
      eventAt: z.object({ day: text, precision: z.enum(['day', 'week', 'month']) }).nullable(),
      background: z.boolean(),
      rule: text,
      from: z.discriminatedUnion('kind', [
        z.object({
          kind: z.literal('entry'),
          entry: text,
          url: maybe,
          silent: z.literal(true).optional(),
        }),
        z.object({ kind: z.literal('dossier'), dossier: text, url: maybe }),
        z.object({
          kind: z.literal('desk'),
          does: z.enum(['withdraws', 'confirms']),
          claim: text,
          modality: z.enum(MODALITIES).optional(),
          by: z.object({ platform: z.enum(PLATFORMS), id: text }),
          url: z.null(),
        }),
      ]),
      note: maybe,
      weighed: z.boolean(),
    }),
  ),
);

const story = exactly<Story>()(
  z.object({
    id: text,
    entries: z.array(
      z.object({
        entry: text,
        source: text,
        origin: text,
        url: maybe,
        title: text,
        language: text,
        saidAt: ms,
        because: text,
      }),
    ),
    subjects: z.array(text),
    topics: z.array(text),
    events: z.array(text),
    openedAt: ms,
    updatedAt: ms,
    alerts: z.array(
      z.object({
        subject: text,
        kind: text,
        ordinal: z.number(),
        lead: z.object({ subject: text, ordinal: z.number() }),
        dueAt: ms,
      }),
    ),
  }),
);

/** In the first version no alert waited for company; before the third, each told of one subject. */
function withLeads(value: unknown): unknown {
  const old = z.looseObject({ alerts: z.array(z.looseObject({})) }).safeParse(value);
  if (!old.success) return value;
  const alerts = old.data.alerts.map((alert) => ({
    dueAt: 0,
    ...alert,
    lead: { subject: alert['subject'], ordinal: alert['ordinal'] },
  }));
  return { ...old.data, alerts };
}

const gist = exactly<Gist>()(
  z.object({
    subjects: z.array(text),
    main: z.array(text),
    topics: z.array(text),
    themes: z.array(text),
    firstThemes: z.array(text),
    matters: z.array(text),
    told: z.array(text),
    toldDays: z.array(text),
    release: z.enum(['done', 'promised', 'asked']).nullable(),
    speakers: z.array(text),
    events: z.array(text),
    days: z.array(text),
    numbers: z.array(text),
    counts: z.array(text),
    names: z.array(text),
    language: text,
    saidAt: ms,
  }),
);

/** In the first version nobody was counted, and nothing said what a report begins with and whom it quotes. */
function withMore(value: unknown): unknown {
  const old = z.looseObject({}).safeParse(value);
  return old.success
    ? {
        firstThemes: [],
        matters: [],
        told: [],
        toldDays: [],
        release: null,
        speakers: [],
        counts: [],
        ...old.data,
      }
    : value;
}

const print = exactly<Print>()(z.object({ saidAt: ms, source: text, copyOf: maybe, shingles: text }));

const frequencies = exactly<Frequencies>()(
  z.object({ entries: z.number(), seen: z.record(text, z.number()) }),
);

const timeOfDay = z.object({ hour: z.number(), minute: z.number() });

const subscription = exactly<Subscription>()(
  z.object({
    id: text,
    destination,
    subjects: z.union([z.literal('all'), z.array(text)]),
    topics: z.array(text),
    alerts: z.enum(['changes', 'all', 'none']),
    digest: timeOfDay.nullable(),
    weekly: z.number().int().min(1).max(7).nullable(),
    emptyDigest: z.enum(['say', 'silent']),
    timeZone: text,
    language: text,
    quiet: z.object({ from: timeOfDay, to: timeOfDay }).nullable(),
    urgent: z.enum(['silent', 'loud']),
    mutedUntil: ms.nullable(),
    mutedStories: z.array(text),
    madeIn: z.enum(['config', 'chat']),
    createdAt: ms,
    paused: z.object({ since: ms, reason: text }).nullable(),
  }),
);

/** The first version knew no topics, no weekly digest, and came silently in quiet hours. */
function withWishes(value: unknown): unknown {
  const old = z.looseObject({}).safeParse(value);
  return old.success ? { ...NO_WISHES, ...old.data } : value;
}

const inline = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('text'), text }),
  z.object({
    kind: z.literal('strong'),
    get inlines() {
      return z.array(inline);
    },
  }),
  z.object({
    kind: z.literal('emphasis'),
    get inlines() {
      return z.array(inline);
    },
  }),
  z.object({
    kind: z.literal('struck'),
    get inlines() {
      return z.array(inline);
    },
  }),
  z.object({ kind: z.literal('code'), text }),
  z.object({
    kind: z.literal('isolated'),
    get inlines() {
      return z.array(inline);
    },
  }),
  z.object({
    kind: z.literal('link'),
    url: text,
    get inlines() {
      return z.array(inline);
    },
  }),
]);

const message = exactly<Message>()(
  z.object({
    blocks: z.array(
      z.discriminatedUnion('kind', [
        z.object({ kind: z.literal('heading'), inlines: z.array(inline) }),
        z.object({ kind: z.literal('paragraph'), inlines: z.array(inline) }),
        z.object({ kind: z.literal('quote'), inlines: z.array(inline) }),
        z.object({ kind: z.literal('list'), items: z.array(z.array(inline)) }),
      ]),
    ),
    buttons: z.array(
      z.array(
        z.discriminatedUnion('kind', [
          z.object({ kind: z.literal('command'), label: text, command: text }),
          z.object({ kind: z.literal('link'), label: text, url: text }),
        ]),
      ),
    ),
    tone: z.enum(TONES),
  }),
);

const delivery = exactly<Delivery>()(
  z.object({
    id: text,
    destination,
    owedAt: ms,
    silent: z.boolean(),
    message,
    cause: z.discriminatedUnion('kind', [
      z.object({
        kind: z.literal('alert'),
        subjects: z.array(text),
        change: z.enum(CHANGE_KINDS),
        story: text,
        told: z.array(z.object({ subject: text, ordinal: z.number(), situation: text })).optional(),
        corrects: z.object({ subject: text, kind: z.enum(CHANGE_KINDS), ordinal: z.number() }).optional(),
      }),
      z.object({ kind: z.literal('story'), story: text }),
      z.object({
        kind: z.literal('edit'),
        edits: text,
        entry: text,
        tells: z
          .object({
            change: z.enum(CHANGE_KINDS),
            story: text,
            told: z.array(z.object({ subject: text, ordinal: z.number(), situation: text })),
          })
          .optional(),
      }),
      z.object({ kind: z.literal('digest'), from: ms, to: ms }),
      z.object({ kind: z.literal('notice') }),
    ]),
  }),
);

/** In the first version an alert told of one subject. */
function withSubjects(value: unknown): unknown {
  const old = z
    .looseObject({ cause: z.looseObject({ kind: z.literal('alert'), subject: text }) })
    .safeParse(value);
  if (!old.success) return value;
  const { cause } = old.data;
  return { ...old.data, cause: { ...cause, subjects: [cause.subject] } };
}

const sent = exactly<Sent>()(
  // Before parts were counted, a record was written when all were out.
  z.object({
    destination,
    messageId: maybe,
    parts: z.number().default(1),
    unsure: z.boolean().default(false),
    sentAt: ms,
    text,
  }),
);

const recurring = exactly<Recurring>()(
  z.object({ lines: z.array(z.object({ line: text, items: z.array(text), at: ms })) }),
);

const proposed = exactly<readonly ProposedSpelling[]>()(
  z.array(z.object({ subject: text, spelling: text, times: z.number(), entry: text, url: maybe, at: ms })),
);

const watchRecord = exactly<WatchRecord>()(
  z.object({ at: ms, by: z.object({ platform: z.enum(PLATFORMS), id: text }).nullable(), what: text }),
);

/** Every kind of record in collections, by its name in `Store`. */
export const KINDS = {
  aliases: firstVersion<string>('aliases', text),
  versions: firstVersion<KnownWords>('versions', version),
  cursors: firstVersion<Cursor>('cursors', cursor),
  entries: {
    name: 'entries',
    version: 2,
    schema: archived,
    upgrade: withReach,
  } satisfies RecordKind<ArchivedEntry>,
  days: firstVersion<readonly DayLine[]>('days', dayLines),
  claims: {
    name: 'claims',
    version: 2,
    schema: claims,
    upgrade: withWeighed,
  } satisfies RecordKind<readonly Claim[]>,
  stories: { name: 'stories', version: 3, schema: story, upgrade: withLeads } satisfies RecordKind<Story>,
  storyAliases: firstVersion<string>('story-aliases', text),
  gists: { name: 'gists', version: 2, schema: gist, upgrade: withMore } satisfies RecordKind<Gist>,
  prints: firstVersion<Print>('prints', print),
  frequencies: firstVersion<Frequencies>('frequencies', frequencies),
  subscriptions: {
    name: 'subscriptions',
    version: 2,
    schema: subscription,
    upgrade: withWishes,
  },
  sent: firstVersion<Sent>('sent', sent),
  recurring: firstVersion<Recurring>('recurring', recurring),
  proposed: firstVersion<readonly ProposedSpelling[]>('proposed', proposed),
  watchChanges: firstVersion<WatchRecord>('watch-changes', watchRecord),
  desk: firstVersion<string>('desk', text),
} as const;

/** What the queues carry. */
export const QUEUED = {
  inbox: firstVersion<Entry>('inbox', entry),
  outbox: {
    name: 'outbox',
    version: 2,
    schema: delivery,
    upgrade: withSubjects,
  } satisfies RecordKind<Delivery>,
} as const;
