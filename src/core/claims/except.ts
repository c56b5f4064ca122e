/** Who is left out of what a sentence says of all: "all but X were freed", "nobody except X has been freed". */
import type { FoundCue } from '#language/lexicon.ts';
import { formOf, isFirm } from './form.ts';
import { linkOf } from './list.ts';
import { REACH, between, listOf, standsBetween } from './sentence.ts';
import type { Person, Range, Sentence } from './sentence.ts';
import { isOf, wordAt } from './word.ts';

/** What is said of those left out. */
interface Excepted {
  readonly subjects: readonly string[];
  readonly modality: 'fact' | 'denial';
  /** The word that leaves them out. */
  readonly by: FoundCue | null;
}

const NOBODY: Excepted = { subjects: [], modality: 'denial', by: null };

/** The people whom a word like "except" leaves out. */
export function exceptedIn(sentence: Sentence): readonly Range<Person>[] {
  return listOf(sentence, 'except').flatMap((cue) => leftOutBy(sentence, cue));
}

function leftOutBy(sentence: Sentence, cue: FoundCue): readonly Range<Person>[] {
  const behind = sentence.people.filter(({ first, is }) => first > cue.last && is.kind !== 'other');
  const [nearest] = behind;
  if (nearest === undefined || nearest.first - cue.last > REACH.not + 1) return [];
  for (let at = cue.last + 1; at < nearest.first; at += 1) {
    if (!isOf(wordAt(sentence, at), 'role', 'little', 'name')) return [];
  }
  const found = [nearest];
  for (const next of behind.slice(1)) {
    const edge = found.at(-1);
    if (edge === undefined || linkOf(sentence, edge, next) !== 'and') break;
    found.push(next);
  }
  return found;
}

/** Whom the event of `cue` leaves out: a denial of all, and the only ones where it happened to nobody else. */
export function exceptedFrom(sentence: Sentence, cue: FoundCue): Excepted {
  const except = listOf(sentence, 'except').find((one) => isOneStatement(sentence, one, cue));
  if (except === undefined || sentence.question) return NOBODY;
  const form = formOf(sentence, cue);
  // In Arabic "none was released" is said with a noun.
  const noun =
    cue.cue.form === 'heading' || (cue.cue.form === 'named' && sentence.lexicon.glued === 'arabic');
  const isNoun = noun && hasNotBefore(sentence, cue);
  if (!isFirm(form) && form !== 'coming' && !isNoun) return NOBODY;
  const subjects = leftOutBy(sentence, except).flatMap(({ is }) =>
    is.kind === 'watched' && !is.group ? [is.subject] : [],
  );
  const doubts = listOf(sentence, 'hypothetical', 'unconfirmed');
  const isNear = ({ first }: FoundCue): boolean =>
    Math.abs(first - cue.first) <= REACH.modal && sentence.clause[first] === sentence.clause[cue.first];
  if (doubts.some(isNear)) return NOBODY;
  const until = Math.max(except.first, cue.first);
  const nobody = listOf(sentence, 'not').some((one) => one.first <= until);
  if (nobody) {
    const sure = (isFirm(form) || isNoun) && listOf(sentence, 'promise').length === 0;
    return sure ? { subjects, modality: 'fact', by: except } : NOBODY;
  }
  const all = listOf(sentence, 'all').some((one) => one.first <= until);
  return all ? { subjects, modality: 'denial', by: except } : NOBODY;
}

function hasNotBefore(sentence: Sentence, cue: FoundCue): boolean {
  return listOf(sentence, 'not', 'denial').some(
    ({ last }) => last < cue.first && cue.first - last <= REACH.name,
  );
}

/** Whether nothing new is told between both: no "who", no "said", no semicolon. */
function isOneStatement(sentence: Sentence, a: FoundCue, b: FoundCue): boolean {
  const [left, right] = a.first < b.first ? [a, b] : [b, a];
  if (right.first - left.last > REACH.modal || /[;:]/.test(between(sentence, left.last, right.first)))
    return false;
  return !standsBetween(sentence, ['relative', 'reporting', 'that', 'boundary'], left, right);
}
