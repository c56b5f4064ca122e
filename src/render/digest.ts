import { digestQuestion } from '#core/digest-asked.ts';
import { LONGEST_WINDOW, MOST_STORIES } from '#core/digest.ts';
import type { Digest, DigestHead, DigestStory, FeedHealth, Window } from '#core/digest.ts';
import type { Block, Button, Inline, Message } from '#core/message.ts';
import type { Saying } from '#core/saying.ts';
import type { ChangeKind, EndReports } from '#core/situation.ts';
import { CAPTIVITY } from '#core/situation-rules.ts';
import { DAY, HOUR } from '#core/spans.ts';
import type { Story, StoryEntry } from '#core/story.ts';
import type { Platform } from '#core/subscription.ts';
import { wallClock } from '#core/wallclock.ts';
import { displayName } from '#core/watchlist.ts';
import { sourceLine } from './alert.ts';
import { heading, inlines, joined, link, list, message, paragraph, strong } from './build.ts';
import type { Words } from './build.ts';
import { toDiscord } from './discord.ts';
import { languageSign } from './language-sign.ts';
import { aboutWords, namesOf, onlyPublisher, sayingWords } from './saying.ts';
import { headLine } from './status.ts';
import type { StatusContext } from './status.ts';
import { toTelegram } from './telegram.ts';
import { CHANGE_SIGN, dateOf, situationSign, sourceName } from './words.ts';

/** Whom a digest is for, and where it goes. */
export interface DigestContext extends StatusContext {
  readonly timeZone: string;
  /** Where it is sent: it is trimmed to one message there. */
  readonly platform: Platform;
}

/** Feeds named before "and N more". */
const SILENT_NAMED = 3;

/** Names after "nothing new about". */
const MOST_NAMES = 5;

/** How much of everything there is, at most. */
export interface Form {
  /** Head lines before "and N more": a watch of hundreds would fill the message with them. */
  readonly heads: number;
  /** Publishers named under each story; a single one is not linked, since links are what fills a message on Discord. */
  readonly sources: number;
  /** A headline is cut after so many UTF-16 units, between words. */
  readonly headline: number;
  /** Stories of earlier digests. */
  readonly continued: number;
}

/** From roomy to dense: a full day has less of each story before it has fewer stories. */
const ROOMY: Form = { heads: 20, sources: 4, headline: 160, continued: 5 };
const DENSER: readonly Form[] = [
  { heads: 20, sources: 2, headline: 120, continued: 5 },
  { heads: 12, sources: 1, headline: 90, continued: 2 },
];
const DENSEST: Form = { heads: 8, sources: 1, headline: 70, continued: 0 };

/** A longer window has the day before each story, ms. */
const ONE_DAY = 36 * HOUR;

/**
 * The daily digest: head lines, the stories of the window by weight, nothing new about …, health of the feeds. Where that is
 * more than one message of the platform holds, there is less of each story, then the lightest ones become "and N more".
 */
export function digestMessage(digest: Digest, context: DigestContext): Message {
  const all = Math.min(digest.stories.length, MOST_STORIES);
  for (const form of [ROOMY, ...DENSER]) {
    const made = shortened(digest, all, form, context);
    if (isOneMessage(made, context.platform)) return made;
  }
  let most = 0;
  let best = shortened(digest, 0, DENSEST, context);
  for (let least = all + 1; least - most > 1;) {
    const middle = (most + least) >> 1;
    const made = shortened(digest, middle, DENSEST, context);
    if (isOneMessage(made, context.platform)) {
      most = middle;
      best = made;
    } else least = middle;
  }
  return best;
}

function isOneMessage(made: Message, platform: Platform): boolean {
  switch (platform) {
    case 'telegram':
      return toTelegram(made).length <= 1;
    case 'discord':
      return toDiscord(made).length <= 1;
    case 'terminal':
      return true;
  }
}

