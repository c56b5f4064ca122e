import type { Digest } from '#core/digest.ts';
import type { Block, Message } from '#core/message.ts';
import type { Story } from '#core/story.ts';
import { wallClock } from '#core/wallclock.ts';
import { displayName } from '#core/watchlist.ts';
import { sourceLine } from './alert.ts';
import { heading, joined, link, list, message, paragraph, strong } from './build.ts';
import type { Words } from './build.ts';
import { headLine } from './status.ts';
import type { StatusContext } from './status.ts';
import { CHANGE_SIGN, count, dateOf } from './words.ts';
import type { ChangeKind } from '#core/situation.ts';

/** Feeds named before "and N more". */
const SILENT_NAMED = 3;

/** The daily digest: head lines, the stories of the window by weight, nothing new about …, health of the feeds. */
export function digestMessage(
  digest: Digest,
  context: StatusContext & { readonly timeZone: string },
): Message {
  const { window } = digest;
  const blocks: Block[] = [heading(`🗞 Digest · ${windowWords(window.from, window.to, context)}`)];
  if (digest.heads.length > 0) blocks.push(list(digest.heads.map((head) => headLine(head, context))));
  if (digest.stories.length > 0) {
    blocks.push(paragraph(strong(count(digest.stories.length + digest.more, 'story', 'stories'))));
    blocks.push(list(digest.stories.map(({ story, alerted }) => storyLine(story, alerted, context))));
  } else {
    blocks.push(paragraph('No news about anybody you follow.'));
  }
  if (digest.more > 0) blocks.push(paragraph(`and ${String(digest.more)} more: /latest`));
  if (digest.stories.length > 0 && digest.nothingNew.length > 0) {
    const names = digest.nothingNew.map((subject) => displayName(subject, context.locale.language));
    blocks.push(paragraph(['Nothing new about ', ...joined(', ', names), '.']));
  }
  blocks.push(paragraph(healthWords(digest)));
  return message(blocks, {
    tone: 'digest',
    buttons: [[{ kind: 'command', label: 'Where everybody stands', command: 'status' }]],
  });
}

/** One story on one line: what it changed, its headline, who tells it. */
export function storyLine(story: Story, alerted: boolean, context: StatusContext): Words {
  const best = headline(story, context.locale.language);
  const sign = changeSign(story);
  return [
    sign === '' ? '' : `${sign} `,
    best === null ? withheld(story, context) : link(best.url, best.title),
    ' — ',
    ...sourceLine(story, context),
    alerted ? ' (alerted)' : '',
  ];
}

/** No headline of the story may be shown: whom it is about says enough. */
function withheld(story: Story, context: StatusContext): string {
  const names = story.subjects
    .map((id) => context.watchlist.subjects.get(id))
    .filter((subject) => subject !== undefined && subject.kind !== 'place')
    .map((subject) => (subject === undefined ? '' : displayName(subject, context.locale.language)));
  return `News about ${names.slice(0, 3).join(', ')} (headline withheld)`;
}

/** The best headline for a reader: in their language if there is one, the earliest of those. */
function headline(story: Story, language: string): Story['entries'][number] | null {
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

function windowWords(
  from: number,
  to: number,
  { locale, timeZone }: Pick<StatusContext, 'locale'> & { readonly timeZone: string },
): string {
  const end = wallClock(to, timeZone);
  const time = `${String(end.hour).padStart(2, '0')}:${String(end.minute).padStart(2, '0')}`;
  const days = Math.round((to - from) / (24 * 60 * 60_000));
  return `${dateOf(to, locale, timeZone)}, ${time}${days > 1 ? `, the last ${String(days)} days` : ''}`;
}

function healthWords(digest: Digest): string {
  const { feeds, answered, silent } = digest.health;
  if (feeds === 0) return 'No feeds are set up.';
  if (silent.length === 0) return `Feeds: all ${String(feeds)} answered.`;
  const named = silent.slice(0, SILENT_NAMED).join(', ');
  const more = silent.length - SILENT_NAMED;
  return `Feeds: ${String(answered)} of ${String(feeds)} answered; not ${named}${more > 0 ? ` and ${String(more)} more` : ''}.`;
}
