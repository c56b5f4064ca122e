/** Whom a sentence means after his kin: "X's mother said that he was freed", "the mother of X asked Putin to help bring her son home". */
import type { CueList, FoundCue } from '#language/lexicon.ts';
import { touches } from './range.ts';
import type { Person, Range } from './range.ts';
import { fitsGender } from './role.ts';
import type { Subject } from '#core/watchlist.ts';

/** How many words behind the kin somebody may still be meant so. */
const REACH_OF_KIN = 25;

/** A sentence's words around the kin. */
interface Around {
  readonly cues: readonly FoundCue[];
  readonly named: readonly Range<Subject>[];
  /** Watched people whose kin is spoken of. */
  readonly owners: readonly Range<Person>[];
  readonly kin: readonly Range<Person>[];
}

/** The one whose kin is spoken of, where "he" or "her son" stands behind them and can be nobody else. */
export function meantByKin(
  { cues, named, owners, kin }: Around,
  genderOf: (id: string) => Subject['gender'],
): readonly Range<Person>[] {
  const [owner, ...others] = owners;
  if (owner?.is.kind !== 'watched' || owner.is.group || others.length > 0) return [];
  const { subject } = owner.is;
  const gender = genderOf(subject);
  const [own, other]: readonly CueList[] = gender === 'f' ? ['she', 'he'] : ['he', 'she'];
  const inList = (list: CueList | undefined, word: Range<Person> | FoundCue): boolean =>
    cues.some(({ cue, first, last }) => cue.list === list && touches([word], { first, last }));
  const [relative] = kin;
  // "X's father said that he": either of them.
  const isClear = relative !== undefined && (inList(other, relative) || inList('kinfolk', relative));
  if (!isClear || gender === null || own === undefined) return [];
  const from = Math.max(owner.last, relative.last);
  const officials = named.filter(({ is, first }) => is.kind === 'official' && first > from);
  return cues
    .filter(({ cue, first }) => {
      if (first <= from || first - from > REACH_OF_KIN) return false;
      return cue.list === 'theirs' || cue.list === 'pronoun';
    })
    .filter((word) =>
      word.cue.list === 'theirs'
        ? // "Her son": the noun tells, and not whose he is.
          fitsGender(cues, { first: word.last, last: word.last }, gender)
        : inList(own, word) &&
          fitsGender(cues, word, gender) &&
          // "His mother met Putin, who said that he": the other man.
          !officials.some((one) => one.last < word.first && (one.is.gender ?? gender) === gender),
    )
    .map(({ first, last }): Range<Person> => ({
      first,
      last,
      is: { kind: 'watched', subject, group: false },
    }));
}
