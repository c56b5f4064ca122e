import type { Claim } from '#core/claim.ts';
import { UNNAMED_SOURCE } from '#core/feed.ts';
import type { Source } from '#core/feed.ts';
import { witnesses } from '#core/evidence.ts';
import type { Told } from '#core/ledger.ts';
import type { Locale } from '#core/locale.ts';
import type { Block, Button, Inline, Message, Tone } from '#core/message.ts';
import type { Change, ChangeKind } from '#core/situation.ts';
import type { Story, StoryEntry } from '#core/story.ts';
import { dayCount, wallClock } from '#core/wallclock.ts';
import { displayName } from '#core/watchlist.ts';
import type { Subject, Watchlist } from '#core/watchlist.ts';
import { heading, inlines, joined, link, message, paragraph, quote, strong, struck } from './build.ts';
import { languageSign } from './language-sign.ts';
import {
  CHANGE_SIGN,
  claimWords,
  genderOf,
  situationCalled,
  situationSign,
  sourceName,
  speakerWords,
  stageWords,
  standingWords,
  witnessWords,
  wordedSituation,
} from './words.ts';

/** Whom a story is told to. */
export interface StoryContext {
  readonly watchlist: Watchlist;
  readonly sources: ReadonlyMap<string, Source>;
  /** Of the reader. */
  readonly locale: Locale;
}

/** Of which story an alert is told, and when. */
export interface AlertContext extends StoryContext {
  /** Whose sources are named. */
  readonly story: Pick<Story, 'entries'> & { readonly id: string | null };
  /** ms */
  readonly now: number;
}

/** What a line of sources has to know of a report. */
type Publisher = Pick<StoryEntry, 'source' | 'origin' | 'url'>;

/** Publishers named before "and N more". */
const NAMED = 4;

/** Where one report tells of several: so many sentences of it are quoted, and so many have a button. */
const QUOTED = 2;
const BUTTONS = 3;

const TONE: Readonly<Record<ChangeKind, Tone>> = {
  released: 'released',
  died: 'dead',
  'sign-of-life': 'held',
  promise: 'promise',
  denial: 'held',
  correction: 'notice',
  held: 'held',
  other: 'notice',
};

/**
 * What one report changes: what, how sure, of whom, who says so. The same function writes the edit when sources join or
 * somebody's change is taken back: that one is struck through, and with the last of them the whole message.
 *
 * @param told of one kind (core/together.ts), one for each subject, at least one
 */
export function alertMessage(told: readonly Told[], context: AlertContext): Message {
  const standing = told.filter(({ takenBackAt }) => takenBackAt === null);
  const shown = standing.length === 0 ? told : standing;
  const [first] = shown;
  if (first === undefined) throw new Error('an alert that tells of nobody');
  const words = shown.map((one) => bestWords(one, context));
  const gone = told.flatMap(({ takenBackAt }) => takenBackAt ?? []);
  const day = context.locale.day(wallClock(Math.max(...gone, 0), 'UTC').day);
  const corrected = paragraph(strong(context.locale.say('alert.corrected', { day })));
  // Where they differ, each stands with his own.
  const sure = shown.map(({ kind, after }) => certainty({ kind, after }, context.locale));
  const common = new Set(sure).size === 1 ? (sure[0] ?? '') : '';
  const head = heading([headWords(first, shown.map(subjectIn(context)), context), common]);
  const line = (one: Told): Block =>
    personLine(one, common === '' ? certainty(one, context.locale) : '', context);
  const buttons = alertButtons(shown, words[0] ?? first.claim, context);
  if (standing.length === 0) {
    const rest = [...told.map(line), ...saidOf(shown, words, context)].map(strikeThrough);
    return message([strikeThrough(head), corrected, ...rest], { tone: 'notice', buttons });
  }
  return message(
    [
      head,
      ...told.flatMap((one) =>
        one.takenBackAt === null ? [line(one)] : [strikeThrough(line(one)), corrected],
      ),
      ...saidOf(shown, words, context),
      ...takenBackLines(shown, context),
      ...sourcesOf(shown, context),
    ],
    { tone: TONE[first.kind], buttons },
  );
}

function subjectIn({ watchlist }: AlertContext): (told: Pick<Told, 'subject'>) => Subject | undefined {
  return ({ subject }) => watchlist.subjects.get(subject);
}

