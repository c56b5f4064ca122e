import type { Claim } from '#core/claim.ts';
import { dayOf } from '#core/day.ts';
import type { Message } from '#core/message.ts';
import type { Timeline } from '#core/timeline.ts';
import { displayName } from '#core/watchlist.ts';
import type { Subject } from '#core/watchlist.ts';
import { heading, link, list, message, paragraph, plain, strong } from './build.ts';
import type { Words } from './build.ts';
import { inPages } from './pages.ts';
import { paint } from './picture.ts';
import type { Theme } from './picture.ts';
import { sinceWords, situationWord } from './status.ts';
import type { Standing, StatusContext } from './status.ts';
import { claimWords, dateOf, eventWords, witnessWords } from './words.ts';

/** Claims on a page: a screen and a half of a phone. */
const ON_A_PAGE = 8;

/** `/timeline trufanov`: the dated claims, newest first, in pages of `most`. */
export function timelinePages(
  subject: Subject,
  timeline: Timeline,
  context: StatusContext,
  most = ON_A_PAGE,
): readonly [Message, ...Message[]] {
  const { locale } = context;
  const title = heading(locale.say('timeline.title', { name: displayName(subject, locale.language) }));
  const buttons = [
    [
      {
        kind: 'command' as const,
        label: locale.text('timeline.picture'),
        command: `timeline ${subject.id} picture`,
      },
      {
        kind: 'command' as const,
        label: locale.text('timeline.pictureDark'),
        command: `timeline ${subject.id} picture dark`,
      },
    ],
    [{ kind: 'command' as const, label: locale.text('button.status'), command: `status ${subject.id}` }],
  ];
  if (timeline.claims.length === 0) {
    return [message([title, paragraph(locale.say('timeline.empty'))], { tone: 'plain' })];
  }
  const page = (claims: readonly Claim[]): Message =>
    message(
      [
        title,
        list(
          claims.map((claim) => {
            const words = line(claim, context);
            return timeline.withdrawn.has(claim.id)
              ? locale.say('timeline.lineWithdrawn', { line: words })
              : words;
          }),
        ),
      ],
      { tone: 'plain', buttons },
    );
  const [first, ...others] = inPages(timeline.claims, most);
  return [page(first), ...others.map(page)];
}

/** "16 February 2025: release (15 February 2025) — Red Cross" */
function line(claim: Claim, context: StatusContext): Words {
  const { locale, watchlist, sources } = context;
  const said = {
    day: strong(dateOf(claim.statedAt, locale)),
    claim: claimWords(claim, locale, watchlist.rules),
    who: link(claim.from.url, witnessWords(claim, watchlist, sources, locale)),
  };
  const { eventAt } = claim;
  // Told on the day itself: once is enough.
  const isSaid = eventAt?.precision === 'day' && eventAt.day === dayOf(claim.statedAt);
  return eventAt === null || isSaid
    ? locale.say('timeline.line', said)
    : locale.say('timeline.lineWhen', { ...said, when: eventWords(eventAt, locale) });
}

/** The same as a picture; null where this machine cannot paint. */
export async function timelinePicture(
  standing: Standing,
  timeline: Timeline,
  theme: Theme,
  context: Pick<StatusContext, 'watchlist' | 'locale' | 'now'>,
): Promise<Uint8Array | null> {
  const { locale, now } = context;
  const { subject } = standing;
  return paint({
    name: displayName(subject, locale.language),
    where: plain(sinceWords(standing, context) ?? locale.say('where.unknown')),
    timeline,
    theme,
    locale,
    called: (situation) => situationWord(subject, situation, context),
    now,
  });
}
