import process from 'node:process';
import { armStop } from '#ops/stop.ts';
import { startService } from '../main.ts';
import { knowledgeFor, logFor, openSettings, remark, terminalNotifier } from './session.ts';
import type { GlobalOptions } from './session.ts';

/** `wirewatch run`: the service, until SIGTERM or SIGINT. */
export async function run(options: GlobalOptions): Promise<void> {
  const settings = await openSettings(options);
  const log = logFor(settings);
  const service = await startService(settings, () => knowledgeFor(settings), terminalNotifier(), log);
  if (service.newsdesk.connections.length === 0) {
    remark(
      'No bot token is set, so alerts and digests are printed here. ' +
        'For Telegram set TELEGRAM_BOT_TOKEN, for Discord DISCORD_BOT_TOKEN (see docs/operations.md).',
    );
  }
  armStop({
    log,
    steps: [{ name: 'stop polling, let deliveries end, close the store', run: () => service.stop() }],
    deadline: settings.shutdown.drain,
    process,
    exit: (code) => process.exit(code),
  });
}
