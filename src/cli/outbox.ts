import { outboxMessage } from '#commands/outbox.ts';
import { isoOf } from '#core/day.ts';
import { shortened } from '#core/subscription.ts';
import { SENT_AGAIN } from '#jobs/backlog.ts';
import { wallClock } from '../main.ts';
import { lookAtDesk } from './look.ts';
import { openSession, printJson, printMessage } from './session.ts';
import type { GlobalOptions } from './session.ts';

/** `wirewatch outbox`: what waits to be sent and what was put aside. Trying it again is for the running service: /outbox. */
export async function outbox(options: GlobalOptions): Promise<void> {
  const session = await openSession(options);
  await lookAtDesk(session, async (_newsdesk, store) => {
    const now = wallClock.now();
    const backlog = await store.outbox.backlog(now);
    const repeated = Number((await store.desk.get(SENT_AGAIN)) ?? 0);
    if (options.json !== true) {
      const locale = session.knowledge.locales.in(session.settings.defaults.language);
      return printMessage(outboxMessage(backlog, repeated, locale, now));
    }
    return printJson({
      waiting: backlog.waiting,
      oldestDueAt: isoOf(backlog.oldestDueAt),
      lanes: backlog.lanes.map((lane) => ({
        destination: shortened(lane.lane),
        waiting: lane.waiting,
        oldestDueAt: isoOf(lane.oldestDueAt),
        retryAt: isoOf(lane.retryAt),
        reason: lane.reason,
      })),
      parked: backlog.parked.map(({ id, lane, because, reason, at }) => ({
        id,
        destination: shortened(lane),
        because,
        reason,
        at: isoOf(at),
      })),
      parkedInAll: backlog.parkedInAll,
      sentAgain: repeated,
    });
  });
}
