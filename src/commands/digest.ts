import { localeFor } from './command.ts';
import type { Command } from './command.ts';

/** The digest of the last 24 hours, now. */
export const digest: Command = {
  name: 'digest',
  does: 'command.digest.does',
  argument: null,
  whisper: false,
  async run(asked, deps) {
    const own = deps.subscribers.of(asked.destination);
    return deps.digestNow({
      subjects: own?.subjects ?? 'all',
      topics: own?.topics ?? [],
      alerts: own?.alerts ?? 'none',
      mutedStories: own?.mutedStories ?? [],
      destination: asked.destination,
      language: localeFor(asked, deps).language,
      timeZone: own?.timeZone ?? deps.defaults.timeZone,
    });
  },
};
