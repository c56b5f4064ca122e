import { nearest } from '#core/nearest.ts';
import type { Recognise } from '#core/typed.ts';
import { displayName } from '#core/watchlist.ts';
import type { Subject, Topic, Watchlist } from '#core/watchlist.ts';
import { foldedText } from '#language/normalise.ts';

/** What a person may have meant. */
export type Found =
  | { readonly found: 'one'; readonly subject: Subject }
  | { readonly found: 'several'; readonly subjects: readonly Subject[] }
  | { readonly found: 'none'; readonly nearest: Subject | null };

/** What names are looked up in. */
export interface Findable {
  readonly watchlist: Watchlist;
  /** The compiled spellings. */
  readonly recognise: Recognise;
}

/** Offered at most: Discord takes 25, a person reads fewer. */
const MOST_OFFERED = 25;

/**
 * The subject meant by typed words: its id, a display name in any language, any spelling that would be found in the news, or
 * a part of a display name.
 */
export function findSubject(typed: string, { watchlist, recognise }: Findable): Found {
  const wanted = key(typed.slice(0, 200));
  if (wanted === '') return { found: 'none', nearest: null };
  const subjects = [...watchlist.subjects.values()];
  const byId = watchlist.subjects.get(typed.trim().toLowerCase());
  if (byId !== undefined) return { found: 'one', subject: byId };
  const whole = subjects.filter((subject) => namesOf(subject).includes(wanted));
  // "russia-hamas" is a topic, and no way to spell Hamas.
  if (whole.length === 0 && findTopic(typed, watchlist) !== null) return { found: 'none', nearest: null };
  const spelled =
    whole.length > 0
      ? whole
      : recognise(typed)
          .map((id) => watchlist.subjects.get(id))
          .filter((subject) => subject !== undefined);
  const [only, ...others] =
    spelled.length > 0 ? spelled : subjects.filter((subject) => hasWords(subject, wanted));
  if (only === undefined) return { found: 'none', nearest: nearestSubject(wanted, subjects) };
  if (others.length === 0) return { found: 'one', subject: only };
  // "trufanov" is a word of the whole family's names and the id of one of them; ids were tried first.
  return { found: 'several', subjects: [only, ...others] };
}

/** Whether somebody is called what was typed; else it was understood by its sounds, and that is to be said. */
export function isCalled(subject: Subject, typed: string): boolean {
  return typed.trim().toLowerCase() === subject.id || hasWords(subject, key(typed.slice(0, 200)));
}

/** The topic meant by typed words: its id, or its name in any language. */
export function findTopic(typed: string, { topics }: Watchlist): Topic | null {
  const wanted = key(typed.slice(0, 200));
  return (
    [...topics.values()].find((topic) =>
      [topic.id.replaceAll('-', ' '), ...Object.values(topic.names).map(key)].includes(wanted),
    ) ?? null
  );
}

/** Subjects for what has been typed so far: those that begin so first, captives before others. */
export function suggestSubjects(
  typed: string,
  watchlist: Watchlist,
  language: string,
): readonly { readonly label: string; readonly value: string }[] {
  const wanted = key(typed.slice(0, 200));
  const ranked = [...watchlist.subjects.values()]
    .map((subject) => ({ subject, rank: rankOf(subject, wanted) }))
    .filter(({ rank }) => rank < NO_RANK)
    .sort((a, b) => a.rank - b.rank || order(a.subject) - order(b.subject));
  return ranked
    .slice(0, MOST_OFFERED)
    .map(({ subject }) => ({ label: displayName(subject, language), value: subject.id }));
}

const NO_RANK = 3;

function rankOf(subject: Subject, wanted: string): number {
  const names = [subject.id, ...namesOf(subject)];
  if (names.some((name) => name.startsWith(wanted))) return 0;
  if (names.some((name) => name.split(' ').some((word) => word.startsWith(wanted)))) return 1;
  return names.some((name) => name.includes(wanted)) ? 2 : NO_RANK;
}

function order(subject: Subject): number {
  return ['captive', 'group', 'official', 'body', 'place'].indexOf(subject.kind);
}

function namesOf(subject: Subject): readonly string[] {
  return [subject.id.replaceAll('-', ' '), ...Object.values(subject.names).map(key)];
}

function hasWords(subject: Subject, wanted: string): boolean {
  const words = wanted.split(' ');
  return namesOf(subject).some((name) => {
    const own = name.split(' ');
    return words.every((word) => own.includes(word));
  });
}

function nearestSubject(wanted: string, subjects: readonly Subject[]): Subject | null {
  const words = new Map<string, Subject>();
  for (const subject of subjects) {
    for (const name of namesOf(subject)) {
      for (const word of [name, ...name.split(' ')]) if (!words.has(word)) words.set(word, subject);
    }
  }
  const near = nearest(wanted, words.keys());
  return near === null ? null : (words.get(near) ?? null);
}

/** Letters and digits only, folded as names are matched, so that niqqud, case and punctuation do not matter. */
function key(text: string): string {
  return foldedText(text)
    .replaceAll(/[^\p{L}\p{N}]+/gu, ' ')
    .trim();
}