function personLine(one: Told, sure: string, context: AlertContext): Block {
  const subject = subjectIn(context)(one);
  const name = subject === undefined ? one.subject : displayName(subject, context.locale.language);
  // Whose release is taken back, and of whom nothing else is known.
  const unknown = one.kind === 'correction' ? context.locale.say('where.unknown') : null;
  const where = whereStanding(one, subject, context) ?? unknown;
  return paragraph([
    ...(where === null ? [strong(name)] : context.locale.say('alert.person', { name, where })),
    ...inlines(sure),
  ]);
}

/** The same words tell of several: once. */
function saidOf(told: readonly Told[], words: readonly Claim[], context: AlertContext): readonly Block[] {
  const quoted = words.some(({ quote: text }) => text !== null);
  const seen = new Set<string>();
  let quotes = 0;
  return told.flatMap(({ kind }, i) => {
    const claim = words[i];
    if (claim === undefined) return [];
    const isEnd = kind === 'released' || kind === 'died';
    // What is said of one is withheld, and the words for another say it.
    if (isEnd && quoted && claim.quote === null) return [];
    return said(claim, kind, context).filter((block) => {
      const key = JSON.stringify(block);
      if (seen.has(key)) return false;
      seen.add(key);
      if (block.kind === 'quote') quotes += 1;
      return block.kind !== 'quote' || quotes <= QUOTED;
    });
  });
}

function strikeThrough(block: Block): Block {
  return block.kind === 'list'
    ? { ...block, items: block.items.map((item) => [struck(item)]) }
    : { ...block, inlines: [struck(block.inlines)] };
}

/** What a correction corrects: whose report of what no longer holds. */
function takenBackLines(told: readonly Told[], context: AlertContext): readonly Block[] {
  const { locale, watchlist, sources } = context;
  return told.flatMap(({ kind, corrects }) => {
    if (kind !== 'correction' || corrects === null || corrects === undefined) return [];
    const { claim } = corrects;
    const what = locale.say('status.claim', {
      claim: claimWords(claim, locale, watchlist.rules),
      who: link(claim.from.url, witnessWords(claim, watchlist, sources, locale)),
      day: locale.day(wallClock(claim.statedAt, 'UTC').day),
    });
    return [paragraph(locale.say('claim.noLonger', { what }))];
  });
}

/**
 * Who says so. That somebody is free or dead: those on whose word it rests, each origin once, the speaker before the outlet that prints
 * him, and how many repeat them. Of anything else the publishers of the story, with the report that says it before others of its outlet.
 */
function sourcesOf(told: readonly Told[], context: AlertContext): readonly Block[] {
  const { story, watchlist, sources, locale } = context;
  const isEnd = told.every(({ kind }) => kind === 'released' || kind === 'died');
  const evidence = told
    .flatMap(({ after }) => after.evidence)
    .filter(({ from, source }) => from.kind === 'entry' && source !== UNNAMED_SOURCE);
  if (!isEnd || evidence.length === 0) {
    // What the desk takes back nobody else says.
    if (told.every(({ claim }) => claim.from.kind === 'desk')) return [];
    const saying = new Set(
      told.flatMap(({ claim: { from } }) => (from.kind === 'entry' ? [from.entry] : [])),
    );
    const entries = story.entries.toSorted(
      (a, b) => Number(saying.has(b.entry)) - Number(saying.has(a.entry)),
    );
    return sourceParagraph({ entries }, context);
  }
  const named = witnesses(evidence, watchlist).slice(0, NAMED);
  const shown = new Set(named.map(({ source }) => source));
  const repeating = new Set(evidence.map(({ source }) => source).filter((source) => !shown.has(source))).size;
  const line = joined(
    ' · ',
    named.map((claim) => locale.apart(link(claim.from.url, witnessWords(claim, watchlist, sources, locale)))),
  );
  return [paragraph(repeating === 0 ? line : locale.say('alert.sources', { sources: line, n: repeating }))];
}

