/** The list of commands, by hand: what is not here does not exist. */
import type { Command } from './command.ts';
import { digest } from './digest.ts';
import { feeds } from './feeds.ts';
import { helpCommands } from './help.ts';
import { latest } from './latest.ts';
import { status } from './status.ts';
import { subscribe, unsubscribe } from './subscribe.ts';
import { watch } from './watch.ts';
import { watchlist } from './watchlist.ts';
import { why } from './why.ts';

export const commands: readonly Command[] = [
  ...helpCommands(() => commands),
  status,
  latest,
  digest,
  subscribe,
  unsubscribe,
  why,
  watchlist,
  watch,
  feeds,
];
