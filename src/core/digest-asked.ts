/** Which digest is asked for: by a person who types days, or by a button below one that names its window. */
import { LONGEST_WINDOW } from './digest.ts';
import type { Window } from './digest.ts';
import { DAY, SECOND } from './spans.ts';
import { dayAfter, momentIn } from './wallclock.ts';

/** How much of a digest was shown already. */
export interface Seen {
  readonly stories: number;
  /** Stories of earlier digests among them, which stand at the end. */
  readonly continued: number;
}

/** What was asked for, as {@link readDigestAsked} read it. */
export interface DigestAsked {
  readonly window: Window;
  /** What was asked for before it, and is too long; null: nothing. */
  readonly leftOut: Window | null;
  /** Null: all of it is asked for. */
  readonly after: Seen | null;
}

/**
 * Reads `2025-02-15`, `2025-02-10 2025-02-15` (both days in it), `2025-02-14T09:00Z/2025-02-15T09:00Z`, or nothing, which is the last
 * 24 hours; `+7+2` behind it asks for what comes after the first so many. A window ends now at the latest, and what is too
 * long of it is cut at its beginning. Null for what is none of that, or still to come.
 *
 * @param timeZone in which days, and moments without a Z, are meant
 */
export function readDigestAsked(typed: string, timeZone: string, now: number): DigestAsked | null {
  const words = typed
    .slice(0, 200)
    .split(/\s+|\/|\.\.|[–—]/u)
    .filter((word) => word !== '' && word !== '-');
  const seen = /^\+(?<stories>\d{1,4})(?:\+(?<continued>\d{1,4}))?$/u.exec(words.at(-1) ?? '')?.groups;
  const [first, last = first, ...more] = seen === undefined ? words : words.slice(0, -1);
  const after =
    seen === undefined
      ? null
      : { stories: Number(seen['stories']), continued: Number(seen['continued'] ?? 0) };
  // To the second, so that a button can name it; what has just been read is in it.
  const end = Math.ceil(now / SECOND) * SECOND;
  if (first === undefined || last === undefined)
    return after === null ? { window: { from: end - DAY, to: end }, leftOut: null, after } : null;
  const ends = [first, last].map((word) => spanOf(word, timeZone));
  const [one, two] = ends;
  if (one == null || two == null || more.length > 0) return null;
  const alone = first === last && one.from === one.to;
  const to = Math.min(Math.max(one.to, two.to), end);
  const asked = alone ? one.to - DAY : Math.min(one.from, two.from);
  const from = Math.max(asked, to - LONGEST_WINDOW);
  if (from >= to) return null;
  return { window: { from, to }, leftOut: asked < from ? { from: asked, to: from } : null, after };
}

/** What a button asks for the rest of a digest, as typed: `digest 2025-02-14T09:00Z/2025-02-15T09:00Z +7+2`. */
export function digestQuestion({ from, to }: Window, { stories, continued }: Seen): string {
  return `digest ${written(from)}/${written(to)} +${String(stories)}+${String(continued)}`;
}

/** To the second, without those where there are none: a button has 64 bytes. */
function written(ms: number): string {
  return new Date(ms).toISOString().replace(/(?::00)?\.\d+Z$/u, 'Z');
}

/** A day from its beginning to its end, or a moment. */
function spanOf(word: string, timeZone: string): Window | null {
  const [, day, time, zulu] = /^(\d{4}-\d{2}-\d{2})(T\d{2}:\d{2}(?::\d{2})?)?(Z)?$/iu.exec(word) ?? [];
  if (day === undefined || (time === undefined && zulu !== undefined)) return null;
  const at = momentIn(`${day}${time ?? ''}`.toUpperCase(), zulu === undefined ? timeZone : 'UTC');
  if (at === null) return null;
  return { from: at, to: time === undefined ? dayAfter(at, timeZone) : at };
}
