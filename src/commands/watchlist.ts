import { displayName } from '#core/watchlist.ts';
import type { SubjectKind } from '#core/watchlist.ts';
import { problemLine } from '#core/problem.ts';
import type { Locale } from '#core/locale.ts';
import type { Button } from '#core/message.ts';
import type { ProposedSpelling } from '#core/unknown.ts';
import { heading, joined, link, list, message, paragraph, strong } from '#render/build.ts';
import { dateOf } from '#render/words.ts';
import { localeFor } from './command.ts';
import type { Command } from './command.ts';

const KINDS: readonly SubjectKind[] = ['captive', 'group', 'official', 'body', 'place'];

/** Proposals shown to an operator. */
const PROPOSALS = 5;

/** Most bytes of a button's command (Telegram). */
const MOST_BYTES = 64;

/** One tap makes it a spelling of the subject; a name too long for a button is added with /watch. */
function acceptButton(
  { subject, spelling }: ProposedSpelling,
  locale: Locale,
): readonly (readonly Button[])[] {
  const command = `watch alias ${subject} ${spelling}`;
  const fits = new TextEncoder().encode(command).length <= MOST_BYTES;
  return fits
    ? [[{ kind: 'command', label: locale.text('watchlist.accept', { spelling, subject }), command }]]
    : [];
}

/** Changes shown to an operator. */
const CHANGES = 5;

/** Whom and what the desk watches. */
export const watchlist: Command = {
  name: 'watchlist',
  does: 'command.watchlist.does',
  argument: null,
  whisper: true,
  async run(asked, deps) {
    const locale = localeFor(asked, deps);
    const { language } = locale;
    const subjects = [...deps.watchlist.subjects.values()];
    const blocks = KINDS.flatMap((kind) => {
      const names = subjects
        .filter((subject) => subject.kind === kind)
        .map((subject) => displayName(subject, language));
      return names.length === 0
        ? []
        : [paragraph(locale.say('watchlist.kind', { kind, names: joined(' · ', names) }))];
    });
    const topics = [...deps.watchlist.topics.values()].map(
      (topic) => topic.names[language] ?? topic.names['en'] ?? topic.id,
    );
    if (topics.length > 0)
      blocks.push(paragraph(locale.say('watchlist.topics', { names: joined(' · ', topics) })));
    const trouble = deps.watching.trouble();
    const isAdmin = deps.watching.isAdmin(asked.user);
    if (trouble.length > 0) {
      blocks.push(
        paragraph(locale.say('watchlist.trouble')),
        ...(isAdmin ? [list(trouble.map(problemLine))] : []),
      );
    }
    const buttons: (readonly Button[])[] = [];
    if (isAdmin) {
      const proposals = (await deps.watching.proposals()).slice(0, PROPOSALS);
      if (proposals.length > 0) {
        blocks.push(
          paragraph(strong(locale.say('watchlist.proposals'))),
          list(
            proposals.map(({ subject, spelling, times, url }) =>
              locale.say('watchlist.proposal', { spelling, subject: link(url, `${subject}?`), n: times }),
            ),
          ),
        );
        buttons.push(...proposals.flatMap((proposal) => acceptButton(proposal, locale)));
      }
      const changes = await deps.watching.latest(CHANGES);
      if (changes.length > 0)
        blocks.push(
          paragraph(strong(locale.say('watchlist.changes'))),
          list(
            changes.map(({ at, by, what }) => {
              const day = dateOf(at, locale);
              return by === null
                ? locale.say('watchlist.changeFile', { day, what })
                : locale.say('watchlist.changeBy', { day, who: `${by.platform} ${by.id}`, what });
            }),
          ),
        );
    }
    return message([heading(locale.say('watchlist.title')), ...blocks], { buttons });
  },
};
