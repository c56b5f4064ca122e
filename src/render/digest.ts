import type { Digest } from '#core/digest.ts';
import type { Locale } from '#core/locale.ts';
import type { Block, Inline, Message } from '#core/message.ts';
import type { Story } from '#core/story.ts';
import { wallClock } from '#core/wallclock.ts';
import { displayName } from '#core/watchlist.ts';
import { sourceLine } from './alert.ts';
import { heading, joined, link, list, message, paragraph, strong } from './build.ts';
import type { Words } from './build.ts';
import { headLine } from './status.ts';
import type { StatusContext } from './status.ts';
import { CHANGE_SIGN, dateOf } from './words.ts';
import type { ChangeKind } from '#core/situation.ts';

/** Feeds named before "and N more". */
const SILENT_NAMED = 3;

/** The daily digest: head lines, the stories of the window by weight, nothing new about …, health of the feeds. */
export function digestMessage(
  digest: Digest,
  context: StatusContext & { readonly timeZone: string },
): Message {
  const { window } = digest;
  const { locale } = context;
  const blocks: Block[] = [heading(['🗞 ', ...titleWords(window.from, window.to, context)])];
  if (digest.heads.length > 0) blocks.push(list(digest.heads.map((head) => headLine(head, context))));
  if (digest.stories.length > 0) {
    blocks.push(paragraph(strong(locale.say('digest.stories', { n: digest.stories.length + digest.more }))));
    blocks.push(list(digest.stories.map(({ story, alerted }) => storyLine(story, alerted, context))));
  } else {
    blocks.push(paragraph(locale.say('digest.none')));
  }
  if (digest.more > 0) blocks.push(paragraph(locale.say('digest.more', { n: digest.more })));
  if (digest.stories.length > 0 && digest.nothingNew.length > 0) {
    const names = digest.nothingNew.map((subject) => displayName(subject, context.locale.language));
    blocks.push(paragraph(locale.say('digest.nothingNew', { names: locale.list(names) })));
  }
  blocks.push(paragraph(healthWords(digest, locale)));
  return message(blocks, {
    tone: 'digest',
    buttons: [[{ kind: 'command', label: locale.text('button.everybody'), command: 'status' }]],
  });
}

/** One story on one line: what it changed, its headline, who tells it. */
export function storyLine(story: Story, alerted: boolean, context: StatusContext): Words {
  const best = bestEntry(story, context.locale.language);
  const sign = changeSign(story);
  const line = {
    headline: best === null ? withheld(story, context) : link(best.url, best.title),
    sources: sourceLine(story, context),
  };
  return [
    sign === '' ? '' : `${sign} `,
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

function titleWords(
  from: number,
  to: number,
  { locale, timeZone }: Pick<StatusContext, 'locale'> & { readonly timeZone: string },
): readonly Inline[] {
  const end = wallClock(to, timeZone);
  const time = `${String(end.hour).padStart(2, '0')}:${String(end.minute).padStart(2, '0')}`;
  const day = dateOf(to, locale, timeZone);
  const n = Math.round((to - from) / (24 * 60 * 60_000));
  return n > 1 ? locale.say('digest.titleDays', { day, time, n }) : locale.say('digest.title', { day, time });
}

function healthWords(digest: Digest, locale: Locale): readonly Inline[] {
  const { feeds, answered } = digest.health;
  if (feeds === 0) return locale.say('digest.noFeeds');
  if (digest.health.silent.length === 0) return locale.say('digest.feedsAll', { n: feeds });
  const silent = joined(', ', digest.health.silent.slice(0, SILENT_NAMED));
  const more = digest.health.silent.length - SILENT_NAMED;
  return more > 0
    ? locale.say('digest.feedsSomeMore', { answered, n: feeds, silent, more })
    : locale.say('digest.feedsSome', { answered, n: feeds, silent });
}