function shortened(digest: Digest, most: number, form: Form, context: DigestContext): Message {
  const { window } = digest;
  const { locale } = context;
  const blocks: Block[] = [heading(['🗞 ', ...titleWords(window.from, window.to, context)])];
  if (digest.leftOut !== null) blocks.push(paragraph(leftOutWords(digest.leftOut, context)));
  const ended = { ...context, now: noonAtEnd(window, context.timeZone) };
  if (digest.heads.length > 0) blocks.push(headLines(digest.heads, form.heads, ended));
  const stories = digest.stories.slice(0, most);
  const continued = digest.continued.slice(0, form.continued);
  const seen = { stories: stories.length, continued: continued.length };
  const more = digest.stories.length - seen.stories + digest.continued.length - seen.continued;
  const rest = digestQuestion(window, seen);
  if (digest.stories.length > 0) {
    blocks.push(paragraph(strong(locale.say('digest.stories', { n: digest.stories.length }))));
    // Each a list of its own: what is empty between two stories is where the eye rests, and where a message is split.
    for (const story of stories) blocks.push(list([storyItem(story, digest, form, context)]));
  } else if (digest.heads.every(({ changed }) => changed === null)) {
    // An operator's word may change where somebody stands, without any report.
    blocks.push(paragraph(locale.say('digest.none')));
  }
  if (more > 0) {
    // Elsewhere the button says how to see them.
    const words =
      context.platform === 'terminal'
        ? locale.say('digest.moreTyped', { n: more, command: `wirewatch ${rest}` })
        : locale.say('digest.more', { n: more });
    blocks.push(paragraph(words));
  }
  if (continued.length > 0) {
    const titles = continued.map((story) => headline(story.entries, null, story, DENSEST, context));
    blocks.push(paragraph(locale.say('digest.continued', { stories: joined(' · ', titles) })));
  }
  const unheard = new Set(unheardOf(digest.heads).map(({ subject }) => subject.id));
  const nothingNew = digest.nothingNew.filter(({ id }) => !unheard.has(id));
  if (digest.stories.length > 0 && nothingNew.length > 0) {
    const names = namesOf(nothingNew, locale, MOST_NAMES);
    blocks.push(paragraph(locale.say('digest.nothingNew', { names })));
  }
  if (digest.health !== null) blocks.push(paragraph(healthWords(digest.health, context)));
  const others: Button = { kind: 'command', label: locale.text('button.rest', { n: more }), command: rest };
  return message(blocks, {
    tone: 'digest',
    buttons: [
      [
        { kind: 'command', label: locale.text('button.everybody'), command: 'status' },
        ...(more > 0 ? [others] : []),
      ],
    ],
  });
}

/**
 * As of when its head lines count days, ms: the last day that a window has for its reader. The midnight that ends it is of the next
 * one already, and when it is made does not matter.
 */
function noonAtEnd({ to }: Window, timeZone: string): number {
  return Date.parse(`${wallClock(to - 1, timeZone).day}T12:00:00Z`);
}

function headLines(heads: readonly DigestHead[], most: number, context: DigestContext): Block {
  const { locale } = context;
  const unheard = unheardOf(heads);
  const known = heads.filter((head) => !unheard.includes(head));
  const lines = known.slice(0, most).map((head): Words => {
    const line = headLine(head, context);
    switch (head.changed) {
      case 'situation':
        return locale.say('digest.headChanged', { line });
      case 'standing':
        return locale.say('digest.headConfirmed', { line });
      case null:
        return line;
    }
  });
  const more = known.length - lines.length;
  if (more > 0) lines.push(locale.say('digest.headsMore', { n: more }));
  if (unheard.length > 0) {
    const subjects = unheard.map(({ subject }) => subject);
    lines.push(locale.say('digest.headsUnknown', { names: namesOf(subjects, locale, most) }));
  }
  return list(lines);
}

/** Of whom there is no word yet: several of them are one line. */
function unheardOf(heads: readonly DigestHead[]): readonly DigestHead[] {
  const unheard = heads.filter(
    ({ situation, changed }) => situation.situation === 'unknown' && changed === null,
  );
  return unheard.length > 1 ? unheard : [];
}

/** One story: what it comes to, its best headline, who tells it. */
export function storyItem(
  told: DigestStory,
  { window }: Pick<Digest, 'window'>,
  form: Form,
  context: DigestContext,
): Words {
  const { story, saying, standing, alerted } = told;
  const { locale, timeZone } = context;
  const said = saying === null ? aboutWords(story, context) : sayingWords(saying, standing, story, context);
  const entries = told.entries.length > 0 ? told.entries : story.entries;
  if (told.takenBack) {
    const what = headline(entries, told, story, form, context);
    const gone = {
      headline: locale.say('claim.noLonger', { what }),
      sources: sourceLine({ entries }, context),
    };
    return [
      `${CHANGE_SIGN.correction} `,
      ...(gone.sources.length === 0 ? gone.headline : locale.say('digest.story', gone)),
    ];
  }
  const publishers = new Set(entries.map(({ source }) => source));
  const only = saying === null ? null : onlyPublisher(saying);
  const line = {
    said,
    headline: headline(entries, told, story, form, context),
    sources: sourceLine(
      { entries: form.sources > 1 ? entries : entries.map(withoutLink) },
      context,
      form.sources,
    ),
  };
  // The sentence has named the only publisher already.
  const isNamed = only !== null && publishers.size === 1 && publishers.has(only);
  const short = isNamed || line.sources.length === 0;
  const marked = short
    ? locale.say(alerted ? 'digest.itemShortAlerted' : 'digest.itemShort', line)
    : locale.say(alerted ? 'digest.itemAlerted' : 'digest.item', line);
  const dated =
    window.to - window.from > ONE_DAY
      ? locale.say('latest.line', { day: dateOf(firstSaid(told), locale, timeZone), story: marked })
      : marked;
  return [`${signOf(told, context)} `, ...dated];
}

