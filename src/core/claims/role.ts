/** Nouns and pronouns that mean a captive without his name: "the hostage", "my son"; and which of them mean a woman. */
import type { FoundCue, Lexicon, Token } from '#language/lexicon.ts';
import { GAP } from '#language/normalise.ts';
import { isCapital, touches } from './range.ts';
import type { Meant, Person, Range, Span } from './range.ts';
import type { Subject } from '#core/watchlist.ts';

/** "Yelena Trufanova pleads: bring my son home": the one for whom she speaks, where he has no name beside her. */
export function theirsIn(
  cues: readonly FoundCue[],
  named: readonly Range<Subject>[],
): readonly Range<Person>[] {
  const captives = new Set(named.flatMap(({ is }) => (is.kind === 'captive' ? [is.id] : [])));
  const one = named.find(({ is }) => is.role === 'family' && is.authorityFor.length === 1);
  const [subject] = one?.is.authorityFor ?? [];
  if (one === undefined || subject === undefined) return [];
  // "X's mother Yelena": of those two.
  if ([...captives].some((id) => id !== one.is.id && id !== subject)) return [];
  return cues
    .filter(({ cue, first }) => cue.list === 'theirs' && first > one.last)
    .map(({ first, last }) => ({ first, last, is: { kind: 'watched', subject, group: false } }));
}

/** "The hostage", "the Russian": the one captive of the text, where no other is meant: not "another hostage", not "the Russian Ivan". */
export function rolesIn(
  lexicon: Lexicon,
  text: string,
  tokens: readonly Token[],
  cues: readonly FoundCue[],
  taken: readonly Span[],
  { text: subject, strangers }: Meant,
  genderOf: (id: string) => Subject['gender'],
): readonly Range<Person>[] {
  if (subject === null || strangers) return [];
  const parting = cues.filter(({ cue }) =>
    ['count', 'all', 'not', 'others', 'except', 'earlier'].includes(cue.list),
  );
  // "The six released as 29-year-old A": no "29-year-old" who is meant.
  const events = cues.filter(({ cue }) => cue.list === 'event');
  // "The Israeli army" in a language that has the adjective last: no "Israeli" who is meant.
  const voices = cues.filter(({ cue, first, last }) => cue.list === 'voice' && last > first);
  const roles = cues.filter(
    ({ cue, first, last }) =>
      cue.list === 'role' && !events.some((one) => one.first > first + 1 && one.last < last),
  );
  return roles
    .filter((role) => {
      if (!fitsGender(cues, role, genderOf(subject))) return false;
      const before = { first: role.first - 1, last: role.first - 1 };
      if (touches(parting, before) || touches(voices, role)) return false;
      if (roles.some((one) => one !== role && one.first <= role.first && one.last > role.last)) return false;
      const next = tokens[role.last + 1];
      if (next === undefined || next.gap > GAP.QUOTE) return true;
      const known = touches(taken, { first: role.last + 1, last: role.last + 1 });
      // "The Russian Ivan": a name of his own. Scripts without capitals do not show it.
      return known || (lexicon.glued === 'none' && !isCapital({ text, tokens }, role.last + 1));
    })
    .map(({ first, last }): Range<Person> => ({
      first,
      last,
      is: { kind: 'watched', subject, group: false },
    }));
}

/** "She" is no man, "the man" no woman. */
export function fitsGender(cues: readonly FoundCue[], word: Span, gender: Subject['gender']): boolean {
  const other = gender === 'm' ? 'she' : gender === 'f' ? 'he' : null;
  return (
    other === null ||
    !touches(
      cues.filter((cue) => cue.cue.list === other),
      word,
    )
  );
}
