import type { Digest } from '#core/digest.ts';
import type { Message } from '#core/message.ts';
import { heading, list, message, note, paragraph, strong } from './build.ts';
import { headline, storyItem, titleWords } from './digest.ts';
import type { DigestContext, Form } from './digest.ts';
import { inPages } from './pages.ts';

/** Stories on a page: one message of every platform, as a rule. */
const ON_A_PAGE = 6;

const FORM: Form = { heads: 0, sources: 1, headline: 120, continued: 0 };

/** What a digest had no room for, in pages: the other stories by weight, then those that are only repeated. */
export function restPages(
  { window, stories, continued }: Pick<Digest, 'window' | 'stories' | 'continued'>,
  context: DigestContext,
): readonly [Message, ...Message[]] {
  const { locale } = context;
  const title = heading(['🗞 ', ...titleWords(window.from, window.to, context)]);
  const kinds = [
    ...stories.map((told) => ({ known: false, words: storyItem(told, { window }, FORM, context) })),
    ...continued.map((story) => ({
      known: true,
      words: headline(story.entries, null, story, FORM, context),
    })),
  ];
  if (kinds.length === 0) return [note(locale.say('digest.restNone'))];
  const page = (some: typeof kinds): Message => {
    const fresh = some.filter(({ known }) => !known);
    const known = some.filter((one) => one.known);
    return message(
      [
        title,
        // Each a list of its own, as in the digest.
        ...fresh.map(({ words }) => list([words])),
        ...(known.length === 0
          ? []
          : [paragraph(strong(locale.say('digest.restKnown'))), list(known.map(({ words }) => words))]),
      ],
      { tone: 'digest' },
    );
  };
  const [first, ...others] = inPages(kinds, ON_A_PAGE);
  return [page([...first]), ...others.map((some) => page([...some]))];
}
