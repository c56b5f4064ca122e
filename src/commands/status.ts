import type { Message } from '#core/message.ts';
import { displayName } from '#core/watchlist.ts';
import type { Subject, SubjectKind, Topic } from '#core/watchlist.ts';
import { paragraph } from '#render/build.ts';
import { matterMessage } from '#render/matter.ts';
import { everybodyMessage, statusMessage } from '#render/status.ts';
import type { StatusContext } from '#render/status.ts';
import { storyLine } from '#render/digest.ts';
import { localeFor } from './command.ts';
import type { Command, CommandDeps } from './command.ts';
import { findSubject, findTopic, isCalled } from './find.ts';
import { notFoundMessage } from './answers.ts';

/** Where a person stands, or everybody. */
export const status: Command = {
  name: 'status',
  does: 'command.status.does',
  argument: {
    name: 'subject',
    takes: 'command.status.takes',
    required: false,
    suggests: 'subject',
  },
  whisper: false,
  async run(asked, deps) {
    const now = deps.clock.now();
    const context = {
      watchlist: deps.watchlist,
      sources: deps.sources,
      locale: localeFor(asked, deps),
      now,
    };
    if (asked.argument === '') return everybodyMessage(await deps.desk.everybody(now), context);
    const found = findSubject(asked.argument, deps);
    if (found.found !== 'one') {
      const topic = findTopic(asked.argument, deps.watchlist);
      if (topic !== null) return topicStatus(topic, deps, context);
      return notFoundMessage(found, 'status', context.locale);
    }
    const { subject } = found;
    const { kind } = subject;
    const card =
      kind === 'captive'
        ? statusMessage(await deps.desk.known(subject, now), context)
        : await subjectStatus({ ...subject, kind }, deps, context);
    return isCalled(subject, asked.argument) ? card : understoodAs(subject, card, context);
  },
};

/** "trufanof" has found him: whom, is said before what is known, or a name that only sounds alike would be taken for another's. */
function understoodAs(subject: Subject, card: Message, { locale }: StatusContext): Message {
  const [head, ...rest] = card.blocks;
  const words = paragraph(locale.say('status.understood', { name: displayName(subject, locale.language) }));
  return head === undefined ? card : { ...card, blocks: [head, words, ...rest] };
}

/** So many stories, and so many claims, of what has no situation. */
const STORIES = 5;
const CLAIMS = 6;

/** A group: what is said of it. An official or a body: what it said. A place: the news. */
async function subjectStatus(
  subject: Subject & { readonly kind: Exclude<SubjectKind, 'captive'> },
  { desk }: CommandDeps,
  context: StatusContext,
): Promise<Message> {
  const { now } = context;
  const claims =
    subject.kind === 'group' ? await desk.claimsAbout(subject.id, now) : await desk.claimsBy(subject.id, now);
  const stories = await desk.latest(subject.id, STORIES, now);
  const ends = await desk.endReports(now);
  return matterMessage(
    {
      name: displayName(subject, context.locale.language),
      kind: subject.kind,
      claims: claims.slice(0, CLAIMS),
      figures: desk.figures({ subject: subject.id }, now),
      stories: stories.map((story) => storyLine(story, false, context, ends)),
    },
    context,
  );
}

async function topicStatus(topic: Topic, { desk }: CommandDeps, context: StatusContext): Promise<Message> {
  const { now } = context;
  const stories = await desk.latestOn(topic.id, STORIES, now);
  const ends = await desk.endReports(now);
  const claims = await desk.claimsOn(topic, now);
  return matterMessage(
    {
      name: displayName(topic, context.locale.language),
      kind: 'topic',
      claims: claims.slice(0, CLAIMS),
      figures: desk.figures({ topic: topic.id }, now),
      stories: stories.map((story) => storyLine(story, false, context, ends)),
    },
    context,
  );
}
