/**
 * The words by which a language says that something happened, will happen, is asked for, is denied. They are written down in
 * `config/lexicon/<language>.yaml`, for a native speaker who does not program; here they are compiled and found.
 */
import { LineCounter, isMap, isPair, isScalar, isSeq, parseDocument } from 'yaml';
import { readDateWords } from './dates.ts';
import type { DateWords } from './dates.ts';
import { FIRST_LETTER, GAP, fold, foldedText } from './normalise.ts';
import type { Folded } from './normalise.ts';
import { inSerbianCyrillic } from './serbian.ts';

/**
 * How an event is said. `happened`: a fact, the person before or after it; `underwent`: the same, and the person is its
 * grammatical subject ("вышел", "освобождён"); `happened-to`: the person stands before it; `did`: the person stands behind it;
 * `looks-back`: a fact of earlier; `after`: the same, where nothing in the statement lies ahead ("after his release"); `coming`: the verb itself says that it lies ahead; `weighed`: the words themselves say that it is
 * asked for; `denied`: that it is not so, of the person behind; `named`: only named (infinitive, noun), what is said of it has to
 * come from other words; `beside`: a fact of the person directly beside it, with nothing behind ("X free"); `heading`: named, and at the head of a sentence told as done; `present`: named, and directly behind its
 * doer told as done ("forces rescue X").
 */
export const EVENT_FORMS = [
  'happened',
  'underwent',
  'happened-to',
  'beside',
  'did',
  'looks-back',
  'after',
  'coming',
  'weighed',
  'denied',
  'named',
  'heading',
  'present',
] as const;
export type EventForm = (typeof EVENT_FORMS)[number];

/** The other lists of a lexicon. */
export const CUE_LISTS = [
  /** Somebody binds himself, or a plan is told. */
  'promise',
  /** Somebody asks, weighs, works for it. */
  'negotiation',
  /** It is not so, or somebody says it is not. */
  'denial',
  /** Makes a denial of the event that follows within a few words. */
  'not',
  /** If, perhaps, whether. */
  'hypothetical',
  /** Of these those that say of what they govern that it may be so: may, perhaps, whether. */
  'possible',
  /** When, before: what they open may well have happened. */
  'temporal',
  /** When, after: what they open in the past has happened. */
  'upon',
  /** What somebody only thinks, fears or dreams. */
  'thinking',
  /** Opens a clause of what is yet to be: until, unless. Everything up to the next comma is in doubt. */
  'until',
  /** Makes a condition where it opens a clause: "Had Hamas freed X, …". */
  'condition',
  /** Verbs and phrases of saying. */
  'reporting',
  /** Of these those whose object is spoken to: "thanked X", "told X". */
  'addressing',
  /** Of these those whose object has said it: "quoted X", "with reference to X". */
  'quoting',
  /** Open a sentence that tells who said what stands before it: "This was announced by". */
  'referring',
  /** Who spoke before, by office: "the envoy said". */
  'teller',
  /** Of the promises those in which nobody speaks: "set to", "expected". */
  'impersonal',
  /** Speaks of something earlier. */
  'earlier',
  /** Part a sentence into statements of their own. */
  'boundary',
  /** Mother, father, partner: somebody else than the one who is named beside it. */
  'kin',
  /** Of these those that mean several, or all of a family: "parents", "relatives". */
  'kinfolk',
  /** Verbs and forms whose object is the one behind them: "who held X", "demanding X". Another thing happens to somebody else. */
  'governs',
  /** What stands behind them is neither subject nor object: of, with, for. */
  'preposition',
  /** Begins what is said: "said that X". */
  'that',
  /** Begin a clause about somebody: who, which. */
  'relative',
  /** The, a: a noun phrase begins with them. */
  'article',
  /** His, her: what follows is somebody else. */
  'possessive',
  /** Other people: "three hostages", "prisoners". */
  'others',
  /** Of these those that are no people: "a video released by them". */
  'things',
  /** He, she. */
  'pronoun',
  /** "The hostage", "the Russian": the one captive of a text once more, where it names no other. One person, never several. */
  'role',
  /** "My son", "her grandson": where one of a captive's family is named, the captive for whom that one speaks. */
  'theirs',
  /** Words that mean a woman, and cannot mean a man: she, the woman. */
  'she',
  /** Words that mean a man, and cannot mean a woman: he, the man. */
  'he',
  /** Words for two, which mean no three: "two", "both". */
  'pair',
  /** The women: those named before, where there are several. */
  'women',
  /** They, both, the three: all those named in the sentence before. */
  'plural',
  /** And: parts of a list. */
  'and',
  /** What people are called before their name: hostage, citizen, engineer. */
  'called',
  /** Counts people: "two other", "ещё двое". */
  'count',
  /** Points back at those just spoken of: "is among them", "is not on it". */
  'among',
  /** The second, the other: one more of those just spoken of. */
  'second',
  /** Names some of those just spoken of: "including", "one of whom". */
  'including',
  /** Say who those just told of are: "the freed are X and Y", "turned out to be X", "identified as X". */
  'equals',
  /** One of those of whom something is told: "X is one of the hostages freed on Saturday". */
  'oneof',
  /** Tells who one of those spoken of is: "named", "identified". */
  'naming',
  /** All but one: "except", "all but". Whom they name is not among those of whom the sentence tells. */
  'except',
  /** Everybody, of whom "except" leaves somebody out: "all", "every". */
  'all',
  /** That somebody is missing from a list: "not among", "left off", "not included". */
  'absent',
  /** A list of people: "list", "names". Of those to be freed only where a release is spoken of. */
  'roll',
  /** Of whom the same is told beside those of whom a sentence tells: "together with X", "as well as X". */
  'along',
  /** No, where it stands for a verb: "X was freed, Y no". */
  'no',
  /** Since: what has gone on from a day has not ended on it. */
  'since',
  /** Part of a deal, which is about those to be freed: "the first stage", "the exchange". */
  'stage',
  /** Makes a fact of a noun behind it: "grateful to somebody for the release of X". */
  'gratitude',
  /** The same directly before the noun: "welcomed the release of X". */
  'gladness',
  /** Is, became: "X became the first captive whom they freed". */
  'copula',
  /** Leave open whatever their sentence tells: "the army could not confirm it". */
  'unconfirmed',
  /** Call untrue what is told beside them, or in the sentence before: "that is not true", "has nothing to do with reality". */
  'untrue',
  /** Before: what is told in front of an abduction frees nobody. */
  'before',
  /** Words for a time or a state, which are nobody: "after 500 days of captivity". */
  'setting',
  /** Phrases whose words say nothing by themselves: "at the request of", "as promised". */
  'harmless',
  /** Makes a fact of a noun before it: "the release of X became possible". */
  'realised',
  /** Bodies, remains: whose they are is dead, and who "hands over" them frees nobody. */
  'body',
  /** What is done with bodies, behind whose they are: "the bodies of A, B and C were found". */
  'recovered',
  /** Look like an event and are none. */
  'trap',
  /** Must not be shown: military roles, health, whereabouts, captors' channels. */
  'unshown',
] as const;
export type CueList = (typeof CUE_LISTS)[number];

