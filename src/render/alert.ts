import type { Claim } from '#core/claim.ts';
import type { Source } from '#core/feed.ts';
import type { Locale } from '#core/locale.ts';
import type { Block, Button, Inline, Message, Tone } from '#core/message.ts';
import type { Change, ChangeKind } from '#core/situation.ts';
import type { Story, StoryEntry } from '#core/story.ts';
import { dayCount, wallClock } from '#core/wallclock.ts';
import { displayName } from '#core/watchlist.ts';
import type { Subject, Watchlist } from '#core/watchlist.ts';
import { heading, joined, link, message, paragraph, quote, strong, struck } from './build.ts';
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
  wordedSituation,
} from './words.ts';

export interface StoryContext {
  readonly watchlist: Watchlist;
  readonly sources: ReadonlyMap<string, Source>;
  /** Of the reader. */
  readonly locale: Locale;
}

export interface AlertContext extends StoryContext {
  /** Whose sources are named. */
  readonly story: Pick<Story, 'entries'>;
  /** `YYYY-MM-DD`, null when unknown. */
  readonly heldSince: string | null;
  /** ms */
  readonly now: number;
}

/** Publishers named before "and N more". */
const NAMED = 4;

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

/** One change of one person: what, how sure, who says so. The same function writes the edit when sources join. */
export function alertMessage(
  told: Pick<Change, 'subject' | 'kind' | 'claim' | 'after'>,
  context: AlertContext,
): Message {
  const subject = context.watchlist.subjects.get(told.subject);
  const name = subject === undefined ? told.subject : displayName(subject, context.locale.language);
  const where = whereStanding(told, subject, context);
  const claim = bestWords(told, context);
  const blocks: Block[] = [
    heading([headWords(told, subject, context), certainty(told, context.locale)]),
    paragraph(where === null ? strong(name) : context.locale.say('alert.person', { name, where })),
  ];
  blocks.push(...said(claim, told.kind, context));
  blocks.push(paragraph(sourceLine(context.story, context)));
  return message(blocks, {
    tone: TONE[told.kind],
    buttons: [alertButtons(told.subject, claim, context.locale)],
  });
}

/** A message whose change was taken back: its head and what was said are struck through, and it says where to look. */
export function correctedMessage(
  told: Pick<Change, 'subject' | 'kind' | 'claim' | 'after'>,
  context: AlertContext,
): Message {
  const { blocks, buttons } = alertMessage(told, context);
  const [head, ...others] = blocks.slice(0, -1);
  const day = context.locale.day(wallClock(context.now, 'UTC').day);
  return message(
    [
      ...(head === undefined ? [] : [strikeThrough(head)]),
      paragraph(strong(context.locale.say('alert.corrected', { day }))),
      ...others.map(strikeThrough),
    ],
    { tone: 'notice', buttons },
  );
}

function strikeThrough(block: Block): Block {
  return block.kind === 'list'
    ? { ...block, items: block.items.map((item) => [struck(item)]) }
    : { ...block, inlines: [struck(block.inlines)] };
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
      paragraph(sourceLine(story, context)),
    ],
    { tone: 'plain' },
  );
}

/**
 * The publishers of a story: each origin once with a link, then how many repeat them, so that thirty copies of one wire
 * text do not look like thirty witnesses.
 */
export function sourceLine(
  story: Pick<Story, 'entries'>,
  { sources, locale }: Pick<StoryContext, 'sources' | 'locale'>,
  most = NAMED,
): readonly Inline[] {
  const firsts = new Map<string, StoryEntry>();
  for (const entry of story.entries) if (!firsts.has(entry.origin)) firsts.set(entry.origin, entry);
  const named = [...firsts.values()].slice(0, most);
  const shown = new Set(named.map((entry) => entry.source));
  const repeating = new Set(story.entries.map((entry) => entry.source).filter((source) => !shown.has(source)))
    .size;
  const shownNames = joined(
    ' · ',
    named.map((entry) => locale.apart(link(entry.url, sourceName(entry.source, sources, locale)))),
  );
  return repeating === 0 ? shownNames : locale.say('alert.sources', { sources: shownNames, n: repeating });
}

/**
 * A change without a kind of its own is worded by what was claimed: of a group nothing is ever confirmed or computed, so
 * what is said of it is a promise, talks, a denial or a report; of a person it is a word that does not count by itself.
 */
function headWords(
  told: Pick<Change, 'kind' | 'claim' | 'after'>,
  subject: Subject | undefined,
  { locale, watchlist }: Pick<StoryContext, 'locale' | 'watchlist'>,
): string {
  const { situation } = told.after;
  const called = situationCalled(situation, watchlist, locale);
  // Another watch's change into a situation is headed by what its file calls that.
  if (called !== null && told.kind === watchlist.rules?.situations[situation]?.told)
    return `${situationSign(situation, watchlist)} ${called.toLocaleUpperCase(locale.language)}`;
  const word = (kind: ChangeKind): string =>
    `${CHANGE_SIGN[kind]} ${locale.text(`change.${kind}`, { gender: genderOf(subject) })}`;
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
    case 'correction':
      return ` · ${standingWords(told.after, locale)}`;
    case 'sign-of-life':
    case 'promise':
    case 'denial':
    case 'other':
      return '';
  }
}

function whereStanding(
  told: Pick<Change, 'after'>,
  subject: Subject | undefined,
  { heldSince, locale, now, watchlist }: AlertContext,
): readonly Inline[] | null {
  const { situation, since } = told.after;
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
  return read ?? own[0] ?? told.claim;
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

function alertButtons(subject: string, { from }: Claim, locale: Locale): readonly Button[] {
  return [
    { kind: 'command', label: locale.text('button.status'), command: `status ${subject}` },
    { kind: 'command', label: locale.text('button.latest'), command: `latest ${subject}` },
    ...(from.kind === 'entry'
      ? [{ kind: 'command' as const, label: locale.text('button.why'), command: `why ${from.entry}` }]
      : []),
  ];
}
