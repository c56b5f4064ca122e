/** Parts a text into words and finds the cues of a lexicon among them. */
import { FIRST_LETTER, GAP, fold } from './normalise.ts';
import type { Folded } from './normalise.ts';
import { EVENT_FORMS } from './lexicon.ts';
import { isShortened } from './sentences.ts';
import type { Cue, FoundCue, Glued, Lexicon, Token, WordTest } from './lexicon.ts';

/** A text's words, and each without what is glued to it. */
interface Words {
  readonly tokens: readonly Token[];
  readonly forms: readonly (readonly string[])[];
}

const LONGEST_GAP = 4;
const HEBREW = /^[ושהלבכמ]/;
const ARABIC = /^(?:ال|[وفبلك])/;

/** The text folded last: its room is used again. */
let page: Folded | undefined;

/** The words of a text. */
export function tokensOf(text: string): readonly Token[] {
  const folded = fold(text, page);
  page = folded;
  const tokens: Token[] = [];
  let gap: number = GAP.STOP;
  for (let at = 0; at < folded.length;) {
    if ((folded.codes[at] ?? 0) < FIRST_LETTER) {
      gap = Math.max(gap, folded.codes[at] ?? 0);
      at += 1;
      continue;
    }
    const from = at;
    let word = '';
    for (; at < folded.length && (folded.codes[at] ?? 0) >= FIRST_LETTER; at += 1) {
      word += String.fromCharCode(folded.codes[at] ?? 0);
    }
    const start = folded.starts[from] ?? 0;
    const end = folded.ends[at - 1] ?? 0;
    const before = tokens.at(-1);
    if (gap === GAP.STOP && before !== undefined)
      gap = stopBetween(before.text, text.slice(before.end, start));
    tokens.push({ text: word, printed: text.slice(start, end).toLowerCase(), start, end, gap });
    gap = 0;
  }
  return tokens;
}

/** What a stop between two words of a sentence means: none behind an ordinal number ("am 7. Oktober") or a title ("Mrs. X"), a comma for a bracket ("X (29), Y"). */
function stopBetween(word: string, printed: string): number {
  if (printed === '. ' && (/^[0-9]{1,3}$/.test(word) || isShortened(word))) return GAP.SPACE;
  return /^[\s,]*[()][\s,()]*$/.test(printed) ? GAP.COMMA : GAP.STOP;
}

/** A word with none, one, two … of its glued particles taken off; the word itself comes first. */
export function withoutGlued(word: string, glued: Glued): readonly string[] {
  if (glued === 'none') return [word];
  const particle = glued === 'hebrew' ? HEBREW : ARABIC;
  const forms = [word];
  let rest = word;
  for (let taken = 0; taken < 3; taken += 1) {
    const next = rest.replace(particle, '');
    if (next === rest || next.length < 2) break;
    rest = next;
    forms.push(rest);
  }
  return forms;
}

/** Each word as it is and without what is glued to it. */
export function formsOf(
  lexicon: Pick<Lexicon, 'glued'>,
  tokens: readonly Token[],
): readonly (readonly string[])[] {
  return tokens.map((token) => withoutGlued(token.text, lexicon.glued));
}

/** Every cue in the text, in order. Of events and traps that overlap, the longest counts: "released a video" is no release. */
export function findCues(
  lexicon: Lexicon,
  tokens: readonly Token[],
  forms: readonly (readonly string[])[] = formsOf(lexicon, tokens),
): readonly FoundCue[] {
  const found: FoundCue[] = [];
  const attempt = (first: number, from: number, cues: readonly Cue[] | undefined): void => {
    if (cues === undefined) return;
    for (const cue of cues) {
      // By its first word it was found; only how that is printed may still speak against it.
      const [opening] = cue.words;
      const isFound = opening !== 'gap' && opening?.printed.size === 0;
      const last = isFound
        ? matchFrom(cue.words, 1, forms, tokens, first + 1)
        : matchFrom(cue.words, 0, forms, tokens, first);
      if (last === null || isArticleOnly(lexicon, cue, tokens, first)) continue;
      // A cue may begin with a word and with the same without its particle, and counts once.
      let known = false;
      for (let at = from; at < found.length; at += 1) known ||= found[at]?.cue === cue;
      if (!known) found.push({ cue, first, last });
    }
  };
  for (let first = 0; first < tokens.length; first += 1) {
    const from = found.length;
    for (const form of forms[first] ?? []) {
      const { anyhow, bySecond, byGapped } = lexicon.cuesOf(form);
      attempt(first, from, anyhow);
      if (bySecond.size > 0)
        for (const next of forms[first + 1] ?? []) attempt(first, from, bySecond.get(next));
      if (byGapped.size > 0)
        for (let at = first + 1; at <= first + 1 + LONGEST_GAP && at < tokens.length; at += 1)
          for (const later of forms[at] ?? []) attempt(first, from, byGapped.get(later));
    }
  }
  if (found.length === 0) return found;
  const harmless = found.filter(({ cue }) => cue.list === 'harmless');
  const meant = found.filter(
    (one) =>
      !isTurning(one.cue) ||
      !harmless.some(
        (other) =>
          other.first <= one.first &&
          one.first <= other.last &&
          (!DENYING.has(one.cue.list) || isSpelled(other.cue, tokens[one.first], forms[one.first] ?? [])),
      ),
  );
  const thats = meant.filter(({ cue }) => cue.list === 'that');
  const within = meant.filter((one) => !isOverThat(one, thats, { tokens, forms }));
  const rivals = within.filter(({ cue }) => competes(cue));
  return within.filter(
    (one) =>
      !competes(one.cue) ||
      !rivals.some((other) => other !== one && overlaps(one, other) && beats(other, one)),
  );
}

