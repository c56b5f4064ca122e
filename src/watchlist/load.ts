/** Reads watchlist.yaml: everything wrong in it is told at once, with its line and what to do. */
import { LineCounter, isNode, parseDocument } from 'yaml';
import type { Document } from 'yaml';
import type { Problem } from '#core/problem.ts';
import type { Recognition } from '#core/recognition.ts';
import { SUBJECT_KINDS } from '#core/watchlist.ts';
import type { Subject, Topic, Watchlist } from '#core/watchlist.ts';
import { foldedText } from '#language/normalise.ts';
import { compileWatchlist, partName, termsOf } from './compile.ts';
import type { Names } from './names.ts';
import { readQuickly } from './quick-yaml.ts';
import { WatchlistFile, isPerson } from './schema.ts';
import type { PersonLines } from './schema.ts';
import { soundsOf } from './sounds.ts';

/** A watchlist that can be used, or all that is wrong with it. */
export type LoadedWatchlist =
  | {
      readonly ok: true;
      readonly watchlist: Watchlist;
      readonly recognition: Recognition;
      /** As written, checked. */
      readonly lines: WatchlistFile;
    }
  | { readonly ok: false; readonly problems: readonly Problem[] };

type Path = readonly (string | number)[];

/**
 * Reads and compiles a watchlist.
 * @param text the YAML
 * @param file its name, for problems
 * @param names what is known of names whatever the watch
 */
export function loadWatchlist(text: string, file: string, names: Names): LoadedWatchlist {
  // Lines are asked for only where something is wrong: the tree that knows them is large.
  let whole: { readonly document: Document; readonly counter: LineCounter } | null = null;
  const readWhole = () => {
    if (whole === null) {
      const lineCounter = new LineCounter();
      whole = { document: parseDocument(text, { lineCounter }), counter: lineCounter };
    }
    return whole;
  };
  const quick = readQuickly(text);
  if (quick === null && readWhole().document.errors.length > 0) {
    return {
      ok: false,
      problems: readWhole().document.errors.map((error) => ({
        file,
        line: error.linePos?.[0].line ?? null,
        what: `this is not YAML: ${error.message.split('\n', 1)[0] ?? error.code}`,
        fix: 'Compare its indentation and quotes with the lines around it.',
      })),
    };
  }
  const lineOf = (path: Path): number | null => {
    const { document, counter } = readWhole();
    // A missing key has no node: its nearest parent has.
    for (let length = path.length; length >= 0; length -= 1) {
      const node = nodeAt(document, path.slice(0, length));
      const offset = isNode(node) ? node.range?.[0] : undefined;
      if (offset !== undefined) return counter.linePos(offset).line;
    }
    return null;
  };

  const parsed = WatchlistFile.safeParse(quick === null ? readWhole().document.toJS() : quick.value);
  if (!parsed.success) {
    return {
      ok: false,
      problems: parsed.error.issues.map((issue) => {
        const path = issue.path.filter((part) => typeof part !== 'symbol');
        return {
          file,
          line: lineOf(path),
          what: `${placeName(path)}: ${issue.message}`,
          fix: 'Write it as config/watchlist.yaml describes at its top.',
        };
      }),
    };
  }
  const problems: Problem[] = [];
  const say = (path: Path, what: string, fix: string): void => {
    problems.push({ file, line: lineOf(path), what, fix });
  };
  checkWatchlist(parsed.data, say);
  if (problems.length > 0) return { ok: false, problems };
  const lines = parsed.data;
  return { ok: true, watchlist: toWatchlist(lines), recognition: compileWatchlist(lines, names), lines };
}

function nodeAt(document: Document, path: Path): unknown {
  return path.length === 0 ? document.contents : document.getIn(path, true);
}

function placeName(path: Path): string {
  return path.length === 0
    ? 'the file'
    : path
        .map((part) => (typeof part === 'number' ? `[${String(part + 1)}]` : part))
        .join(' ')
        .replaceAll(' [', '[');
}

type Say = (path: Path, what: string, fix: string) => void;