function withoutLink(entry: StoryEntry): StoryEntry {
  return { ...entry, url: null };
}

function firstSaid({ entries, story }: DigestStory): number {
  return entries.reduce((first, { saidAt }) => Math.min(first, saidAt), story.updatedAt);
}

/** The best headline, with the sign of its language where the reader does not read it; whom it is about where none is shown. */
export function headline(
  entries: readonly StoryEntry[],
  told: DigestStory | null,
  story: Story,
  form: Form,
  context: DigestContext,
): Words {
  const { language } = context.locale;
  const best = bestOf(entries, language, context, told?.saying ?? null) ?? bestEntry(story, language);
  if (best === null) return withheld(story, context);
  return [languageSign(best.language, language), link(best.url, cut(best.title, form.headline))];
}

/** The best first: a report that tells of two things may be headed by the other one. */
const TELLING = ['alone', 'among others', 'not'];

/** In the reader's language, else in English; of those one that says what our sentence does, the most reliable, the earliest. */
function bestOf(
  entries: readonly StoryEntry[],
  language: string,
  { sources }: Pick<StatusContext, 'sources'>,
  saying: Saying | null,
): StoryEntry | null {
  const rank = (entry: StoryEntry): readonly number[] => [
    entry.language === language ? 0 : entry.language === 'en' ? 1 : 2,
    TELLING.indexOf(saying?.reports.get(entry.entry) ?? 'not'),
    'ABCDEF'.indexOf(sources.get(entry.source)?.reliability ?? 'F'),
  ];
  const ranked = entries
    .filter(({ title }) => title !== '')
    .map((entry) => ({ entry, rank: rank(entry) }))
    .toSorted((a, b) => a.rank.map((n, i) => n - (b.rank[i] ?? 0)).find((n) => n !== 0) ?? 0);
  return ranked[0]?.entry ?? null;
}

function cut(title: string, most: number): string {
  if (title.length <= most) return title;
  const kept = title.slice(0, most).replace(/[\uD800-\uDBFF]$/u, '');
  const end = kept.lastIndexOf(' ');
  return `${(end > most / 2 ? kept.slice(0, end) : kept).trimEnd()}…`;
}

/**
 * One story on one line: what it changed, its headline, who tells it.
 * @param ends a report whose end no longer holds heads no story that others tell, and what it told alone is said to hold no longer
 */
export function storyLine(story: Story, alerted: boolean, context: StatusContext, ends: EndReports): Words {
  const { language } = context.locale;
  const left = story.entries.filter(({ entry }) => !ends.takenBack.has(entry));
  const isGone = left.length === 0 && story.entries.length > 0;
  const shown = isGone ? story : { ...story, entries: left };
  const best = bestEntry(shown, language);
  const isEnd = story.alerts.some(({ kind }) => kind === 'released' || kind === 'died');
  const holds = left.length === story.entries.length || left.some(({ entry }) => ends.holding.has(entry));
  const sign = isGone ? CHANGE_SIGN.correction : isEnd && !holds ? '' : changeSign(story);
  const titled =
    best === null
      ? withheld(story, context)
      : [languageSign(best.language, language), link(best.url, best.title)];
  const line = {
    headline: isGone ? context.locale.say('claim.noLonger', { what: titled }) : titled,
    sources: sourceLine(shown, context),
  };
  const signed = sign === '' ? '' : `${sign} `;
  if (line.sources.length === 0) return [signed, ...inlines(line.headline)];
  return [
    signed,
    ...(alerted ? context.locale.say('digest.storyAlerted', line) : context.locale.say('digest.story', line)),
  ];
}

