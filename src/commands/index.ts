/** The list of commands, by hand: what is not here does not exist. */
import { claim } from './claim.ts';
import type { Command } from './command.ts';
import { digest } from './digest.ts';
import { feeds } from './feeds.ts';
import { helpCommands } from './help.ts';
import { latest } from './latest.ts';
import { outbox } from './outbox.ts';
import { search } from './search.ts';
import { status } from './status.ts';
import { story } from './story.ts';
import { timeline } from './timeline.ts';
import { about } from './about.ts';
import { forget } from './forget.ts';
import { language } from './language.ts';
import { mute } from './mute.ts';
import { subscribe, subscriptions, unsubscribe } from './subscribe.ts';
import { watch } from './watch.ts';
import { watchlist } from './watchlist.ts';
import { why } from './why.ts';

/** Every chat command, in the order of the menus and of `/help`. */
export const commands: readonly Command[] = [
  ...helpCommands(() => commands),
  status,
  timeline,
  latest,
  digest,
  search,
  story,
  subscribe,
  unsubscribe,
  subscriptions,
  mute,
  language,
  why,
  watchlist,
  watch,
  claim,
  feeds,
  about,
  forget,
  outbox,
];