/** One word of a cue: its spellings, and stems that any letters may follow. */
interface WordTest {
  readonly exact: ReadonlySet<string>;
  /** Spellings that must be printed so, accents included: "würde" is not "wurde". Lower case. */
  readonly printed: ReadonlySet<string>;
  readonly stems: readonly string[];
}

/** A cue as compiled. */
export interface Cue {
  readonly list: CueList | 'event' | 'agency' | 'voice' | 'office';
  /** The event, the agency's source id, the subject whose voice it is (`captor`: the captor named last), or an office in its basic form; empty for the other lists. */
  readonly what: string;
  readonly form: EventForm | null;
  /** As the file has it. */
  readonly written: string;
  /** `…` in the file: a gap of up to four words. */
  readonly words: readonly (WordTest | 'gap')[];
  /** The words one of which stands directly behind the first; null where that cannot be told by looking a word up. */
  readonly second: ReadonlySet<string> | null;
}

/** A language's cues. */
export interface Lexicon {
  readonly language: string;
  /** Particles that are written together with the word behind them. */
  readonly glued: Glued;
  readonly dates: DateWords;
  /** The cues that a word may begin, without what is glued to it; those that must be printed so are among them in any print. */
  readonly cuesOf: (word: string) => readonly Cue[];
}

export type Glued = 'none' | 'hebrew' | 'arabic';

/** A broken place of a lexicon file. The same shape as core's Problem. */
export interface LexiconProblem {
  readonly file: string;
  readonly line: number | null;
  readonly what: string;
  readonly fix: string;
}

/** A word of a text. Offsets count UTF-16 units of it. */
export interface Token {
  /** Folded, see normalise.ts. */
  readonly text: string;
  /** As printed, in lower case. */
  readonly printed: string;
  readonly start: number;
  readonly end: number;
  /** How strongly it is parted from the word before, see GAP. */
  readonly gap: number;
}

/** A cue found: tokens `first` to `last`, both included. */
export interface FoundCue {
  readonly cue: Cue;
  readonly first: number;
  readonly last: number;
}

