/** Speech over several sentences: what stands between quotation marks, and who turns out to have said it. */
import type { FoundCue } from '#language/lexicon.ts';
import { foldedText } from '#language/normalise.ts';
import { officesOf } from './cast.ts';
import { REACH, between, isCapital, isWord, listOf, touches } from './sentence.ts';
import type { Sentence } from './sentence.ts';
import type { Reading } from './settle.ts';

/** How far speech has come in a text. */
export interface Speech {
  /** Who spoke in the sentence before. */
  readonly spokeLast: string | null;
  /** The official whom the sentence before was about: "Bogdanov received them. He stressed …" */
  readonly opened: string | null;
  /** The sentence that an open quotation begins with; null: none is open. */
  readonly quoteFrom: number | null;
  /** The sentence whose speaker the next one tells: "“…”, she said. Zakharova was at …" */
  readonly waitFrom: number | null;
}

/** The beginning of a field. @param spokeLast who spoke in the field before. */
export function speechFrom(spokeLast: string | null): Speech {
  return { spokeLast, opened: null, quoteFrom: null, waitFrom: null };
}

/** Who spoke before a sentence, and who else may be meant where it names nobody. */
export interface Before extends Pick<Speech, 'spokeLast' | 'opened'> {
  /** Who is named in the headline, for a first sentence with a speaker without a name. */
  readonly named: string | null;
  /** Whether the sentence stands in a quotation. */
  readonly quoted: boolean;
  /** The agency that itself says it, as printed. */
  readonly agency: string | null;
  /** The medium that tells it, as printed. */
  readonly medium: string | null;
  /** Whose voice a subject is, by id: Hamas of its spokesman. */
  readonly voiceOf: (id: string) => string | null;
  /** What a speaker is called in the language of the text. */
  readonly calledOf: (speaker: string) => string;
}

/** Whether a sentence stands in a quotation with all its words. */
export function isQuoted(text: string, { quoteFrom }: Speech): boolean {
  if (quoteFrom !== null) return isQuoteOpen(text, true) || WHOLE_END.test(text);
  return WHOLE_START.test(text) && (isQuoteOpen(text, false) || WHOLE_END.test(text));
}