/** What a schema cannot see: ids that are doubled or point nowhere, names that would match everything or nothing. */
function checkWatchlist(file: WatchlistFile, say: Say): void {
  const ids = new Map<string, number>();
  const unique = (id: string, path: Path): void => {
    const count = ids.get(id) ?? 0;
    ids.set(id, count + 1);
    if (count > 0) say(path, `the id "${id}" is there twice`, 'Give one of the two another id.');
  };
  file.subjects.forEach((subject, at) => unique(subject.id, ['subjects', at, 'id']));
  file.topics.forEach((topic, at) => unique(topic.id, ['topics', at, 'id']));
  const subjects = new Set(file.subjects.map((subject) => subject.id));

  const checkSigns = (written: readonly string[], path: Path): void => {
    written.forEach((list, at) => {
      for (const sign of list.split('|').map((one) => one.trim())) {
        const place = [...path, at];
        const kind = /^@(?:kind|several|unique):(.*)$/.exec(sign)?.[1];
        if (kind !== undefined) {
          if (!SUBJECT_KINDS.some((known) => known === kind))
            say(
              place,
              `"${sign}" is no kind of subject`,
              'Kinds are captive, official, group, body and place.',
            );
        } else if (sign.startsWith('@')) {
          if (!subjects.has(sign.slice(1)))
            say(place, `there is no subject "${sign.slice(1)}"`, 'Correct the id, or add the subject.');
        } else if (file.words[sign] === undefined && file.bundles[sign] === undefined) {
          say(
            place,
            `there is no word group and no bundle "${sign}"`,
            'Correct the name, or add it under words.',
          );
        }
      }
    });
  };

  for (const [group, terms] of Object.entries(file.words)) {
    for (const [language, list] of Object.entries(terms)) checkTerms(list, ['words', group, language], say);
  }
  for (const [language, list] of Object.entries(file.masks)) checkTerms(list, ['masks', language], say);
  for (const [name, signs] of Object.entries(file.bundles)) {
    if (file.words[name] !== undefined)
      say(['bundles', name], `"${name}" is a word group too`, 'Give the bundle another name.');
    checkSigns(signs, ['bundles', name]);
    for (const sign of signs) {
      // One level is enough, and more could go round in circles.
      const inner = file.bundles[sign];
      if (inner?.some((member) => file.bundles[member] !== undefined) === true)
        say(
          ['bundles', name],
          `the bundle "${name}" holds "${sign}", which holds bundles itself`,
          `Write the members of "${sign}" out.`,
        );
    }
  }

  file.subjects.forEach((subject, at) => {
    const path = ['subjects', at];
    subject.relatives.forEach((relative, index) => {
      if (!subjects.has(relative))
        say(
          [...path, 'relatives', index],
          `there is no subject "${relative}"`,
          'Correct the id, or add the relative.',
        );
      if (relative === subject.id)
        say([...path, 'relatives', index], `"${relative}" is its own relative`, 'Remove it.');
    });
    subject.authorityFor.forEach((id, index) => {
      if (id !== '*' && !subjects.has(id))
        say(
          [...path, 'authorityFor', index],
          `there is no subject "${id}"`,
          'Correct the id, or write "*" for every captive.',
        );
    });
    if (!isPerson(subject) && subject.spokesmanOf !== undefined && !subjects.has(subject.spokesmanOf))
      say(
        [...path, 'spokesmanOf'],
        `there is no subject "${subject.spokesmanOf}"`,
        'Correct the id, or take the line away.',
      );
    checkSigns(subject.needs, [...path, 'needs']);
    if (isPerson(subject)) {
      checkSigns(subject.fullNeeds, [...path, 'fullNeeds']);
      checkSigns(subject.kin, [...path, 'kin']);
      checkSigns(subject.never, [...path, 'never']);
      subject.given.forEach((name, index) => checkName(name, [...path, 'given', index], say));
      for (const key of ['surname', 'guarded'] as const) {
        subject[key].forEach((part, index) => {
          const { name, also } = partName(part);
          checkName(name, [...path, key, index], say);
          for (const literal of also) checkLiteral(literal, [...path, key, index], say);
        });
      }
      subject.vetoes.forEach((list, index) => checkVeto(subject, list, [...path, 'vetoes', index], say));
    } else {
      for (const [language, list] of Object.entries(subject.terms))
        checkTerms(list, [...path, 'terms', language], say);
      checkSigns(subject.words, [...path, 'words']);
      subject.meets.forEach((pair, index) => checkSigns(pair, [...path, 'meets', index]));
      if (Object.keys(subject.terms).length + subject.words.length + subject.meets.length === 0)
        say(path, `nothing names "${subject.id}"`, 'Give it terms, words or meets.');
    }
  });
  file.topics.forEach((topic, at) => {
    checkSigns(topic.all, ['topics', at, 'all']);
    checkSigns(topic.not, ['topics', at, 'not']);
  });
  if (file.relevance.digest > file.relevance.alert)
    say(
      ['relevance', 'digest'],
      `what alerts (from ${String(file.relevance.alert)}) would not even be kept (from ${String(file.relevance.digest)})`,
      'Set digest to the same number as alert, or a lower one.',
    );
  file.relevance.rules.forEach((rule, at) => {
    checkSigns(rule.all, ['relevance', 'rules', at, 'all']);
    checkSigns(rule.not, ['relevance', 'rules', at, 'not']);
  });
}

