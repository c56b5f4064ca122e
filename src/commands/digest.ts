import type { Digest, DigestReader, Window } from '#core/digest.ts';
import { digestQuestion, readDigestAsked } from '#core/digest-asked.ts';
import type { Seen } from '#core/digest-asked.ts';
import { HOUR } from '#core/spans.ts';
import { note } from '#render/build.ts';
import { digestMessage } from '#render/digest.ts';
import { restPages } from '#render/digest-rest.ts';
import { paged } from '#render/pages.ts';
import { localeFor } from './command.ts';
import type { Command, CommandDeps } from './command.ts';

/** Of a window that ended longer ago nobody knows how the feeds fared in it, ms. */
const HEALTH_KNOWN = HOUR;

/** The digest of the last 24 hours, now; of days that are named; or what a digest had no room for. */
export const digest: Command = {
  name: 'digest',
  does: 'command.digest.does',
  argument: { name: 'days', takes: 'command.digest.takes', required: false, suggests: 'nothing' },
  whisper: false,
  async run(asked, deps) {
    const own = deps.subscribers.of(asked.destination);
    const locale = localeFor(asked, deps);
    const now = deps.clock.now();
    const timeZone = own?.timeZone ?? deps.defaults.timeZone;
    const read = readDigestAsked(asked.argument, timeZone, now);
    if (read === null) return note(locale.say('digest.misread', { typed: asked.argument.slice(0, 60) }));
    const { window, leftOut, after } = read;
    const reader: DigestReader = {
      subjects: own?.subjects ?? 'all',
      topics: own?.topics ?? [],
      alerts: own?.alerts ?? 'none',
      mutedStories: own?.mutedStories ?? [],
      timeZone,
      ...(own === null ? {} : { createdAt: own.createdAt }),
    };
    const { watchlist, sources } = deps;
    const { platform } = asked.destination;
    const context = { watchlist, sources, locale, timeZone, platform, now: Math.min(window.to, now) };
    if (after !== null) {
      const rest = await restOf(reader, window, after, deps);
      return paged(asked, digestQuestion(window, after), restPages(rest, context));
    }
    const made = { ...(await deps.digestOf(reader, window)), leftOut };
    return digestMessage(now - window.to > HEALTH_KNOWN ? { ...made, health: null } : made, context);
  },
};

/**
 * A story that was muted since must not move those after it up, or one of them would be in neither: so it is counted, and only
 * then left out.
 */
async function restOf(
  reader: DigestReader,
  window: Window,
  after: Seen,
  { digestOf }: Pick<CommandDeps, 'digestOf'>,
): Promise<Pick<Digest, 'window' | 'stories' | 'continued'>> {
  const all = await digestOf({ ...reader, mutedStories: [] }, window);
  const own = reader.mutedStories.length === 0 ? all : await digestOf(reader, window);
  const wanted = new Set([...own.stories.map(({ story }) => story), ...own.continued].map(({ id }) => id));
  return {
    window,
    stories: all.stories.slice(after.stories).filter(({ story }) => wanted.has(story.id)),
    continued: all.continued.slice(after.continued).filter(({ id }) => wanted.has(id)),
  };
}