const LONGEST_GAP = 4;
const MOST_MENDED_LINES = 50;
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

/** What a stop between two words of a sentence means: none behind an ordinal number ("am 7. Oktober"), a comma for a bracket ("X (29), Y"). */
function stopBetween(word: string, printed: string): number {
  if (printed === '. ' && /^[0-9]{1,3}$/.test(word)) return GAP.SPACE;
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
  const german = lexicon.language === 'de';
  for (let first = 0; first < tokens.length; first += 1) {
    const here = forms[first] ?? [];
    const next = forms[first + 1];
    // A cue may begin with a word and with the same without its particle, and counts once.
    const tried = here.length > 1 ? new Set<Cue>() : null;
    for (const form of here) {
      for (const cue of lexicon.cuesOf(form)) {
        // Most cues of a frequent word ("was", "is", "to") fail at the next one.
        if (cue.second !== null && !isOneOf(next, cue.second)) continue;
        if (tried?.has(cue) === true) continue;
        tried?.add(cue);
        const last = matchFrom(cue.words, 0, forms, tokens, first);
        if (last !== null && !(german && isArticleOnly(cue, tokens, first))) found.push({ cue, first, last });
      }
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
  const rivals = meant.filter(({ cue }) => competes(cue));
  return meant.filter(
    (one) =>
      !competes(one.cue) ||
      !rivals.some((other) => other !== one && overlaps(one, other) && beats(other, one)),
  );
}

/** "Die Armee sagte, dass X freigelassen wurde": German sets its relatives off by a comma, and "die" is none here. */
function isArticleOnly(cue: Cue, tokens: readonly Token[], first: number): boolean {
  if (cue.form !== 'looks-back' || cue.words[1] !== 'gap') return false;
  const token = tokens[first];
  const isSetOff = first > 0 && token?.gap !== GAP.SPACE;
  return !isSetOff && /^(?:der|die|das|den|dem)$/u.test(token?.text ?? '');
}

function isOneOf(forms: readonly string[] | undefined, words: ReadonlySet<string>): boolean {
  if (forms === undefined) return false;
  for (const form of forms) if (words.has(form)) return true;
  return false;
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

// ── Reading the file ─────────────────────────────────────────────────────────────────────────────────────────────────

/**
 * Reads a lexicon. What is broken is left out and named with its line; the rest is in force.
 *
 * @param file as people are told it.
 */
export function readLexicon(
  file: string,
  text: string,
): { readonly lexicon: Lexicon; readonly problems: readonly LexiconProblem[] } {
  const problems: LexiconProblem[] = [];
  const { document, lines } = parseMending(file, text, problems);
  const lineOf = (node: unknown): number | null => {
    const range = isScalar(node) || isMap(node) || isSeq(node) ? node.range : null;
    return range === null || range === undefined ? null : lines.linePos(range[0]).line;
  };
  const complain = (node: unknown, what: string, fix: string): void => {
    problems.push({ file, line: lineOf(node), what, fix });
  };
  let language = '';
  let glued: Glued = 'none';
  const endings = new Map<string, readonly string[]>();
  const classes = new Map<string, readonly string[]>();
  const cues: Cue[] = [];
  let otherScript: OtherScript = null;
  let dates = readDateWords(new Map());

  const strings = (node: unknown): readonly { readonly text: string; readonly node: unknown }[] => {
    if (!isSeq(node)) {
      complain(node, 'A list is expected here', 'Write one cue a line, each after a dash.');
      return [];
    }
    return node.items.flatMap((item) => {
      if (isScalar(item) && typeof item.value === 'string' && item.value.trim() !== '') {
        return [{ text: item.value, node: item }];
      }
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
      const words = compileCue(written, endings, classes, otherScript);
      if (typeof words === 'string')
        complain(at, `"${written}": ${words}`, 'Write it as the lines around it.');
      else cues.push({ list, what, form, written, words, second: secondOf(words) });
    }
  };
  const members = (
    node: unknown,
  ): readonly { readonly key: string; readonly value: unknown; readonly at: unknown }[] => {
    if (!isMap(node)) {
      complain(node, 'Names with lists below them are expected here', 'Write "name:" and the list under it.');
      return [];
    }
    const seen = new Set<string>();
    return node.items.flatMap((pair) => {
      if (!isPair(pair) || !isScalar(pair.key) || typeof pair.key.value !== 'string') return [];
      const key = pair.key.value;
      if (seen.has(key)) complain(pair.key, `"${key}" stands here twice`, 'Join the two into one.');
      seen.add(key);
      return [{ key, value: pair.value, at: pair.key }];
    });
  };

  const top = document.contents === null ? [] : members(document.contents);
  const letters = top.find((member) => member.key === 'letters')?.value;
  if (isScalar(letters) && letters.value === 'serbian') otherScript = inSerbianCyrillic;
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
    const list = CUE_LISTS.find((name) => name === key);
    if (list !== undefined) add(list, '', null, value);
    else if (key === 'language' && isScalar(value) && typeof value.value === 'string') language = value.value;
    else if (key === 'glued' && isScalar(value) && isGlued(value.value)) glued = value.value;
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
            strings(words).flatMap(({ text: word }) =>
              otherScript === null ? [word] : [word, otherScript(word)],
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
  return { lexicon: { language, glued, dates, cuesOf: indexed(cues) }, problems };
}

/** `also`: further tags that the lexicon is for, see watchlist/lexicons.ts. */
const READ_ELSEWHERE: ReadonlySet<string> = new Set(['endings', 'words', 'letters', 'also']);

/** A word in the language's other script; null where it has one only. */
type OtherScript = ((word: string) => string) | null;

function isGlued(value: unknown): value is Glued {
  return value === 'none' || value === 'hebrew' || value === 'arabic';
}

/** YAML is all or nothing; a line that it cannot read is named, emptied, and the rest read again. */
function parseMending(
  file: string,
  text: string,
  problems: LexiconProblem[],
): { readonly document: ReturnType<typeof parseDocument>; readonly lines: LineCounter } {
  const rows = text.split('\n');
  for (;;) {
    const lines = new LineCounter();
    // A name that stands twice loses neither list: it is told where the lists are read.
    const options = { lineCounter: lines, prettyErrors: false, uniqueKeys: false };
    const document = parseDocument(rows.join('\n'), options);
    const error = document.errors[0];
    if (error === undefined) return { document, lines };
    const line = lines.linePos(error.pos[0]).line;
    // What is left open is noticed below it, often at the end of the file: the line that opened it is the broken one.
    const opened = /^(?:Flow|Implicit keys) /.test(error.message)
      ? rows.slice(0, line).findLastIndex((row) => /(?:\[[^\]]*|\{[^}]*)$/.test(row)) + 1
      : rows.findIndex((row) => /^\s*-\s*(?:"[^"]*|'[^']*)$/.test(row)) + 1;
    // Where the line named is empty already, the fault lies in the next one that is not.
    const below = rows.findIndex((row, at) => at + 1 >= line && row.trim() !== '') + 1;
    const broken = opened > 0 ? opened : below > 0 ? below : line;
    problems.push({
      file,
      line: broken,
      what: `This line is not YAML: ${error.message.replace(/\.$/, '')}`,
      fix: 'Look at its quotes, colons and spaces. It was left out with what is under it, the rest counts.',
    });
    if ((rows[broken - 1] ?? '').trim() === '' || problems.length > MOST_MENDED_LINES) {
      return { document: parseDocument(''), lines: new LineCounter() };
    }
    const emptied = rows[broken - 1] ?? '';
    rows[broken - 1] = '';
    // The lines of a list whose name is gone would else be read as the list's above.
    if (!/:\s*$/.test(emptied)) continue;
    for (let at = broken; indentOf(rows[at]) > indentOf(emptied); at += 1) rows[at] = '';
  }
}

/** How far in a line begins; -1 for none and for an empty one. */
function indentOf(row = ''): number {
  return row.search(/\S/);
}

/** A cue from how it is written, or what is wrong with it. */
function compileCue(
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

function secondOf(words: Cue['words']): ReadonlySet<string> | null {
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
function indexed(cues: readonly Cue[]): Lexicon['cuesOf'] {
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
    for (const word of new Set([...first.exact, ...[...first.printed].map(foldedText)])) add(byWord, word, cue);
    for (const start of new Set(first.stems.map((stem) => stem.slice(0, 3)))) add(byStem, start, cue);
  }
  const kept = new Map<string, readonly Cue[]>();
  return (word) => {
    const known = kept.get(word);
    if (known !== undefined) return known;
    const spelled = byWord.get(word) ?? NO_CUES;
    const begun = byStem.get(word.slice(0, 3))?.filter(
      (cue) => cue.words[0] !== 'gap' && cue.words[0]?.stems.some((stem) => word.startsWith(stem)) === true,
    );
    const all = begun === undefined || begun.length === 0 ? spelled : [...new Set([...spelled, ...begun])];
    if (kept.size >= MOST_WORDS_KEPT) kept.clear();
    kept.set(word, all);
    return all;
  };
}

const NO_CUES: readonly Cue[] = [];