/** No headline of the story may be shown: whom it is about says enough. */
export function withheld(story: Story, { watchlist, locale }: StatusContext): readonly Inline[] {
  const names = story.subjects
    .map((id) => watchlist.subjects.get(id))
    .filter((subject) => subject !== undefined && subject.kind !== 'place')
    .map((subject) => (subject === undefined ? '' : displayName(subject, locale.language)));
  return locale.say('digest.withheld', { names: locale.list(names.slice(0, 3)) });
}

/** The best headline for a reader: in their language if there is one, the earliest of those. */
export function bestEntry(story: Story, language: string): Story['entries'][number] | null {
  const titled = story.entries.filter((entry) => entry.title !== '');
  return titled.find((entry) => entry.language === language) ?? titled[0] ?? null;
}

/** The sign of what the sentence says, so that they never differ: a green one only where somebody is free by all that is known. */
function signOf({ story, saying, standing }: DigestStory, { watchlist }: DigestContext): string {
  if (story.alerts.some(({ kind }) => kind === 'correction')) return CHANGE_SIGN.correction;
  if (saying === null) return '📰';
  const event = (watchlist.rules ?? CAPTIVITY).events[saying.event];
  switch (saying.modality) {
    case 'fact':
      if (event?.told != null) return CHANGE_SIGN[event.told];
      if (event?.shows != null && standing !== null) return situationSign(event.shows, watchlist);
      return event?.talks === true ? '💬' : CHANGE_SIGN.other;
    case 'promise':
      return CHANGE_SIGN.promise;
    case 'denial':
      return CHANGE_SIGN.denial;
    case 'negotiation':
      return '💬';
    case 'hypothetical':
      return CHANGE_SIGN.other;
  }
}

function changeSign(story: Story): string {
  const order: readonly ChangeKind[] = [
    'correction',
    'died',
    'released',
    'denial',
    'sign-of-life',
    'promise',
    'held',
    'other',
  ];
  const kind = order.find((known) => story.alerts.some((alert) => alert.kind === known));
  return kind === undefined ? '' : CHANGE_SIGN[kind];
}

/** Of which days or hours it is. */
export function titleWords(
  from: number,
  to: number,
  { locale, timeZone }: Pick<StatusContext, 'locale'> & { readonly timeZone: string },
): readonly Inline[] {
  const end = wallClock(to, timeZone);
  const begin = wallClock(from, timeZone);
  if ([begin, end].every(({ hour, minute }) => hour === 0 && minute === 0)) {
    const first = dateOf(from, locale, timeZone);
    const last = dateOf(to - 1, locale, timeZone);
    return first === last
      ? locale.say('digest.titleDay', { day: first })
      : locale.say('digest.titleSpan', { first, last });
  }
  const time = `${String(end.hour).padStart(2, '0')}:${String(end.minute).padStart(2, '0')}`;
  const day = dateOf(to, locale, timeZone);
  const n = Math.round((to - from) / DAY);
  return n > 1 ? locale.say('digest.titleDays', { day, time, n }) : locale.say('digest.title', { day, time });
}

/** Which days are in no digest, and the question that shows the last of them. */
function leftOutWords(
  { from, to }: Window,
  { locale, timeZone, platform }: DigestContext,
): readonly Inline[] {
  const day = (ms: number): string => wallClock(ms, timeZone).day;
  const question = `digest ${day(Math.max(from, to - LONGEST_WINDOW))} ${day(to)}`;
  return locale.say('digest.leftOut', {
    first: dateOf(from, locale, timeZone),
    last: dateOf(to, locale, timeZone),
    n: LONGEST_WINDOW / DAY,
    command: platform === 'terminal' ? `wirewatch ${question}` : `/${question}`,
  });
}

/** Feeds by their publishers, as readers know them; with the language, since many have one feed for each. */
function healthWords(
  { feeds, answered, silent: all }: FeedHealth,
  { sources, locale }: Pick<DigestContext, 'sources' | 'locale'>,
): readonly Inline[] {
  if (feeds === 0) return locale.say('digest.noFeeds');
  if (all.length === 0 && answered < feeds) return locale.say('digest.feedsUnasked', { answered, n: feeds });
  if (all.length === 0) return locale.say('digest.feedsAll', { n: feeds });
  const silent = joined(
    ', ',
    all
      .slice(0, SILENT_NAMED)
      .map(({ source, language }) => [...inlines(sourceName(source.id, sources, locale)), ` (${language})`]),
  );
  const more = all.length - SILENT_NAMED;
  return more > 0
    ? locale.say('digest.feedsSomeMore', { answered, n: feeds, silent, more })
    : locale.say('digest.feedsSome', { answered, n: feeds, silent });
}
