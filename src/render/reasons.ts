/** The reasons behind a verdict in the reader's language: they are kept in short English sentences of few fixed shapes. */
import { readBecause } from '#core/because.ts';
import type { Locale } from '#core/locale.ts';
import type { Inline, Words } from '#core/message.ts';
import { NOTHING_FOUND, NOTHING_JOINS } from '#core/verdict.ts';
import type { Reason } from '#core/verdict.ts';
import { displayName } from '#core/watchlist.ts';
import type { StatusContext } from './status.ts';
import { dateOf, sourceName } from './words.ts';

type ReasonContext = Pick<StatusContext, 'watchlist' | 'sources' | 'locale'>;

/** What an entry's score is made of: the watchlist's own words, in the reader's language where it has them. */
export function reasonWords({ text }: Reason, { watchlist, locale }: ReasonContext): Words {
  if (text === NOTHING_FOUND.text) return locale.say('why.nothingFound');
  if (text === NOTHING_JOINS.text) return locale.say('why.nothingJoins');
  return watchlist.reasons?.get(text)?.[locale.language] ?? text;
}

/** Why a report is in its story. */
export function becauseWords(sentence: string, context: ReasonContext): Words {
  const { watchlist, sources, locale } = context;
  const because = readBecause(sentence);
  if (because === null) return sentence;
  switch (because.code) {
    case 'alone':
      return locale.say('why.because.alone');
    case 'refused':
      return locale.say('why.because.refused');
    case 'alike': {
      const names = sharedWords(because.shared, { watchlist, locale });
      const likeness = because.likeness.toFixed(1);
      return names.length === 0
        ? locale.say('why.because.alikeInWords', { likeness })
        : locale.say('why.because.alike', { likeness, names });
    }
    case 'copy':
      return locale.say('why.because.copy', {
        source: sourceName(because.source, sources, locale),
        share: because.share,
      });
    case 'old words':
      return locale.say('why.because.oldWords', {
        source: because.source,
        day: dateOf(Date.parse(`${because.day}T12:00:00Z`), locale),
      });
    case 'parted':
      return locale.say('why.because.parted');
  }
}

const THEME = 'theme ';
const PEOPLE = /^(?<n>\d+) people$/u;

/** Whom and what two reports share. Themes have no names that people read: they are counted. */
function sharedWords(
  shared: readonly string[],
  { watchlist, locale }: Pick<StatusContext, 'watchlist' | 'locale'>,
): readonly Inline[] {
  const themes = shared.filter((one) => one.startsWith(THEME)).length;
  const named = shared
    .filter((one) => !one.startsWith(THEME))
    .map((one) => {
      const subject = watchlist.subjects.get(one);
      if (subject !== undefined) return displayName(subject, locale.language);
      const people = PEOPLE.exec(one)?.groups?.['n'];
      return people === undefined ? one : locale.text('why.because.people', { n: Number(people) });
    });
  return locale.list(themes === 0 ? named : [...named, locale.text('why.because.themes', { n: themes })]);
}

/** What a language is called in the reader's; `und` is "unknown language". */
export function languageName(tag: string, { language }: Pick<Locale, 'language'>): string {
  return new Intl.DisplayNames(language, { type: 'language' }).of(tag) ?? tag;
}

/** Words of a cue that are shown; one may have thirty that mean the same. */
const WORDS_OF_A_CUE = 3;

/** `ru: пообещал~past|обещает|обещают|намерен … отпустить` without its marks, and no more than a few words of each kind. */
export function shortCues(rule: string): string {
  return rule
    .split(' ')
    .map((part) => {
      const words = part.replaceAll(/~\w+/gu, '').split('|');
      return words.length > WORDS_OF_A_CUE
        ? `${words.slice(0, WORDS_OF_A_CUE).join('|')}|…`
        : words.join('|');
    })
    .join(' ');
}

/** How a name was recognised, before its spelling. */
const HOW = [
  ['full name', 'full'],
  ['surname of somebody named in full', 'known'],
  ['surname in company', 'company'],
  ['surname', 'surname'],
  ['given name of somebody named before', 'given'],
  ['given name beside a kin word', 'kin'],
  ['given name of a relative of somebody named', 'relative'],
] as const;

const SPELLED =
  /^(?:(?<usual>usual|roundabout) )?(?<script>latin|cyrillic|hebrew|arabic|devanagari|bengali) spelling of (?<name>.+?)(?<joined> in one word)?$/su;
const LISTED = /^spelling "(?<literal>.*)" of the watchlist$/su;
const TERM = /^the term "(?<term>.*)"$/su;
const BESIDE = /^(?<rule>.*), with (?<sign>\S+) in its sentence$/su;

/** By which spelling a subject was found, and what made it sure. */
export function ruleWords(rule: string, locale: Locale): Words {
  const beside = BESIDE.exec(rule)?.groups;
  if (beside !== undefined)
    return locale.say('why.beside', { rule: ruleWords(beside['rule'] ?? '', locale) });
  const how = HOW.find(([words]) => rule.startsWith(`${words}, `));
  if (how !== undefined) {
    const [words, code] = how;
    const spelling = spellingWords(rule.slice(words.length + 2), locale);
    return locale.say('why.foundBy', { how: code, spelling });
  }
  return spellingWords(rule, locale);
}

function spellingWords(rule: string, locale: Locale): Words {
  const spelled = SPELLED.exec(rule)?.groups;
  if (spelled !== undefined) {
    const manner = spelled['joined'] !== undefined ? 'joined' : (spelled['usual'] ?? 'usual');
    return locale.say('why.spelling', {
      manner,
      script: spelled['script'] ?? '',
      name: spelled['name'] ?? '',
    });
  }
  const listed = LISTED.exec(rule)?.groups;
  if (listed !== undefined) return locale.say('why.listed', { literal: listed['literal'] ?? '' });
  const term = TERM.exec(rule)?.groups;
  return term === undefined ? rule : locale.say('why.term', { term: term['term'] ?? '' });
}
