import { timelineOf } from '#core/timeline.ts';
import { displayName } from '#core/watchlist.ts';
import { message, note, paragraph, plain } from '#render/build.ts';
import { paged } from '#render/pages.ts';
import { sinceWords } from '#render/status.ts';
import { timelinePages, timelinePicture } from '#render/timeline.ts';
import { notFoundMessage, topicMessage } from './answers.ts';
import { localeFor } from './command.ts';
import type { Command } from './command.ts';
import { findSubject, findTopic } from './find.ts';

/** What was claimed of somebody, by date; and the same as a picture. */
export const timeline: Command = {
  name: 'timeline',
  does: 'command.timeline.does',
  argument: {
    name: 'subject',
    takes: 'command.timeline.takes',
    required: true,
    suggests: 'subject',
  },
  whisper: false,
  async run(asked, deps) {
    const now = deps.clock.now();
    const locale = localeFor(asked, deps);
    const context = { watchlist: deps.watchlist, sources: deps.sources, locale, now };
    const wish = /^(?<who>.*?)(?<picture>\s+(?:picture|png))?(?<dark>\s+dark)?$/isu.exec(
      asked.argument,
    )?.groups;
    const who = wish?.['who']?.trim() ?? '';
    if (who === '') return note(locale.say('timeline.whom'));
    const found = findSubject(who, deps);
    const topic = found.found === 'one' ? null : findTopic(who, deps.watchlist);
    if (topic !== null) return topicMessage(topic, locale);
    if (found.found !== 'one') return notFoundMessage(found, 'timeline', locale);
    const { subject } = found;
    const known = timelineOf(await deps.desk.ledger(subject.id), deps.watchlist, now);
    if (wish?.['picture'] === undefined)
      return paged(asked, `timeline ${subject.id}`, timelinePages(subject, known, context));
    const standing = await deps.desk.known(subject, now);
    const name = displayName(subject, locale.language);
    const where = plain(sinceWords(standing, context) ?? locale.say('where.unknown'));
    const theme = wish['dark'] === undefined ? 'light' : 'dark';
    const png = await timelinePicture(standing, known, theme, context);
    if (png === null) return note(locale.say('timeline.noPainter'));
    const caption = paragraph(locale.say('alert.person', { name, where }));
    return {
      ...message([caption], { tone: 'plain' }),
      picture: { png, alt: locale.text('timeline.alt', { name, where, n: known.claims.length }) },
    };
  },
};