const WHOLE_START = /^[\s—–-]*["«“„]/u;
const WHOLE_END = /["»”“][.!?…\s]*$/u;

/**
 * Takes note of a sentence that was read.
 *
 * @param at its number in the text.
 * @param spoke who speaks in it.
 * @param opener the official whom it is about.
 * @param tell is told of a speaker who turns out only now, and from which sentence on.
 */
export function speechAfter(
  sentence: Sentence,
  speech: Speech,
  {
    at,
    spoke,
    opener,
    tell,
  }: {
    readonly at: number;
    readonly spoke: string | null;
    readonly opener: string | null;
    readonly tell: (from: number, speaker: string) => void;
  },
): Speech {
  const { quoteFrom, waitFrom, spokeLast } = speech;
  const quoted = isQuoted(sentence.text, speech);
  // "“X was freed. We did it for Moscow”, Y said": all of the quotation is his.
  if (quoteFrom !== null && spoke !== null) tell(quoteFrom, spoke);
  const told = spoke ?? opener;
  if (waitFrom !== null && told !== null) tell(waitFrom, told);
  const open = isQuoteOpen(sentence.text, quoteFrom !== null);
  const goesOn = open || quoted;
  const unknown =
    spoke === null && !goesOn && listOf(sentence, 'reporting').some((verb) => isAgain(sentence, verb));
  return {
    spokeLast: spoke ?? (goesOn ? spokeLast : null),
    opened: opener ?? (goesOn ? speech.opened : null),
    quoteFrom: open ? (quoteFrom ?? at) : null,
    waitFrom: unknown ? at : null,
  };
}

/** "X, freed in November, said": that is told of X, and not by X. */
export function notHimself(subject: string, speaker: string | null): string | null {
  return speaker === subject ? null : speaker;
}

/** Whether a quotation is still open behind a text. @param open whether it was before it. */
function isQuoteOpen(text: string, open: boolean): boolean {
  let is = open;
  // A mark inside a word is part of it: צה"ל.
  for (const [char] of text.matchAll(/(?<!\p{L})["«»“”„]|["«»“”„](?!\p{L})/gu)) {
    if (char === '«' || char === '„') is = true;
    else if (char === '»' || char === '”') is = false;
    // It closes in German, opens in English, and does both where it is plain.
    else is = !is;
  }
  return is;
}

/** Gives what was read from `from` on, and of which nobody was known to have said it, its speaker. */
export function tellOf(
  readings: Reading[],
  from: number,
  {
    speaker,
    via,
    over = () => false,
  }: {
    readonly speaker: string;
    readonly via: string | null;
    /** Whether it is his, whoever was known to have said it. */
    readonly over?: (one: Reading) => boolean;
  },
): void {
  for (const [at, one] of readings.entries()) {
    if (at < from || (one.speaker !== null && !over(one)) || one.event === 'abducted') continue;
    readings[at] = { ...one, speaker: notHimself(one.subject, speaker), via: one.via ?? via };
  }
}

/** "He added", "the envoy said", "Marzouk said" of him who was named in full before: the speaker of the sentence before. */
export function carried(
  sentence: Sentence,
  before: Pick<Before, 'spokeLast' | 'opened' | 'calledOf'>,
): string | null {
  const { spokeLast, opened, calledOf } = before;
  for (const verb of listOf(sentence, 'reporting')) {
    const he = pronounAt(sentence, verb);
    if (he !== null) {
      const one = [spokeLast, opened].find((id) => id !== null && fits(sentence, he, id));
      if (one !== undefined) return one;
    }
    const office = officeAt(sentence, verb);
    if (office !== null) {
      const holders = officialsOf(sentence, office);
      if (spokeLast !== null && (holders.length === 0 || holders.includes(spokeLast))) return spokeLast;
      const [only] = holders;
      if (holders.length === 1 && only !== undefined) return only;
      // "X received them. The diplomat stressed …": whom the sentence before was about.
      const one = spokeLast ?? opened;
      if (one !== null) return one;
    }
    if (isImplied(sentence, verb)) {
      const one = spokeLast ?? opened;
      if (one !== null) return one;
    }
    if (spokeLast !== null && isSurnameBeside(sentence, verb, calledOf(spokeLast))) return spokeLast;
    const captor = spokeLast === null ? captorMeant(sentence, verb) : null;
    if (captor !== null) return captor;
  }
  return null;
}

/** "Hamas published a clip. X was killed in a strike, it claimed", "وقالت إن": the captor named last, where nobody has spoken before. */
function captorMeant(sentence: Sentence, verb: FoundCue): string | null {
  if (!isWord(sentence, verb.first - 1, 'it') && !isImplied(sentence, verb)) return null;
  const here = sentence.mentions.findLast(({ first, is }) => is.role === 'captor' && first < verb.first);
  return here?.is.id ?? sentence.meant.captor;
}

/** Whether a verb is done by somebody who is only pointed at. */
function isAgain(sentence: Sentence, verb: FoundCue): boolean {
  return pronounAt(sentence, verb) !== null || officeAt(sentence, verb) !== null;
}

function pronounAt(sentence: Sentence, verb: FoundCue): FoundCue | null {
  return listOf(sentence, 'pronoun').find((he) => Math.abs(verb.first - he.last) <= REACH.name) ?? null;
}

/** Whether "she" can mean this subject. */
function fits(sentence: Sentence, pronoun: FoundCue, id: string): boolean {
  const gender = sentence.genderOf(id);
  if (gender === null) return true;
  const own = touches(listOf(sentence, 'she'), pronoun)
    ? 'f'
    : touches(listOf(sentence, 'he'), pronoun)
      ? 'm'
      : gender;
  return own === gender;
}

/** An office that does the verb without a name. */
function officeAt(sentence: Sentence, verb: FoundCue): FoundCue | null {
  const that = listOf(sentence, 'that');
  const ends = (last: number): boolean =>
    sentence.clause[last + 1] !== sentence.clause[last] || touches(that, { first: last + 1, last: last + 1 });
  return (
    listOf(sentence, 'teller').find(
      ({ first, last }) =>
        last === verb.first - 1 ||
        (last === verb.first - 2 && isAdjective(sentence, last + 1)) ||
        (first === verb.last + 1 && (ends(last) || (isAdjective(sentence, last + 1) && ends(last + 1)))) ||
        touches([verb], { first, last }),
    ) ?? null
  );
}

/** "El diplomático ruso": one word behind an office that may say of what land it is, where such words stand behind. */
function isAdjective(sentence: Sentence, at: number): boolean {
  const { owner, adjectiveBefore } = sentence.lexicon.grammar;
  if (owner !== null || adjectiveBefore !== null || sentence.clause[at] !== sentence.clause[at - 1])
    return false;
  const word = { first: at, last: at };
  const others = [
    'article',
    'preposition',
    'that',
    'relative',
    'pronoun',
    'and',
    'reporting',
    'event',
  ] as const;
  return (
    sentence.tokens[at] !== undefined &&
    !isCapital(sentence, at) &&
    !touches(listOf(sentence, ...others), word)
  );
}

/** The officials of the entry who hold an office, by id. */
function officialsOf(sentence: Sentence, { first, last }: FoundCue): readonly string[] {
  const offices = officesOf(sentence.lexicon, sentence.tokens.slice(first, last + 1));
  return offices.length === 0 ? [] : sentence.cast.officials(offices, null).map(({ id }) => id);
}

/** "Ha aggiunto che", "“…”, ha aggiunto": a verb of saying that opens the sentence and is followed at once by what was said, or ends it behind that. */
function isImplied(sentence: Sentence, verb: FoundCue): boolean {
  if (!sentence.lexicon.grammar.dropsPronoun) return false;
  if (verb.first > 1) {
    const isBehind = /["»”“]/u.test(between(sentence, verb.first - 1, verb.first));
    return isBehind && verb.last === sentence.tokens.length - 1;
  }
  const next = { first: verb.last + 1, last: verb.last + 1 };
  return (
    sentence.clause[next.first] !== sentence.clause[verb.last] || touches(listOf(sentence, 'that'), next)
  );
}

/** By the surname alone; endings differ from case to case. */
function isSurnameBeside(sentence: Sentence, verb: FoundCue, called: string): boolean {
  const surname = foldedText(called).split(' ').at(-1) ?? '';
  const stem = surname.slice(0, Math.max(SURNAME, surname.length - 2));
  return [verb.first - 1, verb.last + 1].some((at) => {
    const token = sentence.tokens[at];
    return (
      token !== undefined &&
      stem.length >= SURNAME &&
      token.text.startsWith(stem) &&
      token.text.length - stem.length <= SURNAME &&
      sentence.clause[at] === sentence.clause[verb.first]
    );
  });
}

/** A surname shorter than this, in letters, is not told from other words without its given name. */
const SURNAME = 4;
