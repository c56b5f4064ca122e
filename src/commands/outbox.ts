import type { Locale } from '#core/locale.ts';
import type { Block, Button, Message, Words } from '#core/message.ts';
import type { Backlog } from '#core/ports.ts';
import { shortened } from '#core/subscription.ts';
import { code, heading, list, message, note, paragraph, strong } from '#render/build.ts';
import { localeFor } from './command.ts';
import type { Command, CommandDeps } from './command.ts';

/** Chats and parked messages listed, at most: the rest is counted. */
const SHOWN = 10;

/** Rows of buttons, one for each of the newest parked messages. Discord takes five, the last is for all. */
const BUTTON_ROWS = 4;

/** What waits to be sent and what was put aside; for the operators named in the settings. */
export const outbox: Command = {
  name: 'outbox',
  does: 'command.outbox.does',
  argument: { name: 'what', takes: 'command.outbox.takes', required: false, suggests: 'nothing' },
  whisper: true,
  audience: 'operators',
  async run(asked, deps) {
    const locale = localeFor(asked, deps);
    if (!deps.watching.isAdmin(asked.user)) return note(locale.say('outbox.notYours'));
    const [verb = '', id = ''] = asked.argument.split(/\s+/u);
    const now = deps.clock.now();
    switch (verb.toLowerCase()) {
      case 'again':
        return note(locale.say('outbox.tried', { n: await deps.outbox.revive(await named(id, deps, now)) }));
      case 'drop':
        return note(locale.say('outbox.dropped', { n: await drop(await named(id, deps, now), deps) }));
      default:
        return outboxMessage(await deps.outbox.backlog(now), await deps.outbox.repeated(), locale, now);
    }
  },
};

/** The ids meant: one as typed, or all that are parked and can be of use. */
async function named(id: string, { outbox }: CommandDeps, now: number): Promise<readonly string[]> {
  const { parked } = await outbox.backlog(now);
  if (id.toLowerCase() === 'all') return parked.map((one) => one.id);
  return parked.filter((one) => one.id === id).map((one) => one.id);
}

async function drop(ids: readonly string[], { outbox }: CommandDeps): Promise<number> {
  for (const id of ids) await outbox.settle(id, { kind: 'done' });
  return ids.length;
}

/** What waits, the longest first, and what was put aside, the newest first. */
export function outboxMessage(backlog: Backlog, repeated: number, locale: Locale, now: number): Message {
  const { lanes, parked, parkedInAll } = backlog;
  const inAll = Object.values(parkedInAll).reduce((sum, count) => sum + count, 0);
  const blocks: readonly Block[] = [
    heading(locale.say('outbox.title', { n: backlog.waiting })),
    ...listed(
      lanes.map((lane) => laneLine(lane, locale, now)),
      lanes.length,
      locale,
    ),
    ...(inAll === 0
      ? []
      : [
          paragraph(strong(locale.say('outbox.parked', { n: inAll }))),
          ...listed(
            parked.map((one) => parkedLine(one, locale, now)),
            inAll,
            locale,
          ),
          paragraph(locale.say('outbox.how')),
        ]),
    ...(repeated === 0 ? [] : [paragraph(locale.say('outbox.repeated', { n: repeated }))]),
  ];
  return message(blocks, { tone: 'plain', buttons: parked.length === 0 ? [] : buttons(parked, locale) });
}

function listed(lines: readonly Words[], inAll: number, locale: Locale): readonly Block[] {
  if (lines.length === 0) return [];
  const shown = lines.slice(0, SHOWN);
  const more = inAll - shown.length;
  return [list(more > 0 ? [...shown, locale.say('outbox.more', { n: more })] : shown)];
}

function laneLine(lane: Backlog['lanes'][number], locale: Locale, now: number): Words {
  const line = {
    chat: shortened(lane.lane),
    n: lane.waiting,
    // Held back for quiet hours, it is not due yet.
    span: locale.span(Math.max(0, now - lane.oldestDueAt)),
  };
  if (lane.retryAt === null) return locale.say('outbox.lane', line);
  const next = locale.span(Math.max(0, lane.retryAt - now));
  return locale.say('outbox.laneHeld', { ...line, next, reason: lane.reason ?? '' });
}

function parkedLine(one: Backlog['parked'][number], locale: Locale, now: number): Words {
  const line = locale.say('outbox.parkedLine', {
    chat: shortened(one.lane),
    span: locale.span(now - one.at),
    why: locale.say('outbox.why', { because: one.because }),
    reason: one.reason,
  });
  return [...line, ' ', code(one.id)];
}

function buttons(parked: Backlog['parked'], locale: Locale): readonly (readonly Button[])[] {
  const again = locale.text('outbox.again');
  const drop = locale.text('outbox.drop');
  return [
    ...parked.slice(0, BUTTON_ROWS).map(({ id, lane }): readonly Button[] => [
      { kind: 'command', label: `${again}: ${shortened(lane)}`, command: `outbox again ${id}` },
      { kind: 'command', label: drop, command: `outbox drop ${id}` },
    ]),
    [{ kind: 'command', label: locale.text('outbox.againAll'), command: 'outbox again all' }],
  ];
}
