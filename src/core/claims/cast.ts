/** Those who may speak in an entry: its officials by the offices they are given there, and people of whom it prints the full name once. */
import { findCues, formsOf, tokensOf, withoutGlued } from '#language/cues.ts';
import type { FoundCue, Lexicon, Token } from '#language/lexicon.ts';
import { ENTRY_FIELDS } from '#core/entry.ts';
import type { Entry } from '#core/entry.ts';
import type { Mention } from '#core/verdict.ts';
import type { Subject, Watchlist } from '#core/watchlist.ts';

/** Asked by offices and by surname: what the words of a sentence need to point at somebody of the whole entry. */
export interface Cast {
  /** The officials of the entry who are given all these offices in it ("ambassador"), and speak for this voice, if one is asked for. */
  readonly officials: (offices: readonly string[], voice: string | null) => readonly Subject[];
  /** The full name that the entry prints of somebody of this surname; null: none, or several. */
  readonly fullName: (surname: string) => string | null;
}

/** Of words read by themselves, without the entry that they stand in. */
export const NO_CAST: Cast = { officials: () => [], fullName: () => null };

/** An office stands this close to the name of who holds it, in UTF-16 units. */
const NEAR = 70;

/** Longest text in which full names are looked for, in UTF-16 units. */
const LONGEST = 20_000;

/** Who may speak in an entry. Nothing is looked up before it is asked for. */
export function castOf(
  entry: Pick<Entry, 'title' | 'lead' | 'text'>,
  mentions: readonly Mention[],
  lexicon: Lexicon,
  watchlist: Pick<Watchlist, 'subjects'>,
): Cast {
  let known: ReadonlyMap<Subject, ReadonlySet<string>> | null = null;
  return {
    officials: (offices, voice) => {
      known ??= officesIn(entry, mentions, lexicon, watchlist);
      return [...known]
        .filter(
          ([one, held]) =>
            (voice === null || one.voice === voice) && offices.every((office) => held.has(office)),
        )
        .map(([one]) => one);
    },
    fullName: (surname) => fullNameIn(entry, surname),
  };
}

/** The offices named by some words, as they are compared: without endings and what is glued to them. */
export function officesOf(lexicon: Lexicon, tokens: readonly Token[]): readonly string[] {
  return tokens
    .map(({ text }) => withoutGlued(text, lexicon.glued === 'arabic' ? 'arabic' : 'none').at(-1) ?? text)
    .filter((word) => word.length > SHORTEST_OFFICE)
    .map((word) => word.slice(0, Math.min(LONGEST_STEM, word.length - 2)));
}

/** In letters: shorter words are articles and particles; a stem leaves out two for the ending. */
const SHORTEST_OFFICE = 3;
const LONGEST_STEM = 6;

function officesIn(
  entry: Pick<Entry, 'title' | 'lead' | 'text'>,
  mentions: readonly Mention[],
  lexicon: Lexicon,
  watchlist: Pick<Watchlist, 'subjects'>,
): ReadonlyMap<Subject, ReadonlySet<string>> {
  const found = new Map<Subject, Set<string>>();
  for (const { subject, field, start, end } of mentions) {
    const is = watchlist.subjects.get(subject);
    if (is?.kind !== 'official') continue;
    const offices = found.get(is) ?? new Set<string>();
    found.set(is, offices);
    const before = entry[field].slice(Math.max(0, start - NEAR), start);
    const behind = entry[field].slice(end, end + NEAR);
    for (const [part, isBefore] of [
      [before.split(/[.!?;:"«»“”]\s/u).at(-1) ?? '', true],
      [behind.split(/[.!?;:"«»“”]/u)[0] ?? '', false],
    ] as const) {
      const tokens = tokensOf(part);
      const cues = findCues(lexicon, tokens, formsOf(lexicon, tokens));
      for (const { cue, first, last } of cues) {
        if (cue.list !== 'teller') continue;
        // "The envoy asked Putin": another one's office.
        const isApart = (one: FoundCue): boolean =>
          DOES.has(one.cue.list) && (isBefore ? one.first > last : one.last < first);
        if (cues.some(isApart)) continue;
        for (const office of officesOf(lexicon, tokens.slice(first, last + 1))) offices.add(office);
      }
    }
  }
  return found;
}

/** Verbs: who holds an office is not named on their other side. */
const DOES: ReadonlySet<FoundCue['cue']['list']> = new Set(['addressing', 'gratitude', 'negotiation']);

/** "Lea Tamm, a friend of theirs, told …": the two capitalised words that end in this surname. */
function fullNameIn(entry: Pick<Entry, 'title' | 'lead' | 'text'>, surname: string): string | null {
  const names = new Set<string>();
  for (const field of ENTRY_FIELDS) {
    const text = entry[field].slice(0, LONGEST);
    for (let at = text.indexOf(surname); at >= 0; at = text.indexOf(surname, at + surname.length)) {
      // "Taher an-Nunu": the article of a surname in Latin letters and Cyrillic.
      const given = /(?<!\p{L})(\p{Lu}\p{Ll}+ (?:\p{Ll}{2,3}[-–])?)$/u.exec(
        text.slice(Math.max(0, at - NEAR), at),
      )?.[1];
      if (given !== undefined && !/^\p{L}/u.test(text.slice(at + surname.length)))
        names.add(`${given}${surname}`);
    }
  }
  const [only] = names;
  return names.size === 1 ? (only ?? null) : null;
}
