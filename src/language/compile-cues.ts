/** From a cue as a lexicon has it written to what can be looked for in a text. */
import { foldedText } from './normalise.ts';
import type { Cue, Lexicon, Openings, WholeWords, WordTest } from './lexicon.ts';

/** A word in the language's other script; null where it has one only. */
export type OtherScript = ((word: string) => string) | null;

/** What a cue is looked for as. */
type CueWords = readonly (WordTest | 'gap')[];

/** A part of a cue; `joined` where it is written together with the one before. */
interface Part {
  readonly choices: readonly string[];
  readonly joined: boolean;
}

/** Signs that are words of their own in a text (normalise.ts), and may stand together in a lexicon. */
const SIGNS = /[\u3005-\u30ff\u3400-\u9fff\uac00-\ud7a3]{2}/u;

/** Korean parts words by spaces: "조사 망" is no 사망. */
const HANGUL = /[\uac00-\ud7a3]/u;

/** A cue from how it is written: one, or several where choices are words of several signs. Or what is wrong with it. */
export function compileCues(
  written: string,
  endings: ReadonlyMap<string, readonly string[]>,
  classes: ReadonlyMap<string, readonly string[]>,
  otherScript: OtherScript,
): readonly CueWords[] | string {
  const made: CueWords[] = [];
  for (const parts of variantsOf(written, classes)) {
    const words = compileParts(parts, endings, otherScript);
    if (typeof words === 'string') return words;
    made.push(words);
  }
  return made;
}

/** "석방|해방 됐다" in every way that its words of several signs can be chosen, each sign a part. */
function variantsOf(
  written: string,
  classes: ReadonlyMap<string, readonly string[]>,
): readonly (readonly Part[])[] {
  let variants: readonly (readonly Part[])[] = [[]];
  for (const part of written.trim().split(/\s+/)) {
    const choices = part.split('|').flatMap((choice) => withClasses(choice, classes));
    const several = choices.filter((choice) => SIGNS.test(choice));
    const ways: (readonly Part[])[] = several.map((choice) =>
      Array.from(choice, (sign, at) => ({ choices: [sign], joined: at > 0 && HANGUL.test(sign) })),
    );
    const single = several.length === 0 ? choices : choices.filter((choice) => !SIGNS.test(choice));
    if (single.length > 0) ways.unshift([{ choices: single, joined: false }]);
    variants = variants.flatMap((before) => ways.map((way) => [...before, ...way]));
  }
  return variants;
}

function compileParts(
  parts: readonly Part[],
  endings: ReadonlyMap<string, readonly string[]>,
  otherScript: OtherScript,
): CueWords | string {
  const words: (WordTest | 'gap')[] = [];
  for (const { choices, joined } of parts) {
    if (choices[0] === '…' || choices[0] === '...') {
      words.push('gap');
      continue;
    }
    const exact = new Set<string>();
    const printed = new Set<string>();
    const stems: string[] = [];
    for (const choice of choices) {
      if (choice.startsWith('$')) return `there are no words "${choice.slice(1)}"`;
      if (choice.startsWith('=') && choice.length > 1) {
        const word = choice.slice(1).normalize('NFC').toLowerCase();
        printed.add(word);
        if (otherScript !== null) printed.add(otherScript(word));
        continue;
      }
      const [stem = '', kind, tooMuch] = choice.split('~');
      const open = stem.endsWith('*');
      const folded = foldedText(open ? stem.slice(0, -1) : stem);
      if (tooMuch !== undefined) return 'one ~ a word';
      if (folded.includes(' ')) return `"${stem}" is two words to the reader: put a space where the sign is`;
      if (open) {
        if (folded.length < 3 || kind !== undefined)
          return 'three letters at least before a *, and no ending behind it';
        stems.push(folded);
        if (otherScript !== null) stems.push(foldedText(otherScript(stem.slice(0, -1))));
        continue;
      }
      const list = kind === undefined ? [''] : endings.get(kind);
      if (list === undefined) return `there are no endings "${kind ?? ''}"`;
      if (folded === '' && kind === undefined) return 'a word without letters';
      for (const ending of list) {
        exact.add(folded + ending);
        if (otherScript !== null) exact.add(foldedText(otherScript(stem + ending)));
      }
    }
    words.push(joined ? { exact, printed, stems, joined } : { exact, printed, stems });
  }
  if (words[0] === undefined || words[0] === 'gap' || words.at(-1) === 'gap')
    return 'a cue begins and ends with a word';
  return words;
}

