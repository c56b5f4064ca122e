/** What the watchlist makes of a name, laid open for a person: every spelling, by script, with the rule that made it. */
import type { WordPattern } from '#core/automaton.ts';
import type { Spelling } from '#core/match.ts';
import { VETO } from '#core/recognition.ts';
import type { Names } from './names.ts';
import { givenUnit, partName, spellingsOf, subjectUnit, surnameUnit, termsOf, wordUnit } from './compile.ts';
import type { SubjectLines, WatchlistFile } from './schema.ts';
import { isPerson } from './schema.ts';
import { scriptOfWord } from './sounds.ts';
import type { Script } from './sounds.ts';

/** One rule's spellings of one name. */
export interface SpelledOut {
  /** What of the subject it is. */
  readonly part: 'given name' | 'surname' | 'guarded surname' | 'term' | 'word group' | 'veto';
  /** The name or term as the watchlist has it. */
  readonly name: string;
  readonly script: Script | 'other';
  readonly rule: string;
  /** How many spellings it stands for, endings and glued particles not counted. */
  readonly count: number;
  /** The likeliest of them, in folded letters: no case, no marks, й as и. A `*` stands for any letters that follow. */
  readonly examples: readonly string[];
  /** Endings of the last word; the empty one is the word as it is. */
  readonly endings: readonly string[];
  /** Whether particles may be glued in front, as Hebrew and Arabic do. */
  readonly particles: boolean;
  /** Whether it counts only with a capital letter. */
  readonly capital: boolean;
}

/** Examples shown of one rule. */
const MOST_EXAMPLES = 24;

/** Everything generated for a subject, or null when it is not on the list. */
export function spelledOut(file: WatchlistFile, id: string, names: Names): readonly SpelledOut[] | null {
  const lines = file.subjects.find((subject) => subject.id === id);
  if (lines === undefined) return null;
  const byUnit = Map.groupBy(spellingsOf(file, names), (spelling) => spelling.unit);
  const vetoes = new Set(isPerson(lines) ? lines.vetoes.flatMap(termsOf) : []);
  return unitsOf(lines).flatMap(({ unit, part, name }) => {
    // A family's name is spelled for each member that adds to it: each rule is shown once.
    const rules = new Map((byUnit.get(unit) ?? []).map((spelling) => [spelling.rule, spelling]));
    return [...rules.values()]
      .filter(({ rule }) => part !== 'veto' || vetoes.has(/^the term "(.*)"$/s.exec(rule)?.[1] ?? ''))
      .map((spelling) => laidOpen(spelling, part, name));
  });
}

function unitsOf(lines: SubjectLines): readonly { unit: string; part: SpelledOut['part']; name: string }[] {
  if (!isPerson(lines)) {
    return [
      { unit: subjectUnit(lines.id), part: 'term', name: lines.id },
      ...lines.words.map((group) => ({ unit: wordUnit(group), part: 'word group' as const, name: group })),
    ];
  }
  const surname = (part: 'surname' | 'guarded surname') => (written: (typeof lines.surname)[number]) => {
    const { name } = partName(written);
    return { unit: surnameUnit(name), part, name };
  };
  return [
    ...lines.given.map((name) => ({ unit: givenUnit(name), part: 'given name' as const, name })),
    ...lines.surname.map(surname('surname')),
    ...lines.guarded.map(surname('guarded surname')),
    ...(lines.vetoes.length > 0 ? [{ unit: VETO, part: 'veto' as const, name: lines.id }] : []),
  ];
}

function laidOpen({ words, rule }: Spelling, part: SpelledOut['part'], name: string): SpelledOut {
  const examples = words.map(examplesOf);
  const [first] = words;
  const last = words.at(-1);
  return {
    part,
    name,
    script: scriptOfWord(examples.flat().join('')) ?? 'other',
    rule,
    count: words.reduce((product, word) => product * countOf(word), 1),
    // The words side by side: the first example of each, then what each may be instead.
    examples: [
      ...new Set(
        examples.flatMap((choices, at) =>
          choices.map((choice) =>
            examples.map((own, index) => (index === at ? choice : (own[0] ?? ''))).join(' '),
          ),
        ),
      ),
    ].slice(0, MOST_EXAMPLES),
    endings: [...new Set((last?.endings ?? []).map((ending) => ending.text))],
    particles: first !== undefined && first.prefixes !== 'none',
    capital: first?.capital ?? false,
  };
}

function countOf(word: WordPattern): number {
  return word.positions.reduce((product, choices) => product * choices.length, 1);
}

/** The spelling of first choices, then those that differ from it in one letter group, then in two. */
function examplesOf(word: WordPattern): string[] {
  const base = word.positions.map((choices) => choices[0] ?? '');
  const variants: string[][] = [base];
  const vary = (from: readonly string[], start: number): string[][] =>
    word.positions.flatMap((choices, at) =>
      at < start ? [] : choices.slice(1).map((choice) => from.with(at, choice)),
    );
  variants.push(...vary(base, 0));
  word.positions.forEach((choices, at) => {
    if (variants.length > MOST_EXAMPLES) return;
    for (const choice of choices.slice(1)) variants.push(...vary(base.with(at, choice), at + 1));
  });
  const stems = variants.map((letters) => `${letters.join('')}${word.open ? '*' : ''}`);
  // Where the word is never bare, the first ending belongs to it: Елен-а, Крив-ой.
  const ending = word.endings.some(({ text }) => text === '') ? '' : (word.endings[0]?.text ?? '');
  return [...new Set(stems)].slice(0, MOST_EXAMPLES).map((stem) => `${stem}${ending}`);
}
