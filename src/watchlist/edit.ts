/**
 * Changes watchlist.yaml as a person would: only the lines in question, comments and layout stay. Places come from the
 * document's own ranges; what comes out is read again like any other watchlist before it is used.
 */
import { isMap, isNode, isScalar, isSeq, parseDocument, stringify } from 'yaml';
import type { Node, YAMLMap, YAMLSeq } from 'yaml';
import type { WatchChange } from '#core/watching.ts';
import { foldedText } from '#language/normalise.ts';
import { loadWatchlist } from './load.ts';
import type { Names } from './names.ts';
import { scriptOfWord } from './sounds.ts';

/** The whole file as changed and one line for the operator on what is different now, or why not, with what to do instead. */
export type Edited =
  | { readonly ok: true; readonly text: string; readonly what: string }
  | { readonly ok: false; readonly because: string };

/** The language under which a spelling of a body or place is put, by its script. */
const LANGUAGE_OF = {
  latin: 'en',
  cyrillic: 'ru',
  hebrew: 'he',
  arabic: 'ar',
  devanagari: 'hi',
  bengali: 'bn',
} as const;

/** Longest name or spelling taken, UTF-16 units. */
const LONGEST = 80;

/** Makes one change, or says why not. @param file its name, for problems. */
export function editWatchlist(text: string, file: string, change: WatchChange, names: Names): Edited {
  const document = parseDocument(text);
  const subjects = document.get('subjects');
  if (document.errors.length > 0 || !isSeq(subjects))
    return refused(`${file} is not in order; mend it first (wirewatch doctor says what is wrong).`);
  const edited = editOne(text, subjects, change, names);
  if (!edited.ok) return edited;
  const loaded = loadWatchlist(edited.text, file, names);
  if (loaded.ok) return edited;
  const [problem] = loaded.problems;
  return refused(problem === undefined ? 'It would break the watchlist.' : `${problem.what}. ${problem.fix}`);
}

function refused(because: string): Edited {
  return { ok: false, because };
}