/** A word of grammar (`function-words:`): no cue, so it goes into no automaton. Or what is wrong with how it is written. */
export function compileWord(
  written: string,
  endings: ReadonlyMap<string, readonly string[]>,
  classes: ReadonlyMap<string, readonly string[]>,
  otherScript: OtherScript,
): WholeWords | string {
  const cues = compileCues(written, endings, classes, otherScript);
  if (typeof cues === 'string') return cues;
  const [[word, second] = [], other] = cues;
  if (
    word === undefined ||
    word === 'gap' ||
    second !== undefined ||
    other !== undefined ||
    word.stems.length > 0
  )
    return 'one whole word is expected here';
  return word;
}

/** `$captivity` stands for the words of that name under `words:`. */
function withClasses(choice: string, classes: ReadonlyMap<string, readonly string[]>): readonly string[] {
  return choice.startsWith('$') ? (classes.get(choice.slice(1)) ?? [choice]) : [choice];
}

/** Words of which is kept what they may begin. The texts of a day have more, and their frequent ones come again and again. */
const MOST_WORDS_KEPT = 4000;

/** See {@link Lexicon.cuesOf}. */
export function indexed(cues: readonly Cue[]): Lexicon['cuesOf'] {
  const byWord = new Map<string, Cue[]>();
  const byStem = new Map<string, Cue[]>();
  for (const cue of cues) {
    const [first] = cue.words;
    if (first === undefined || first === 'gap') continue;
    for (const word of new Set([...first.exact, ...[...first.printed].map(foldedText)]))
      addTo(byWord, word, cue);
    for (const start of new Set(first.stems.map((stem) => stem.slice(0, 3)))) addTo(byStem, start, cue);
  }
  const kept = new Map<string, Openings>();
  return (word) => {
    const known = kept.get(word);
    if (known !== undefined) return known;
    const spelled = byWord.get(word) ?? [];
    const begun = (byStem.get(word.slice(0, 3)) ?? []).filter(
      ({ words: [first] }) => first !== 'gap' && first?.stems.some((stem) => word.startsWith(stem)) === true,
    );
    const opened = openings(new Set([...spelled, ...begun]));
    if (kept.size >= MOST_WORDS_KEPT) kept.clear();
    kept.set(word, opened);
    return opened;
  };
}

function openings(cues: ReadonlySet<Cue>): Openings {
  if (cues.size === 0) return NO_OPENINGS;
  const anyhow: Cue[] = [];
  const bySecond = new Map<string, Cue[]>();
  const byGapped = new Map<string, Cue[]>();
  for (const cue of cues) {
    const [, second, third] = cue.words;
    const test = second === 'gap' ? third : second;
    if (test === undefined || test === 'gap' || test.stems.length > 0 || test.printed.size > 0)
      anyhow.push(cue);
    else for (const word of test.exact) addTo(second === 'gap' ? byGapped : bySecond, word, cue);
  }
  return { anyhow, bySecond, byGapped };
}

const NO_OPENINGS: Openings = { anyhow: [], bySecond: new Map(), byGapped: new Map() };

function addTo(index: Map<string, Cue[]>, key: string, cue: Cue): void {
  const known = index.get(key);
  if (known === undefined) index.set(key, [cue]);
  else known.push(cue);
}
