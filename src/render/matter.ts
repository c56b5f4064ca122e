/** What is known of a matter without a situation of its own: a group, an official, a body, a place, a topic. */
import type { Claim } from '#core/claim.ts';
import type { Figure } from '#core/figure.ts';
import { worded } from '#core/figure.ts';
import type { Block, Message } from '#core/message.ts';
import { displayName } from '#core/watchlist.ts';
import { heading, link, list, message, paragraph, strong } from './build.ts';
import type { Words } from './build.ts';
import { claimLine } from './status.ts';
import type { StatusContext } from './status.ts';
import { eventWords, speakerWords } from './words.ts';

/** A group, body, place or topic, with what is known of it. */
export interface Matter {
  readonly name: string;
  readonly kind: 'group' | 'official' | 'body' | 'place' | 'topic';
  /** Newest first. */
  readonly claims: readonly Claim[];
  /** Newest first, and never added up: what contradicts stands side by side. */
  readonly figures: readonly Figure[];
  /** Its newest stories, a line each. */
  readonly stories: readonly Words[];
}

/** `/status russian-hostages`, `/status evacuation`, `/status hamas`. */
export function matterMessage(matter: Matter, context: StatusContext): Message {
  const { locale } = context;
  const blocks: Block[] = [heading(matter.name), paragraph(locale.say('status.kind', { kind: matter.kind }))];
  const section = (title: Words, lines: readonly Words[]): void => {
    if (lines.length > 0) blocks.push(paragraph(strong(title)), list(lines));
  };
  section(
    locale.say('matter.said'),
    matter.claims.map((claim) => aboutLine(claim, matter, context)),
  );
  section(
    locale.say('matter.figures'),
    matter.figures.map((figure) => figureLine(figure, context)),
  );
  section(locale.say('matter.stories'), matter.stories);
  if (blocks.length === 2) blocks.push(paragraph(locale.say('status.nothing')));
  return message(blocks, { tone: 'plain' });
}

/** The claim, and of whom, where that is not the matter itself. */
function aboutLine(claim: Claim, matter: Matter, context: StatusContext): Words {
  const { locale, watchlist } = context;
  const line = claimLine(claim, context);
  const subject = watchlist.subjects.get(claim.subject);
  const name = subject === undefined ? claim.subject : displayName(subject, locale.language);
  return name === matter.name ? line : locale.say('matter.claim', { name, claim: line });
}

/** "more than 500: Russians who wait to leave Gaza (November 2023, report 002)" */
function figureLine(figure: Figure, { locale, watchlist, sources }: StatusContext): Words {
  return locale.say('matter.figure', {
    figure: worded(figure.figure, locale.language),
    counts: worded(figure.counts, locale.language),
    day: eventWords(figure.statedAt, locale),
    who: link(figure.url, speakerWords(figure, watchlist, sources, locale)),
  });
}
