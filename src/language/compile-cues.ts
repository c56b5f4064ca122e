/** From a cue as a lexicon has it written to what can be looked for in a text. */
import { foldedText } from './normalise.ts';
import type { Cue, Lexicon, WordTest } from './lexicon.ts';

/** A word in the language's other script; null where it has one only. */
export type OtherScript = ((word: string) => string) | null;

/** A cue from how it is written, or what is wrong with it. */
export function compileCue(
  written: string,
  endings: ReadonlyMap<string, readonly string[]>,
  classes: ReadonlyMap<string, readonly string[]>,
  otherScript: OtherScript,
): readonly (WordTest | 'gap')[] | string {
  const words: (WordTest | 'gap')[] = [];
  for (const part of written.trim().split(/\s+/)) {
    if (part === '…' || part === '...') {
      words.push('gap');
      continue;
    }
    const exact = new Set<string>();
    const printed = new Set<string>();
    const stems: string[] = [];
    const choices = part.split('|').flatMap((choice) => withClasses(choice, classes));
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
    words.push({ exact, printed, stems });
  }
  if (words[0] === undefined || words[0] === 'gap' || words.at(-1) === 'gap')
    return 'a cue begins and ends with a word';
  return words;
}

export function secondOf(words: Cue['words']): ReadonlySet<string> | null {
  const [, second] = words;
  if (second === undefined || second === 'gap' || second.stems.length > 0 || second.printed.size > 0)
    return null;
  return second.exact;
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
  const add = (index: Map<string, Cue[]>, key: string, cue: Cue): void => {
    const known = index.get(key);
    if (known === undefined) index.set(key, [cue]);
    else known.push(cue);
  };
  for (const cue of cues) {
    const [first] = cue.words;
    if (first === undefined || first === 'gap') continue;
    for (const word of new Set([...first.exact, ...[...first.printed].map(foldedText)]))
      add(byWord, word, cue);
    for (const start of new Set(first.stems.map((stem) => stem.slice(0, 3)))) add(byStem, start, cue);
  }
  const kept = new Map<string, readonly Cue[]>();
  return (word) => {
    const known = kept.get(word);
    if (known !== undefined) return known;
    const spelled = byWord.get(word) ?? NO_CUES;
    const begun = byStem
      .get(word.slice(0, 3))
      ?.filter(
        (cue) => cue.words[0] !== 'gap' && cue.words[0]?.stems.some((stem) => word.startsWith(stem)) === true,
      );
    const all = begun === undefined || begun.length === 0 ? spelled : [...new Set([...spelled, ...begun])];
    if (kept.size >= MOST_WORDS_KEPT) kept.clear();
    kept.set(word, all);
    return all;
  };
}

const NO_CUES: readonly Cue[] = [];
