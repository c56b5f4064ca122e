import type { SearchHit } from '#core/search.ts';
import type { Message } from '#core/message.ts';
import type { StoryEntry } from '#core/story.ts';
import { heading, link, list, message } from './build.ts';
import type { Words } from './build.ts';
import type { StatusContext } from './status.ts';
import { dateOf, sourceName } from './words.ts';

/** One page of what was found; a number below each opens its story. */
export function foundMessage(
  found: readonly { readonly hit: SearchHit; readonly entry: StoryEntry | null }[],
  total: number,
  context: StatusContext,
): Message {
  const { locale, sources } = context;
  const line = ({ hit, entry }: (typeof found)[number]): Words =>
    locale.say('search.line', {
      day: dateOf(hit.at, locale),
      headline:
        entry === null || entry.title === '' ? locale.say('search.withheld') : link(entry.url, entry.title),
      source: sourceName(hit.source, sources, locale),
    });
  const numbered = found.map((one, at): Words => [`${String(at + 1)}. `, ...wordsOf(line(one))]);
  const buttons = found.flatMap(({ hit }, at) =>
    hit.story === null
      ? []
      : [{ kind: 'command' as const, label: String(at + 1), command: `story ${hit.story}` }],
  );
  return message([heading(locale.say('search.title', { n: total })), list(numbered)], {
    tone: 'plain',
    // Discord takes five buttons a row.
    buttons: [buttons.slice(0, 5), buttons.slice(5)].filter((row) => row.length > 0),
  });
}

function wordsOf(words: Words): Exclude<Words, string | { kind: unknown }> {
  return typeof words === 'string' || 'kind' in words ? [words] : words;
}