function checkName(name: string, path: Path, say: Say): void {
  if (name.trim() === '')
    say(path, 'this name is empty', 'Write the name in English spelling, or remove the line.');
  else if (
    /^[A-Z]{1,2}\??(?: [A-Z]{1,2}\??)+$/.test(name)
      ? name.split(' ').length < 2
      : foldedText(name).replaceAll(' ', '').length < 2
  )
    say(path, `the name "${name}" has one letter and would match everywhere`, 'Write the whole name.');
  else if (
    name
      .split(/[\s-]+/)
      .some((word) => soundsOf(/^[A-Z]{1,2}\??$/.test(word) ? word.toLowerCase() : word) === null)
  )
    say(
      path,
      `"${name}" has letters that cannot be read as English spelling`,
      'Write the name in Latin letters and put other scripts under "also".',
    );
}

function checkLiteral(literal: string, path: Path, say: Say): void {
  if (foldedText(literal).replaceAll(' ', '').length < 2)
    say(
      path,
      `the spelling "${literal}" is too short and would match everywhere`,
      'Write the whole name, or remove it.',
    );
}

function checkTerms(list: string, path: Path, say: Say): void {
  const terms = termsOf(list);
  if (terms.length === 0) say(path, 'there is no term in this list', 'Write a term, or remove the line.');
  for (const term of terms) {
    for (const word of term.split(/\s+/)) {
      const letters = foldedText(word.replace(/\*$/, ''));
      if (letters === '')
        say(path, `"${term}" has a word without letters`, 'Write at least one letter before the "*".');
      else if (letters.length < 2 && (word.endsWith('*') || !term.includes(' ')))
        say(path, `"${term}" would match nearly everywhere`, 'Write more of the word.');
    }
  }
}

/** A veto covers a name only where more words stand beside it; one that is the name itself would eat it everywhere. */
function checkVeto(subject: PersonLines, list: string, path: Path, say: Say): void {
  // In Chinese a name is a phrase, too.
  const spellings = new Set(
    [...subject.surname, ...subject.guarded].flatMap((part) => partName(part).also.map(foldedText)),
  );
  for (const veto of termsOf(list)) {
    const phrase = foldedText(veto.replaceAll('*', ''));
    if (phrase.includes(' ') && !spellings.has(phrase)) continue;
    say(
      path,
      `the veto "${veto}" of "${subject.id}" is no more than the name and would eat it everywhere`,
      'Write the whole phrase that means something else.',
    );
  }
}

function toWatchlist(file: WatchlistFile): Watchlist {
  const subjects = new Map<string, Subject>();
  for (const lines of file.subjects) {
    subjects.set(lines.id, {
      id: lines.id,
      kind: lines.kind,
      names: lines.names,
      gender: isPerson(lines) ? lines.gender : null,
      ...(isPerson(lines) && lines.taken !== undefined ? { taken: lines.taken } : {}),
      relatives: lines.relatives,
      role: lines.role ?? null,
      authorityFor: lines.authorityFor,
      voice: lines.voice ?? null,
      ...(lines.asPrinted ? { asPrinted: true } : {}),
      ...(!isPerson(lines) && lines.spokesmanOf !== undefined ? { spokesmanOf: lines.spokesmanOf } : {}),
      dossiers: lines.dossiers,
    });
  }
  const topics = new Map<string, Topic>();
  for (const lines of file.topics)
    topics.set(lines.id, {
      id: lines.id,
      names: lines.names,
      tells: lines.tells,
      dossiers: lines.dossiers,
    });
  const reasons = new Map<string, Readonly<Record<string, string>>>();
  for (const { text } of file.relevance.rules)
    if (typeof text !== 'string') reasons.set(text['en'] ?? '', text);
  return { subjects, topics, reasons };
}
