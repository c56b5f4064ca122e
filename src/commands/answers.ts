/** Short answers that several commands give. */
import type { Locale } from '#core/locale.ts';
import type { Message } from '#core/message.ts';
import { displayName } from '#core/watchlist.ts';
import type { Topic } from '#core/watchlist.ts';
import { list, message, note, paragraph } from '#render/build.ts';
import type { Found } from './find.ts';

/** Names offered as buttons: two rows on a phone. */
const OFFERED = 6;

/** Nobody, or several: what to do next, one tap away. */
export function notFoundMessage(
  found: Exclude<Found, { found: 'one' }>,
  command: string,
  locale: Locale,
): Message {
  const offered = found.found === 'several' ? found.subjects : found.nearest === null ? [] : [found.nearest];
  if (offered.length === 0) {
    return note(locale.say('answer.nobody'));
  }
  const words = found.found === 'several' ? locale.say('answer.several') : locale.say('answer.nobodyNear');
  const buttons = offered.slice(0, OFFERED).map((subject) => ({
    kind: 'command' as const,
    label: displayName(subject, locale.language),
    command: `${command} ${subject.id}`,
  }));
  const names = offered
    .slice(0, OFFERED)
    .map((subject) => `${displayName(subject, locale.language)} (/${command} ${subject.id})`);
  return message([paragraph(words), list(names)], {
    tone: 'notice',
    buttons: buttons.map((button) => [button]),
  });
}

/** What only people have was asked of a topic: which question tells of it. */
export function topicMessage(topic: Topic, locale: Locale): Message {
  const name = displayName(topic, locale.language);
  const command = `status ${topic.id}`;
  const words = locale.say('answer.topic', { name, command: `/${command}` });
  return message([paragraph(words)], {
    tone: 'notice',
    buttons: [[{ kind: 'command', label: name, command }]],
  });
}
