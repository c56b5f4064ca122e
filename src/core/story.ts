import { splitSentences } from '#language/sentences.ts';
import type { Entry } from './entry.ts';
import type { Gist } from './gist.ts';
import { storyId } from './join.ts';

/** Entries about one event, across languages. */
export interface Story {
  readonly id: string;
  /** In order of joining; the first one made it. */
  readonly entries: readonly StoryEntry[];
  readonly subjects: readonly string[];
  readonly topics: readonly string[];
  /** What is claimed in it, as `subject:event/modality`: what tells one event from another. */
  readonly events: readonly string[];
  /** ms */
  readonly openedAt: number;
  readonly updatedAt: number;
  /** What was told of it, so that later entries edit the message instead of making another. */
  readonly alerts: readonly StoryAlert[];
}

/** What a story remembers of an entry: the archive may have lost it since. */
export interface StoryEntry {
  readonly entry: string;
  readonly source: string;
  /** Who the text really comes from: the agency copied, else the source. */
  readonly origin: string;
  readonly url: string | null;
  /** Empty where the headline must not be shown. */
  readonly title: string;
  readonly language: string;
  /** ms */
  readonly saidAt: number;
  /** Why it is in this story, for `/why`. */
  readonly because: string;
}

/** A change that was told in messages of this story. */
export interface StoryAlert {
  readonly subject: string;
  /** The kind of the change. */
  readonly kind: string;
  /** Of the change, in the ledger of its subject. */
  readonly ordinal: number;
  /** The change of this kind that the message has its id from: several told in one message have the same. */
  readonly lead: { readonly subject: string; readonly ordinal: number };
  /** Waits for company until then, ms: what comes before goes into the message itself. */
  readonly dueAt: number;
}

/** A headline made of a lead has so many UTF-16 units at most. */
const MADE_HEADLINE = 140;

/** What stands for a report: its headline, or else its first sentence, cut between words. */
export function headlineOf({ title, lead }: Pick<Entry, 'title' | 'lead'>): string {
  if (title !== '') return title;
  const first = splitSentences(lead.slice(0, 4 * MADE_HEADLINE))[0];
  const sentence = first === undefined ? '' : lead.slice(first.start, first.end).trim();
  if (sentence.length <= MADE_HEADLINE) return sentence;
  const kept = sentence.slice(0, MADE_HEADLINE).replace(/[\uD800-\uDBFF]$/u, '');
  const end = kept.search(/\s\S*$/u);
  return `${(end > MADE_HEADLINE / 2 ? kept.slice(0, end) : kept).trimEnd()}…`;
}

/** The story with one more entry, or as it was if the entry is in it already. @param story null: the entry opens one */
export function withEntry(story: Story | null, entry: StoryEntry, gist: Gist): Story {
  if (story === null) {
    return {
      id: storyId(entry.entry),
      entries: [entry],
      subjects: gist.subjects,
      topics: gist.topics,
      events: gist.events,
      openedAt: gist.saidAt,
      updatedAt: gist.saidAt,
      alerts: [],
    };
  }
  if (story.entries.some((known) => known.entry === entry.entry)) return story;
  return {
    ...story,
    entries: [...story.entries, entry],
    subjects: union(story.subjects, gist.subjects),
    topics: union(story.topics, gist.topics),
    events: union(story.events, gist.events),
    openedAt: Math.min(story.openedAt, gist.saidAt),
    updatedAt: Math.max(story.updatedAt, gist.saidAt),
  };
}

/** The story after its outlet changed a report of it in place: its newest headline stands there, and it is no second report. */
export function withVersion(story: Story, line: StoryEntry, gist: Gist): Story {
  return {
    ...story,
    entries: story.entries.map((known) =>
      known.entry === line.entry
        ? { ...known, url: line.url, title: line.title, language: line.language }
        : known,
    ),
    subjects: union(story.subjects, gist.subjects),
    topics: union(story.topics, gist.topics),
    events: union(story.events, gist.events),
    updatedAt: Math.max(story.updatedAt, gist.saidAt),
  };
}

/** The story with what was told of it. */
export function withAlerts(story: Story, told: readonly StoryAlert[]): Story {
  const fresh = told.filter((alert) => alertOf(story, alert) === null);
  return fresh.length === 0 ? story : { ...story, alerts: [...story.alerts, ...fresh] };
}

/** What the story remembers of a message told of it. */
export function alertOf(
  story: Pick<Story, 'alerts'>,
  told: Pick<StoryAlert, 'subject' | 'kind' | 'ordinal'>,
): StoryAlert | null {
  return (
    story.alerts.find(
      (alert) => alert.subject === told.subject && alert.kind === told.kind && alert.ordinal === told.ordinal,
    ) ?? null
  );
}

/** All that was told in the message of this change, in the order in which it names them. */
export function toldWith(
  { alerts }: Pick<Story, 'alerts'>,
  { kind, lead }: StoryAlert,
): readonly StoryAlert[] {
  return alerts.filter(
    (one) => one.kind === kind && one.lead.subject === lead.subject && one.lead.ordinal === lead.ordinal,
  );
}

/**
 * Stories that turned out to be one, under the id of the one that was opened first. What was told of the others stays known,
 * so that their messages are edited from there.
 */
export function mergedStory(one: Story, other: Story): Story {
  const [kept, gone] =
    other.openedAt < one.openedAt || (other.openedAt === one.openedAt && other.id < one.id)
      ? [other, one]
      : [one, other];
  const known = new Set(kept.entries.map(({ entry }) => entry));
  return withAlerts(
    {
      ...kept,
      entries: [...kept.entries, ...gone.entries.filter(({ entry }) => !known.has(entry))],
      subjects: union(kept.subjects, gone.subjects),
      topics: union(kept.topics, gone.topics),
      events: union(kept.events, gone.events),
      updatedAt: Math.max(kept.updatedAt, gone.updatedAt),
    },
    gone.alerts,
  );
}

function union(a: readonly string[], b: readonly string[]): readonly string[] {
  return [...new Set([...a, ...b])];
}
