/** Reads a lexicon: `config/lexicon/<language>.yaml`, which a native speaker writes who does not program. */
import type { Problem } from '#core/problem.ts';
import { compileCues, compileWord, indexed } from '#language/compile-cues.ts';
import type { OtherScript } from '#language/compile-cues.ts';
import { readDateWords } from '#language/dates.ts';
import { grammarOf } from '#language/grammar.ts';
import { CUE_LISTS, EVENT_FORMS, FUNCTION_WORDS } from '#language/lexicon.ts';
import type { Cue, EventForm, FunctionWord, Glued, Lexicon, WholeWords } from '#language/lexicon.ts';
import { foldedText } from '#language/normalise.ts';
import { inSerbianCyrillic } from '#language/serbian.ts';
import { carefulTree, quickTree } from './lexicon-tree.ts';
import type { Member, Tree } from './lexicon-tree.ts';

/** A language's cues, and what is wrong in their file. */
export interface LexiconReading {
  readonly lexicon: Lexicon;
  readonly problems: readonly Problem[];
}

/**
 * Reads a lexicon. What is broken is left out and named with its line; the rest is in force.
 *
 * @param file as people are told it.
 */
export function readLexicon(file: string, text: string): LexiconReading {
  const quick = quickTree(text);
  const reading = quick === null ? null : readTree(file, quick, []);
  if (reading?.problems.length === 0) return reading;
  const problems: Problem[] = [];
  return readTree(file, carefulTree(file, text, problems), problems);
}

/** @param problems found before, to which those of the tree are added */
function readTree(file: string, tree: Tree, problems: Problem[]): LexiconReading {
  const complain = (node: unknown, what: string, fix: string): void => {
    problems.push({ file, line: tree.lineOf(node), what, fix });
  };
  let language = '';
  let glued: Glued = 'none';
  const endings = new Map<string, readonly string[]>();
  const classes = new Map<string, readonly string[]>();
  const cues: Cue[] = [];
  const functionWords = new Map<FunctionWord, WholeWords>();
  let otherScript: OtherScript = null;
  let dates = readDateWords(new Map());

  const strings = (node: unknown): readonly { readonly text: string; readonly node: unknown }[] => {
    const items = tree.itemsOf(node);
    if (items === null) {
      complain(node, 'A list is expected here', 'Write one cue a line, each after a dash.');
      return [];
    }
    return items.flatMap((item) => {
      const written = tree.textOf(item);
      if (written !== null && written.trim() !== '') return [{ text: written, node: item }];
      complain(
        item,
        'A cue is words only',
        'Put it in quotes if it has a colon, a number or a word like yes or no.',
      );
      return [];
    });
  };
  const add = (list: Cue['list'], what: string, form: EventForm | null, node: unknown): void => {
    for (const { text: written, node: at } of strings(node)) {
      const made = compileCues(written, endings, classes, otherScript);
      if (typeof made === 'string') complain(at, `"${written}": ${made}`, 'Write it as the lines around it.');
      else for (const words of made) cues.push({ list, what, form, written, words });
    }
  };
  const addWords = (is: FunctionWord, node: unknown): void => {
    const known = functionWords.get(is);
    const exact = new Set(known?.exact);
    const printed = new Set(known?.printed);
    for (const { text: written, node: at } of strings(node)) {
      const word = compileWord(written, endings, classes, otherScript);
      if (typeof word === 'string') complain(at, `"${written}": ${word}`, 'Write it as the words around it.');
      else {
        for (const one of word.exact) exact.add(one);
        for (const one of word.printed) printed.add(one);
      }
    }
    functionWords.set(is, { exact, printed });
  };
  const members = (node: unknown): readonly Member[] => {
    const found = tree.membersOf(node);
    if (found === null) {
      complain(node, 'Names with lists below them are expected here', 'Write "name:" and the list under it.');
      return [];
    }
    const seen = new Set<string>();
    for (const { key, at } of found) {
      if (seen.has(key)) complain(at, `"${key}" stands here twice`, 'Join the two into one.');
      seen.add(key);
    }
    return found;
  };

  const top = tree.top === null ? [] : members(tree.top);
  const letters = top.find((member) => member.key === 'letters')?.value;
  if (tree.textOf(letters) === 'serbian') otherScript = inSerbianCyrillic;
  // Endings first, wherever they stand: the cues are made of them.
  for (const { value } of top.filter((member) => member.key === 'endings')) {
    for (const { key, value: list } of members(value)) {
      endings.set(
        key,
        strings(list).map(({ text: ending }) => (ending === '-' ? '' : foldedText(ending))),
      );
    }
  }
  for (const { value } of top.filter((member) => member.key === 'words')) {
    for (const { key, value: list } of members(value)) {
      classes.set(
        key,
        strings(list).flatMap(({ text: choices }) => choices.split('|')),
      );
    }
  }
  for (const { key, value, at } of top) {
    const word = tree.textOf(value);
    const list = CUE_LISTS.find((name) => name === key);
    if (list !== undefined) add(list, '', null, value);
    else if (key === 'language' && word !== null) language = word;
    else if (key === 'glued' && isGlued(word)) glued = word;
    else if (key === 'agencies')
      for (const { key: id, value: names } of members(value)) add('agency', id, null, names);
    else if (key === 'voices')
      for (const { key: id, value: names } of members(value)) add('voice', id, null, names);
    else if (key === 'offices')
      for (const { key: basic, value: forms } of members(value)) add('office', basic, null, forms);
    else if (key === 'dates') {
      dates = readDateWords(
        new Map(
          members(value).map(({ key: name, value: words }) => [
            name,
            strings(words).flatMap(({ text: day }) =>
              otherScript === null ? [day] : [day, otherScript(day)],
            ),
          ]),
        ),
      );
    } else if (key === 'events') {
      for (const { key: event, value: forms } of members(value)) {
        for (const { key: form, value: written, at: formAt } of members(forms)) {
          const known = EVENT_FORMS.find((name) => name === form);
          if (known !== undefined) add('event', event, known, written);
          else complain(formAt, `There is no form "${form}"`, `Write one of ${EVENT_FORMS.join(', ')}.`);
        }
      }
    } else if (key === 'function-words') {
      for (const { key: is, value: words, at: wordAt } of members(value)) {
        const known = FUNCTION_WORDS.find((name) => name === is);
        if (known !== undefined) addWords(known, words);
        else
          complain(
            wordAt,
            `There are no function words "${is}"`,
            `Write one of ${FUNCTION_WORDS.join(', ')}.`,
          );
      }
    } else if (!READ_ELSEWHERE.has(key)) {
      complain(
        at,
        `There is no list "${key}", or it is written in another way`,
        `Lists are ${CUE_LISTS.join(', ')}.`,
      );
    }
  }
  if (language === '')
    problems.push({
      file,
      line: 1,
      what: 'The language is missing',
      fix: 'Begin with "language: en"; until then nothing of this file counts.',
    });
  const grammar = grammarOf(language);
  return { lexicon: { language, grammar, glued, dates, functionWords, cuesOf: indexed(cues) }, problems };
}

/** `also`: further tags that the lexicon is for, see watchlist/lexicons.ts. */
const READ_ELSEWHERE: ReadonlySet<string> = new Set(['endings', 'words', 'letters', 'also']);

function isGlued(value: unknown): value is Glued {
  return value === 'none' || value === 'hebrew' || value === 'arabic';
}
