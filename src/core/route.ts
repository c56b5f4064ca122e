import { isEnd } from './delivery.ts';
import type { Change } from './situation.ts';
import type { Subscription, TimeOfDay } from './subscription.ts';
import { passings, wallClock } from './wallclock.ts';

/** What a subscription gets of something that happened, and why. */
export type Decision =
  | { readonly send: 'now'; readonly silent: boolean }
  | { readonly send: 'later'; readonly at: number; readonly because: 'quiet hours' }
  | { readonly send: 'nothing'; readonly because: Nothing };

/** Why a subscriber gets nothing: the first reason that {@link route} comes to. `story muted` never holds back a release, a death or a correction. */
export type Nothing =
  | 'destination lost'
  | 'muted'
  | 'no alerts wanted'
  | 'subject not wanted'
  | 'only changes wanted'
  | 'story muted';

/** What happened, as far as routing cares. `change` is null for a story that changes nobody's situation. */
export interface Happening {
  readonly subjects: readonly string[];
  readonly change: Pick<Change, 'kind'> | null;
  readonly topics: readonly string[];
  /** Ids of the story that it belongs to: several where stories become one by it. */
  readonly stories: readonly string[];
}

/** Who is told, when, and how loudly. A release, a death or a correction comes through quiet hours, without sound if so wished. */
export function route(happening: Happening, to: Subscription, now: number): Decision {
  if (to.paused !== null) return { send: 'nothing', because: 'destination lost' };
  if (to.alerts === 'none') return { send: 'nothing', because: 'no alerts wanted' };
  if (!wants(to, happening.subjects, happening.topics))
    return { send: 'nothing', because: 'subject not wanted' };
  if (to.alerts === 'changes' && happening.change === null)
    return { send: 'nothing', because: 'only changes wanted' };
  if (to.mutedUntil !== null && now < to.mutedUntil) return { send: 'nothing', because: 'muted' };
  const urgent = happening.change !== null && breaksQuiet(happening.change.kind);
  if (!urgent && to.mutedStories.some((id) => happening.stories.includes(id)))
    return { send: 'nothing', because: 'story muted' };
  const quietUntil = quietEnd(to, now);
  if (quietUntil === null) return { send: 'now', silent: false };
  return urgent
    ? { send: 'now', silent: to.urgent === 'silent' }
    : { send: 'later', at: quietUntil, because: 'quiet hours' };
}

/** What nobody wants to learn hours later. */
function breaksQuiet(kind: Change['kind']): boolean {
  return isEnd(kind) || kind === 'correction';
}

/** Does this subscription follow any of these subjects or topics? */
export function wants(
  to: Pick<Subscription, 'subjects' | 'topics'>,
  subjects: readonly string[],
  topics: readonly string[],
): boolean {
  if (to.subjects === 'all') return true;
  const followed = to.subjects;
  return (
    subjects.some((subject) => followed.includes(subject)) ||
    topics.some((topic) => to.topics.includes(topic))
  );
}

/**
 * When the quiet hours that `now` lies in end, ms; null outside them. Equal ends mean no quiet hours, not 24 of them. On the
 * night on which the clocks go back, what the clock shows twice is quiet the first time only: they have ended then, and the
 * next end is that of the night after.
 */
export function quietEnd(to: Pick<Subscription, 'quiet' | 'timeZone'>, now: number): number | null {
  if (to.quiet === null) return null;
  const from = minutes(to.quiet.from);
  const until = minutes(to.quiet.to);
  if (from === until) return null;
  const at = minutes(wallClock(now, to.timeZone));
  const inside = from < until ? at >= from && at < until : at >= from || at < until;
  if (!inside) return null;
  const began = passings(now, to.quiet.from, to.timeZone).last;
  const { last: ended, next: end } = passings(now, to.quiet.to, to.timeZone);
  return began > ended ? end : null;
}

function minutes(time: TimeOfDay): number {
  return time.hour * 60 + time.minute;
}