/** A relevant story that changes nobody's situation, for those who want all. */
export function storyMessage(story: Story, context: StoryContext): Message {
  const titled = story.entries.filter(({ title }) => title !== '');
  // As soon as somebody tells it in the reader's language, that is its headline.
  const { language } = context.locale;
  const first = titled.find((entry) => entry.language === language) ?? titled[0];
  const names = story.subjects
    .map((id) => context.watchlist.subjects.get(id))
    .filter((subject) => subject?.kind === 'captive' || subject?.kind === 'group')
    .map((subject) => (subject === undefined ? '' : displayName(subject, context.locale.language)));
  return message(
    [
      heading([
        '📰 ',
        languageSign(first?.language, language),
        first === undefined ? context.locale.text('alert.news') : link(first.url, first.title),
      ]),
      ...(names.length === 0
        ? []
        : [paragraph(context.locale.say('alert.named', { names: context.locale.list(names) }))]),
      ...sourceParagraph(story, context),
    ],
    { tone: 'plain', buttons: [storyButtons({ ...context, story }, first?.entry ?? null)] },
  );
}

/**
 * The publishers of a story: each origin once with a link, then how many repeat them, so that thirty copies of one wire
 * text do not look like thirty witnesses. Empty where no report names its publisher.
 */
export function sourceLine(
  story: { readonly entries: readonly Publisher[] },
  { sources, locale }: Pick<StoryContext, 'sources' | 'locale'>,
  most = NAMED,
): readonly Inline[] {
  const firsts = new Map<string, Publisher>();
  const published = story.entries.filter(({ source }) => source !== UNNAMED_SOURCE);
  for (const entry of published) if (!firsts.has(entry.origin)) firsts.set(entry.origin, entry);
  const named = [...firsts.values()].slice(0, most);
  const shown = new Set(named.map((entry) => entry.source));
  const repeating = new Set(published.map((entry) => entry.source).filter((source) => !shown.has(source)))
    .size;
  const shownNames = joined(
    ' · ',
    named.map((entry) => locale.apart(link(entry.url, sourceName(entry.source, sources, locale)))),
  );
  return repeating === 0 ? shownNames : locale.say('alert.sources', { sources: shownNames, n: repeating });
}

function sourceParagraph(...story: Parameters<typeof sourceLine>): readonly Block[] {
  const line = sourceLine(...story);
  return line.length === 0 ? [] : [paragraph(line)];
}

/**
 * A change without a kind of its own is worded by what was claimed: of a group nothing is ever confirmed or computed, so
 * what is said of it is a promise, talks, a denial or a report; of a person it is a word that does not count by itself.
 */
function headWords(
  told: Pick<Change, 'kind' | 'claim' | 'after'>,
  subjects: readonly (Subject | undefined)[],
  { locale, watchlist }: Pick<StoryContext, 'locale' | 'watchlist'>,
): string {
  const { situation } = told.after;
  const [subject] = subjects;
  const gender = subjects.length > 1 ? 'many' : genderOf(subject);
  const called = situationCalled(situation, watchlist, locale);
  // Another watch's change into a situation is headed by what its file calls that.
  if (called !== null && told.kind === watchlist.rules?.situations[situation]?.told)
    return `${situationSign(situation, watchlist)} ${called.toLocaleUpperCase(locale.language)}`;
  const word = (kind: ChangeKind): string =>
    `${CHANGE_SIGN[kind]} ${locale.text(`change.${kind}`, { gender })}`;
  if (told.kind !== 'other') return word(told.kind);
  const event = watchlist.rules?.events[told.claim.event];
  const noun =
    event?.told === 'other' ? (event.called?.[locale.language] ?? event.called?.['en']) : undefined;
  if (noun !== undefined) return `${CHANGE_SIGN.other} ${noun.toLocaleUpperCase(locale.language)}`;
  switch (told.claim.modality) {
    case 'promise':
      return word('promise');
    case 'denial':
      return word('denial');
    case 'negotiation':
      return `💬 ${locale.text('change.talks')}`;
    case 'fact':
    case 'hypothetical':
      return subject?.kind === 'group' ? `📰 ${locale.text('change.reported')}` : word('other');
  }
}

function certainty(told: Pick<Change, 'kind' | 'after'>, locale: Locale): string {
  switch (told.kind) {
    case 'released':
    case 'died':
    case 'held':
      return ` · ${standingWords(told.after, locale)}`;
    // How sure it is that he is held is nothing that the correction rests on.
    case 'correction':
    case 'sign-of-life':
    case 'promise':
    case 'denial':
    case 'other':
      return '';
  }
}

