/** Telling the operators of messages that wait. */
import { queued } from '#core/delivery.ts';
import { causeId } from '#core/ids.ts';
import type { Collection, Log } from '#core/ports.ts';
import { HOUR } from '#core/spans.ts';
import { destinationKey, shortened } from '#core/subscription.ts';
import type { Destination } from '#core/subscription.ts';
import { heading, message, paragraph } from '#render/build.ts';
import type { NoticeDeps } from './notices.ts';

/** The desk's note of how many messages were sent a second time, since nobody knew of the first. */
export const SENT_AGAIN = 'outbox:again';

/** A number in the desk's notes that only grows. */
export interface Counter {
  readonly count: () => Promise<number>;
  readonly add: () => Promise<void>;
}

/** One process counts: what is there is read once, and lanes that count at the same moment do not overwrite each other. */
export async function openCounter(desk: Collection<string>, key: string): Promise<Counter> {
  let count = Number((await desk.get(key)) ?? 0);
  return {
    count: () => Promise.resolve(count),
    async add() {
      count += 1;
      await desk.set(key, String(count));
    },
  };
}

/** The desk's note that the operators were told of messages that wait. */
const TOLD = 'outbox:alarm';

/** The same is told at most so often, ms. */
const TOLD_FOR = 6 * HOUR;

/** What the alarm about messages that wait needs. */
export interface AlarmDeps extends NoticeDeps {
  /** A message that has waited for so long is worth an alarm, ms. */
  readonly after: number;
  readonly log: Log;
}

/** Tells the operators, once, when the oldest message has waited for too long, and when nothing does any more. */
export async function backlogAlarm(deps: AlarmDeps): Promise<'alarm' | 'over' | null> {
  const { outbox, desk, clock, after, log, locale } = deps;
  const now = clock.now();
  const { lanes } = await outbox.backlog(now);
  const late = lanes.filter(({ oldestDueAt }) => now - oldestDueAt >= after);
  const told = Number((await desk.get(TOLD)) ?? 0);
  const [oldest] = late;
  if (oldest === undefined) {
    if (told === 0) return null;
    await tell(deps, ['over', String(told)], [paragraph(locale.say('outbox.alarmOver'))]);
    await desk.set(TOLD, '0');
    return 'over';
  }
  if (told > 0 && now >= told && now - told < TOLD_FOR) return null;
  const waiting = late.reduce((sum, lane) => sum + lane.waiting, 0);
  const span = locale.span(now - oldest.oldestDueAt);
  log.warn({ waiting, chats: late.length, oldest: now - oldest.oldestDueAt }, 'messages wait for too long');
  await tell(
    deps,
    ['alarm', String(now)],
    [
      heading(locale.say('outbox.alarm')),
      paragraph(locale.say('outbox.alarmLine', { n: waiting, chats: late.length, span })),
      paragraph(locale.say('outbox.see')),
    ],
  );
  await desk.set(TOLD, String(now));
  return 'alarm';
}

/** Tells the operators that a service wants a chat left alone for long; of one chat at most every six hours. */
export async function heldUpNotice(
  deps: NoticeDeps,
  to: Destination,
  until: number,
  reason: string,
): Promise<void> {
  const { clock, locale } = deps;
  const now = clock.now();
  const chat = shortened(destinationKey(to));
  await tell(
    deps,
    ['held up', destinationKey(to), String(Math.floor(now / TOLD_FOR))],
    [
      heading(locale.say('outbox.heldUp')),
      paragraph(locale.say('outbox.heldUpLine', { chat, span: locale.span(until - now), reason })),
      paragraph(locale.say('outbox.see')),
    ],
  );
}

async function tell(
  { outbox, admins, clock }: NoticeDeps,
  causes: readonly string[],
  blocks: Parameters<typeof message>[0],
): Promise<void> {
  await outbox.put(
    admins.map((destination) =>
      queued({
        id: causeId('notice', destinationKey(destination), 'outbox', ...causes),
        destination,
        owedAt: clock.now(),
        silent: false,
        message: message(blocks, { tone: 'notice' }),
        cause: { kind: 'notice' },
      }),
    ),
  );
}
