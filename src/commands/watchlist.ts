import { displayName } from '#core/watchlist.ts';
import type { SubjectKind } from '#core/watchlist.ts';
import { heading, joined, message, paragraph, strong } from '#render/build.ts';
import { languageFor } from './command.ts';
import type { Command } from './command.ts';

const HEADS: readonly (readonly [SubjectKind, string])[] = [
  ['captive', 'People'],
  ['group', 'Groups'],
  ['official', 'Officials'],
  ['body', 'Bodies'],
  ['place', 'Places'],
];

/** Whom and what the desk watches. */
export const watchlist: Command = {
  name: 'watchlist',
  description: 'Whom and what the desk watches',
  argument: null,
  whisper: true,
  run(asked, deps) {
    const language = languageFor(asked, deps);
    const subjects = [...deps.watchlist.subjects.values()];
    const blocks = HEADS.flatMap(([kind, head]) => {
      const names = subjects
        .filter((subject) => subject.kind === kind)
        .map((subject) => displayName(subject, language));
      return names.length === 0 ? [] : [paragraph([strong(`${head}: `), ...joined(' · ', names)])];
    });
    const topics = [...deps.watchlist.topics.values()].map(
      (topic) => topic.names[language] ?? topic.names['en'] ?? topic.id,
    );
    if (topics.length > 0) blocks.push(paragraph([strong('Topics: '), ...joined(' · ', topics)]));
    return Promise.resolve(message([heading('The watchlist'), ...blocks]));
  },
};