function whereStanding(
  { after: { situation, since }, heldSince }: Told,
  subject: Subject | undefined,
  { locale, now, watchlist }: AlertContext,
): readonly Inline[] | null {
  const gender = genderOf(subject);
  const worded = wordedSituation(situation);
  const called = situationCalled(situation, watchlist, locale);
  if (worded === null || called !== null) return stageWords(called ?? situation, since, locale);
  switch (worded) {
    case 'released':
      if (since?.precision !== 'day') return locale.say('where.free', { gender });
      return heldSince === null || heldSince >= since.day
        ? locale.say('where.freeSince', { gender, day: locale.day(since.day) })
        : locale.say('where.freeAfter', { gender, n: dayCount(heldSince, since.day) });
    case 'held':
      return heldSince === null
        ? locale.say('where.held')
        : locale.say('where.heldDay', { n: dayCount(heldSince, wallClock(now, 'UTC').day) });
    case 'dead':
      return since?.precision === 'day'
        ? locale.say('where.diedOn', { gender, day: locale.day(since.day) })
        : null;
    case 'unknown':
      return null;
  }
}

/**
 * The claim whose words are shown: while sources join, one in the reader's language is better than the newest. Only what
 * the story's own entries say comes into question, and of a promise only the promise.
 */
function bestWords(told: Pick<Change, 'kind' | 'claim' | 'after'>, context: AlertContext): Claim {
  if (told.kind !== 'released' && told.kind !== 'died') return told.claim;
  const languages = new Map(context.story.entries.map(({ entry, language }) => [entry, language]));
  const own = told.after.evidence.filter(
    ({ from, quote }) => quote !== null && from.kind === 'entry' && languages.has(from.entry),
  );
  const read = own.find(
    ({ from }) => from.kind === 'entry' && languages.get(from.entry) === context.locale.language,
  );
  // A withdrawn report's words are nobody's any more.
  const others =
    told.claim.from.kind === 'desk' ? told.after.evidence.find(({ quote }) => quote !== null) : undefined;
  return read ?? own[0] ?? others ?? told.claim;
}

/** What was said and by whom; where the words must not be shown, what they come to. */
function said(claim: Claim, kind: ChangeKind, context: AlertContext): readonly Block[] {
  const who = speakerWords(claim, context.watchlist, context.sources, context.locale);
  // A quote that is withheld (a military role, a place) is not replaced by the headline, which may say the same.
  const words =
    claim.quote === null
      ? claimWords(claim, context.locale, context.watchlist.rules)
      : [languageSign(languageOf(claim, context.story), context.locale.language), claim.quote];
  return kind === 'released' || kind === 'died'
    ? [quote(words)]
    : [
        paragraph(
          context.locale.say('alert.said', {
            who,
            claim: claimWords(claim, context.locale, context.watchlist.rules),
          }),
        ),
        // Withheld, there is no more to say than that.
        ...(claim.quote === null ? [] : [quote(words)]),
      ];
}

function languageOf({ from }: Claim, { entries }: Pick<Story, 'entries'>): string | undefined {
  return from.kind === 'entry' ? entries.find(({ entry }) => entry === from.entry)?.language : undefined;
}

function command(label: string, typed: string): Button {
  return { kind: 'command', label, command: typed };
}

/** Why a report counted, and no more of its story. @param entry its id; null: of none that is kept */
function storyButtons(
  { locale, story }: Pick<AlertContext, 'locale'> & { readonly story: { readonly id: string | null } },
  entry: string | null,
): readonly Button[] {
  const why = entry === null ? [] : [command(locale.text('button.why'), `why ${entry}`)];
  const mute = story.id === null ? [] : [command(locale.text('button.mute'), `mute story ${story.id}`)];
  return [...why, ...mute];
}

function alertButtons(
  told: readonly Told[],
  { from }: Claim,
  { locale, watchlist, story }: AlertContext,
): readonly (readonly Button[])[] {
  const last = storyButtons({ locale, story }, from.kind === 'entry' ? from.entry : null);
  const [first, ...others] = told.map(({ subject }) => subject);
  if (first === undefined) return [];
  if (others.length === 0) {
    return [[command(locale.text('button.timeline'), `timeline ${first}`), ...last]];
  }
  // A row each: two names do not fit beside each other on a phone.
  const named = [first, ...others].slice(0, BUTTONS).map((id) => {
    const subject = watchlist.subjects.get(id);
    const name = subject === undefined ? id : displayName(subject, locale.language);
    return [command(name, `timeline ${id}`)];
  });
  return last.length === 0 ? named : [...named, last];
}
