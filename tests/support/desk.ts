/** A small watch for tests of the jobs: one captive, a captor, an authority, and a reader of claims that needs no language. */
import type { Claim, ClaimEvent, Modality } from '#core/claim.ts';
import type { Entry } from '#core/entry.ts';
import type { Source } from '#core/feed.ts';
import { originOf } from '#core/feed.ts';
import { causeId } from '#core/ids.ts';
import type { Log } from '#core/ports.ts';
import { NO_WISHES } from '#core/subscription.ts';
import type { Subscription } from '#core/subscription.ts';
import { destinationKey } from '#core/subscription.ts';
import type { Verdict } from '#core/verdict.ts';
import type { Subject, Watchlist } from '#core/watchlist.ts';

const subject = (id: string, more: Partial<Subject> = {}): Subject => ({
  id,
  kind: 'captive',
  names: { en: id === 'anna' ? 'Anna Example' : id },
  gender: null,
  relatives: [],
  role: null,
  authorityFor: [],
  voice: null,
  dossiers: [],
  ...more,
});

export const watch: Watchlist = {
  subjects: new Map(
    [
      subject('anna'),
      subject('boris', { names: { en: 'Boris Example' } }),
      subject('captors', { kind: 'body', role: 'captor' }),
      subject('red-cross', { kind: 'body', role: 'authority', authorityFor: ['*'] }),
    ].map((one) => [one.id, one]),
  ),
  topics: new Map(),
};

export const sources: ReadonlyMap<string, Source> = new Map(
  ['north', 'south', 'east', 'west'].map((id) => [
    id,
    { id, name: `${id} wire`, reliability: 'B', stateMedia: null, agency: false },
  ]),
);

/**
 * An entry whose title is its claims: `anna released fact; boris held fact by red-cross`. The tests of the jobs say what is claimed this
 * way, so that they do not depend on how any language is read.
 */
export function entry(id: string, title: string, at: number, more: Partial<Entry> = {}): Entry {
  return {
    id,
    feed: 'feed',
    source: 'north',
    url: `https://news.example/${id}`,
    guid: null,
    title,
    lead: '',
    text: '',
    language: 'en',
    publishedAt: at,
    firstSeenAt: at,
    arrival: 'news',
    ...more,
  };
}

interface Said {
  readonly subject: string;
  readonly event: ClaimEvent;
  readonly modality: Modality;
  readonly speaker: string | null;
}

function saidIn(title: string): readonly Said[] {
  return title.split(';').flatMap((part) => {
    const [who, event, modality, , speaker] = part.trim().split(/\s+/u);
    if (who === undefined || !watch.subjects.has(who)) return [];
    return [
      { subject: who, event: event as ClaimEvent, modality: modality as Modality, speaker: speaker ?? null },
    ];
  });
}

export function classify(read: Entry): Verdict {
  const said = saidIn(read.title);
  return {
    language: 'en',
    relevant: said.length > 0,
    reach: said.length === 0 ? 'drop' : read.lead === 'for the digest' ? 'digest' : 'alert',
    score: said.length,
    mentions: said.map(({ subject: id }) => ({
      subject: id,
      surface: id,
      field: 'title',
      start: 0,
      end: 1,
      rule: 'test',
    })),
    topics: [],
    reasons: [],
  };
}

export function readClaims(read: Entry): readonly Claim[] {
  const at = read.changedAt ?? read.publishedAt ?? read.firstSeenAt;
  const source = sources.get(read.source);
  return saidIn(read.title)
    .filter(({ event }) => event !== undefined)
    .map(({ subject: who, event, modality, speaker }) => ({
      id: causeId('claim', read.id, who, event, modality),
      subject: who,
      event,
      modality,
      speaker,
      via: null,
      source: read.source,
      origin: speaker ?? (source === undefined ? read.source : originOf(source)),
      quote: null,
      statedAt: at,
      eventAt: { day: new Date(at).toISOString().slice(0, 10), precision: 'day' },
      background: false,
      rule: 'test',
      from: { kind: 'entry', entry: read.id, url: read.url },
      note: null,
      weighed: false,
    }));
}

export function subscription(chat: string, more: Partial<Subscription> = {}): Subscription {
  const destination = more.destination ?? { platform: 'terminal', chat, thread: null };
  return {
    id: destinationKey(destination),
    destination,
    subjects: 'all',
    ...NO_WISHES,
    alerts: 'changes',
    digest: null,
    emptyDigest: 'say',
    timeZone: 'UTC',
    language: 'en',
    quiet: null,
    mutedUntil: null,
    madeIn: 'chat',
    createdAt: 0,
    paused: null,
    ...more,
  };
}

/** Collects what is logged, so that a test can say that nothing went wrong. */
export function quietLog(): Log & {
  readonly lines: { readonly level: string; readonly sentence: string; readonly fields: object }[];
} {
  const lines: { level: string; sentence: string; fields: object }[] = [];
  const at = (level: string) => (fields: object, sentence: string) =>
    void lines.push({ level, sentence, fields });
  return { lines, error: at('error'), warn: at('warn'), info: at('info'), debug: at('debug') };
}
