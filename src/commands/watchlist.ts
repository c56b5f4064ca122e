import { displayName } from '#core/watchlist.ts';
import type { SubjectKind } from '#core/watchlist.ts';
import { problemLine } from '#core/problem.ts';
import { heading, joined, list, message, paragraph, strong } from '#render/build.ts';
import { dateOf } from '#render/words.ts';
import { languageFor } from './command.ts';
import type { Command } from './command.ts';

const HEADS: readonly (readonly [SubjectKind, string])[] = [
  ['captive', 'People'],
  ['group', 'Groups'],
  ['official', 'Officials'],
  ['body', 'Bodies'],
  ['place', 'Places'],
];

/** Changes shown to an operator. */
const CHANGES = 5;

/** Whom and what the desk watches. */
export const watchlist: Command = {
  name: 'watchlist',
  description: 'Whom and what the desk watches',
  argument: null,
  whisper: true,
  async run(asked, deps) {
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
    const trouble = deps.watching.trouble();
    const isAdmin = deps.watching.isAdmin(asked.user);
    if (trouble.length > 0) {
      blocks.push(
        paragraph('The file of the watchlist was changed and is not in order; this list stays in force.'),
        ...(isAdmin ? [list(trouble.map(problemLine))] : []),
      );
    }
    if (isAdmin) {
      const changes = await deps.watching.latest(CHANGES);
      if (changes.length > 0)
        blocks.push(
          paragraph(strong('Last changes')),
          list(
            changes.map(
              ({ at, by, what }) =>
                `${dateOf(at)}, ${by === null ? 'in the file' : `${by.platform} ${by.id}`}: ${what}`,
            ),
          ),
        );
    }
    return message([heading('The watchlist'), ...blocks]);
  },
};
