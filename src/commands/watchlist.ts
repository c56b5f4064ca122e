import { displayName } from '#core/watchlist.ts';
import type { SubjectKind } from '#core/watchlist.ts';
import { problemLine } from '#core/problem.ts';
import type { Button } from '#core/message.ts';
import type { ProposedSpelling } from '#core/unknown.ts';
import { heading, joined, link, list, message, paragraph, strong } from '#render/build.ts';
import { count, dateOf } from '#render/words.ts';
import { localeFor } from './command.ts';
import type { Command } from './command.ts';

const HEADS: readonly (readonly [SubjectKind, string])[] = [
  ['captive', 'People'],
  ['group', 'Groups'],
  ['official', 'Officials'],
  ['body', 'Bodies'],
  ['place', 'Places'],
];

/** Proposals shown to an operator. */
const PROPOSALS = 5;

/** Most bytes of a button's command (Telegram). */
const MOST_BYTES = 64;

/** One tap makes it a spelling of the subject; a name too long for a button is added with /watch. */
function acceptButton({ subject, spelling }: ProposedSpelling): readonly (readonly Button[])[] {
  const command = `watch alias ${subject} ${spelling}`;
  const fits = new TextEncoder().encode(command).length <= MOST_BYTES;
  return fits ? [[{ kind: 'command', label: `${spelling} is ${subject}`, command }]] : [];
}

/** Changes shown to an operator. */
const CHANGES = 5;

/** Whom and what the desk watches. */
export const watchlist: Command = {
  name: 'watchlist',
  description: 'Whom and what the desk watches',
  argument: null,
  whisper: true,
  async run(asked, deps) {
    const locale = localeFor(asked, deps);
    const { language } = locale;
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
    const buttons: (readonly Button[])[] = [];
    if (isAdmin) {
      const proposals = (await deps.watching.proposals()).slice(0, PROPOSALS);
      if (proposals.length > 0) {
        blocks.push(
          paragraph(strong('Unknown spellings that may be theirs')),
          list(
            proposals.map(({ subject, spelling, times, url }) => [
              `${spelling}: `,
              link(url, `${subject}?`),
              ` ${count(times, 'report', 'reports')}`,
            ]),
          ),
        );
        buttons.push(...proposals.flatMap(acceptButton));
      }
      const changes = await deps.watching.latest(CHANGES);
      if (changes.length > 0)
        blocks.push(
          paragraph(strong('Last changes')),
          list(
            changes.map(
              ({ at, by, what }) =>
                `${dateOf(at, locale)}, ${by === null ? 'in the file' : `${by.platform} ${by.id}`}: ${what}`,
            ),
          ),
        );
    }
    return message([heading('The watchlist'), ...blocks], { buttons });
  },
};
