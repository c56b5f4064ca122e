import type { ArchivedEntry, DayLine } from '#core/archive.ts';
import type { Claim } from '#core/claim.ts';
import type { Delivery, Sent } from '#core/delivery.ts';
import type { Entry } from '#core/entry.ts';
import type { Cursor } from '#core/feed.ts';
import type { Story } from '#core/story.ts';
import { NO_WISHES } from '#core/subscription.ts';
import type { Destination, Subscription } from '#core/subscription.ts';

/** One of each kind of record, with every field in use. */

export function entry(id: string): Entry {
  return {
    id,
    feed: 'wire-en',
    source: 'wire',
    url: `https://example.org/${id}`,
    guid: null,
    title: `Title of ${id}`,
    lead: 'A lead.',
    text: '',
    language: 'en',
    publishedAt: null,
    firstSeenAt: 1,
    arrival: 'news',
  };
}

const chat: Destination = { platform: 'telegram', chat: '-100123', thread: '7' };

export const cursor: Cursor = {
  feed: 'wire-en',
  url: 'https://example.org/rss',
  etag: '"abc"',
  lastModified: null,
  bodyHash: 'x',
  firstReadAt: 1,
  sharedLinks: ['h'],
  lastAttemptAt: 2,
  lastSuccessAt: 2,
  lastNewAt: null,
  failures: 0,
  trouble: null,
  nextAt: 3,
  gone: false,
  movedTo: null,
};

export const archived: ArchivedEntry = {
  entry: entry('e1'),
  verdict: {
    language: 'en',
    relevant: true,
    score: 3,
    mentions: [{ subject: 'trufanov', surface: 'Trufanov', field: 'title', start: 0, end: 8, rule: 'alias' }],
    topics: ['hostage-release'],
    reach: 'alert',
    reasons: [{ text: 'names a captive', points: 3 }],
  },
  story: 's1',
};

export const dayLine: DayLine = { entry: 'e1', story: null, subjects: ['trufanov'], at: 5 };

export const claim: Claim = {
  id: 'c1',
  subject: 'trufanov',
  event: 'released',
  modality: 'promise',
  speaker: 'abu-marzouk',
  via: null,
  source: 'wire',
  origin: 'wire',
  quote: 'in the near future',
  statedAt: 5,
  eventAt: { day: '2025-02-01', precision: 'week' },
  background: false,
  rule: 'promise',
  from: { kind: 'entry', entry: 'e1', url: null },
  note: null,
  weighed: false,
};

export const story: Story = {
  id: 's1',
  entries: [
    {
      entry: 'e1',
      source: 'wire',
      origin: 'wire',
      url: null,
      title: 'Title',
      language: 'en',
      saidAt: 5,
      because: 'first',
    },
  ],
  subjects: ['trufanov'],
  topics: [],
  events: ['trufanov:released/promise'],
  openedAt: 5,
  updatedAt: 5,
  alerts: [
    {
      subject: 'trufanov',
      kind: 'promise',
      ordinal: 1,
      lead: { subject: 'herkin', ordinal: 2 },
      dueAt: 5,
    },
  ],
};

export const subscription: Subscription = {
  id: 'telegram:-100123/7',
  destination: chat,
  subjects: ['trufanov'],
  ...NO_WISHES,
  alerts: 'changes',
  digest: { hour: 9, minute: 0 },
  emptyDigest: 'say',
  timeZone: 'Asia/Jerusalem',
  language: 'en',
  quiet: { from: { hour: 23, minute: 0 }, to: { hour: 7, minute: 30 } },
  mutedUntil: null,
  madeIn: 'chat',
  createdAt: 1,
  paused: { since: 2, reason: 'blocked' },
};

export function delivery(id: string): Delivery {
  return {
    id,
    destination: chat,
    owedAt: 5,
    silent: false,
    message: {
      tone: 'promise',
      blocks: [
        { kind: 'heading', inlines: [{ kind: 'text', text: 'PROMISED' }] },
        {
          kind: 'list',
          items: [
            [
              {
                kind: 'strong',
                inlines: [
                  { kind: 'emphasis', inlines: [{ kind: 'struck', inlines: [{ kind: 'code', text: '1' }] }] },
                ],
              },
              { kind: 'link', url: 'https://example.org/', inlines: [{ kind: 'text', text: 'there' }] },
            ],
          ],
        },
      ],
      buttons: [
        [
          { kind: 'command', label: 'Timeline', command: 'timeline trufanov' },
          { kind: 'link', label: 'Source', url: 'https://example.org/' },
        ],
      ],
    },
    cause: { kind: 'alert', subjects: ['trufanov', 'herkin'], change: 'promise', story: 's1' },
  };
}

export const sent: Sent = {
  destination: chat,
  messageId: '42',
  parts: 1,
  unsure: false,
  sentAt: 6,
  text: 'key',
};