/** "Die Armee sagte, dass X freigelassen wurde": German sets its relatives off by a comma, and "die" is none here. */
function isArticleOnly(
  { functionWords }: Lexicon,
  cue: Cue,
  tokens: readonly Token[],
  first: number,
): boolean {
  if (cue.form !== 'looks-back' || cue.words[1] !== 'gap') return false;
  const token = tokens[first];
  const isSetOff = first > 0 && token?.gap !== GAP.SPACE;
  return !isSetOff && functionWords.get('relative-article')?.exact.has(token?.text ?? '') === true;
}

/**
 * Whether an event's cue begins before the "that" of its clause: "ist nicht ausgeschlossen, dass X freigelassen" tells no "ist freigelassen".
 * "That" counts where a comma stands before it and where the cue itself does not spell it.
 */
function isOverThat({ cue, first, last }: FoundCue, thats: readonly FoundCue[], text: Words): boolean {
  if (cue.list !== 'event' || last - first < 2) return false;
  return thats.some(
    ({ first: at }) =>
      first < at &&
      at < last &&
      text.tokens[at]?.gap === GAP.COMMA &&
      !isSpelled(cue, text.tokens[at], text.forms[at] ?? []),
  );
}

/** Lists that turn a fact into something else, or part it from what stands before; "not only" turns nothing. */
const TURNING: ReadonlySet<Cue['list']> = new Set([
  'promise',
  'negotiation',
  'hypothetical',
  'possible',
  'boundary',
  'not',
  'denial',
]);

/** Of these those that stay what they are in the gap of a harmless cue: "the talks have not led to …". */
const DENYING: ReadonlySet<Cue['list']> = new Set(['not', 'denial', 'hypothetical']);

/** Whether the token is one of the cue's own words, and not in a gap of it. */
function isSpelled({ words }: Cue, token: Token | undefined, forms: readonly string[]): boolean {
  return token !== undefined && words.some((word) => word !== 'gap' && fits(word, token, forms));
}

function isTurning({ list, form }: Cue): boolean {
  if (list === 'event') return form === 'coming';
  return TURNING.has(list);
}

function competes(cue: Cue): boolean {
  return cue.list === 'event' || cue.list === 'trap';
}

function overlaps(a: FoundCue, b: FoundCue): boolean {
  return a.first <= b.last && b.first <= a.last;
}

/** Longer wins; of equals a trap, then the one that says less, so that doubt never makes a fact. */
function beats(a: FoundCue, b: FoundCue): boolean {
  const [long, short] = [a.last - a.first, b.last - b.first];
  if (long !== short) return long > short;
  const rank = (one: FoundCue): number =>
    one.cue.list === 'trap' ? 9 : EVENT_FORMS.indexOf(one.cue.form ?? 'happened');
  return rank(a) > rank(b);
}

function matchFrom(
  words: readonly (WordTest | 'gap')[],
  word: number,
  forms: readonly (readonly string[])[],
  tokens: readonly Token[],
  at: number,
): number | null {
  const test = words[word];
  if (test === undefined) return at - 1;
  if (test === 'gap') {
    for (let skip = 0; skip <= LONGEST_GAP; skip += 1) {
      if (skip > 0 && (tokens[at + skip - 1] === undefined || tokens[at + skip - 1]?.gap === GAP.STOP))
        return null;
      const end = matchFrom(words, word + 1, forms, tokens, at + skip);
      if (end !== null) return end;
    }
    return null;
  }
  const token = tokens[at];
  // Words that the file has side by side are side by side: not over a comma, let alone a full stop.
  const furthest = words[word - 1] === 'gap' ? GAP.COMMA : GAP.QUOTE;
  if (token === undefined || (word > 0 && token.gap > furthest)) return null;
  if (test.joined === true && tokens[at - 1]?.end !== token.start) return null;
  return fits(test, token, forms[at] ?? []) ? matchFrom(words, word + 1, forms, tokens, at + 1) : null;
}

function fits({ exact, printed, stems }: WordTest, token: Token, forms: readonly string[]): boolean {
  if (printed.size > 0 && printed.has(token.printed)) return true;
  for (const form of forms) {
    if (exact.has(form)) return true;
    for (const stem of stems) if (form.startsWith(stem)) return true;
  }
  return false;
}