function editOne(text: string, subjects: YAMLSeq, change: WatchChange, names: Names): Edited {
  switch (change.kind) {
    case 'add':
      return addPerson(text, subjects, change, names);
    case 'remove':
      return removeSubject(text, subjects, change.subject);
    case 'alias':
    case 'unalias': {
      const spelling = change.spelling.trim().replaceAll(/\s+/g, ' ');
      if (spelling === '' || spelling.length > LONGEST || !/^[\p{L}\p{M}'’ -]+$/u.test(spelling))
        return refused('A spelling is letters only, as it is printed.');
      const subject = subjectOf(subjects, change.subject);
      if (subject === null) return refused(`There is no subject ${change.subject} in the file.`);
      return isSeq(subject.get('surname'))
        ? editSurname(text, subject, change.kind, spelling)
        : editTerms(text, subject, change.kind, spelling);
    }
  }
}

function subjectOf(subjects: YAMLSeq, id: string): YAMLMap | null {
  return subjects.items.filter((item) => isMap(item)).find((item) => item.get('id') === id) ?? null;
}

/** The text with a node's own characters replaced. */
function replaced(text: string, node: Node, value: unknown): string {
  const [from = 0, to = 0] = node.range ?? [];
  const written = stringify(value, { collectionStyle: 'flow', lineWidth: 0 }).trimEnd();
  return text.slice(0, from) + written + text.slice(to);
}

type SurnamePart = string | { readonly name: string; readonly also: readonly string[] };

function editSurname(text: string, subject: YAMLMap, kind: 'alias' | 'unalias', spelling: string): Edited {
  const node = subject.get('surname', true);
  const id = String(subject.get('id'));
  if (!isSeq(node)) return refused(`${id} has no surname to add a spelling to.`);
  const parts = node.items.map(surnamePart);
  const same = (one: string): boolean => foldedText(one) === foldedText(spelling);
  const has = parts.some((part) => typeof part !== 'string' && part.also.some(same));
  if (kind === 'alias') {
    if (has) return refused(`${id} has the spelling ${spelling} already.`);
    const [first, ...others] = parts;
    if (first === undefined) return refused(`${id} has no surname to add a spelling to.`);
    const name = typeof first === 'string' ? first : first.name;
    const also = typeof first === 'string' ? [] : first.also;
    const value = [{ name, also: [...also, spelling] }, ...others];
    return done(replaced(text, node, value), `${id} is found as ${spelling} too`);
  }
  if (!has)
    return refused(
      `${spelling} is no spelling that was added to ${id}. What is generated can be limited with "strength" and "vetoes".`,
    );
  const value = parts.map((part) => {
    if (typeof part === 'string') return part;
    const also = part.also.filter((one) => !same(one));
    return also.length === 0 ? part.name : { name: part.name, also };
  });
  return done(replaced(text, node, value), `${id} is no longer found as ${spelling}`);
}

function surnamePart(item: unknown): SurnamePart {
  if (!isMap(item)) return isScalar(item) ? String(item.value) : '';
  const also = item.get('also');
  return {
    name: String(item.get('name')),
    also: isSeq(also) ? also.items.map((one) => (isScalar(one) ? String(one.value) : '')) : [],
  };
}

function editTerms(text: string, subject: YAMLMap, kind: 'alias' | 'unalias', spelling: string): Edited {
  const id = String(subject.get('id'));
  const node = subject.get('terms', true);
  if (!isMap(node)) return refused(`${id} is not found by terms of its own; edit the file for it.`);
  const terms = new Map(
    node.items.flatMap(({ key, value }) =>
      isScalar(key) && isScalar(value) ? [[String(key.value), String(value.value)] as const] : [],
    ),
  );
  const script = scriptOfWord(spelling);
  if (script === null)
    return refused('A spelling is in Latin, Cyrillic, Hebrew, Arabic, Devanagari or Bengali letters.');
  const listed = (list: string): string[] => list.split(',').map((term) => term.trim());
  const holder = [...terms].find(([, list]) => listed(list).includes(spelling))?.[0];
  if (kind === 'alias') {
    if (holder !== undefined) return refused(`${id} has the term ${spelling} already.`);
    const language = LANGUAGE_OF[script];
    const had = terms.get(language);
    terms.set(language, had === undefined ? spelling : `${had}, ${spelling}`);
    return done(replaced(text, node, Object.fromEntries(terms)), `${id} is found as ${spelling} too`);
  }
  if (holder === undefined) return refused(`${spelling} is no term of ${id}.`);
  const left = listed(terms.get(holder) ?? '').filter((term) => term !== spelling);
  if (left.length === 0) terms.delete(holder);
  else terms.set(holder, left.join(', '));
  return done(replaced(text, node, Object.fromEntries(terms)), `${id} is no longer found as ${spelling}`);
}

function addPerson(
  text: string,
  subjects: YAMLSeq,
  change: Extract<WatchChange, { kind: 'add' }>,
  names: Names,
): Edited {
  const name = change.name.trim().replaceAll(/\s+/g, ' ');
  const words = name.split(' ');
  const [given = '', ...rest] = words;
  const surname = rest.join(' ');
  if (name.length > LONGEST || surname === '' || !/^[A-Za-z\u00c0-\u024f'’ -]+$/u.test(name))
    return refused(
      'Write given name and surname in Latin letters: Ivan Petrov. Other spellings are made from that.',
    );
  const gender = change.gender ?? names.given.get(given.toLowerCase())?.gender ?? null;
  if (gender === null) return refused(`Is ${given} a man or a woman? Write m or f in front of the name.`);
  const taken = (id: string): boolean => subjectOf(subjects, id) !== null;
  const id = [slug(surname), slug(name)].find((one) => /^[a-z]/.test(one) && !taken(one));
  if (id === undefined) return refused(`${name} is on the watchlist already.`);
  const last = subjects.items.at(-1);
  const range = isNode(last) ? last.range : null;
  if (range == null) return refused('The file has no subject yet that this one could be put behind.');
  // As far in as the other subjects are, "- " included.
  const lineStart = text.lastIndexOf('\n', range[0]) + 1;
  const indent = ' '.repeat(
    text.slice(lineStart, range[0]).search(/-/) < 0 ? 2 : text.slice(lineStart, range[0]).search(/-/),
  );
  const lines = stringify(
    [
      {
        id,
        kind: change.as,
        names: { en: name },
        gender,
        given: [given],
        surname: [surname],
        // Nobody has looked at namesakes yet: the surname counts beside the given name only.
        strength: 'context',
        dossiers: ['chat'],
      },
    ],
    { lineWidth: 0 },
  )
    .trimEnd()
    .split('\n')
    .map((line) => `${indent}${line}`);
  const end = text.slice(0, range[1]).trimEnd().length;
  return done(
    `${text.slice(0, end)}\n\n${lines.join('\n')}${text.slice(end)}`,
    `${name} is watched as ${id} (${change.as}); the surname counts beside the given name, "strength" in the file makes it count alone`,
  );
}

function slug(name: string): string {
  return name
    .normalize('NFD')
    .toLowerCase()
    .replaceAll(/[^a-z0-9 -]/g, '')
    .replaceAll(/[ -]+/g, '-');
}

function removeSubject(text: string, subjects: YAMLSeq, id: string): Edited {
  const at = subjects.items.findIndex((item) => isMap(item) && item.get('id') === id);
  const node = subjects.items[at];
  const range = isNode(node) ? node.range : null;
  if (range == null) return refused(`There is no subject ${id} in the file.`);
  if (subjects.items.length === 1)
    return refused('It is the only one: a watchlist needs at least one subject.');
  if (subjects.flow === true) return refused('The subjects stand in one line; edit the file for it.');
  const from = text.lastIndexOf('\n', range[0]) + 1;
  const to = text.slice(0, range[1]).trimEnd().length;
  return done(
    `${text.slice(0, from)}${text.slice(to).replace(/^[ \t]*\n/, '')}`,
    `${id} is no longer watched`,
  );
}

function done(text: string, what: string): Edited {
  return { ok: true, text, what };
}
