import { withMuted } from '#core/subscription.ts';
import { wallClock } from '#core/wallclock.ts';
import { note } from '#render/build.ts';
import { timeText } from '#render/subscription.ts';
import { dateOf } from '#render/words.ts';
import { localeFor } from './command.ts';
import type { Command } from './command.ts';
import { notYours, subscribed } from './subscribe.ts';

const UNITS: ReadonlyMap<string, number> = new Map(Object.entries({
  m: 60_000, min: 60_000, м: 60_000, мин: 60_000, хв: 60_000,
  h: 3_600_000, hour: 3_600_000, hours: 3_600_000, ч: 3_600_000, год: 3_600_000,
  d: 86_400_000, day: 86_400_000, days: 86_400_000, д: 86_400_000, дн: 86_400_000,
  w: 604_800_000, week: 604_800_000, weeks: 604_800_000, н: 604_800_000, т: 604_800_000,
})); // prettier-ignore

/** What a bare /mute means, ms. */
const USUAL = 8 * 3_600_000;
/** Longer than this is no pause: /unsubscribe says what is meant. */
const LONGEST = 31 * 86_400_000;

/** A pause with an end, of everything or of one story. */
export const mute: Command = {
  name: 'mute',
  does: 'command.mute.does',
  argument: { name: 'how-long', takes: 'command.mute.takes', required: false, suggests: 'nothing' },
  whisper: false,
  audience: 'managers',
  async run(asked, deps) {
    const locale = localeFor(asked, deps);
    if (!(await asked.mayManage())) return notYours(locale);
    const had = deps.subscribers.of(asked.destination);
    if (!subscribed(had)) return note(locale.say('subscribe.none'));
    const now = deps.clock.now();
    const story = /^story\s+([\w-]{22})$/u.exec(asked.argument)?.[1];
    if (story !== undefined) {
      await deps.subscribers.save(withMuted(had, story));
      return { ...note(locale.say('mute.story')), place: 'aside' };
    }
    if (/^(?:off|end|нет|стоп|выкл|вимк|בטל)$/iu.test(asked.argument)) {
      await deps.subscribers.save({ ...had, mutedUntil: null });
      return note(locale.say('mute.ended'));
    }
    const span = asked.argument === '' ? USUAL : spanOf(asked.argument);
    if (span === null) return note(locale.say('mute.how'));
    const until = now + Math.min(span, LONGEST);
    await deps.subscribers.save({ ...had, mutedUntil: until });
    return note(
      locale.say('mute.until', {
        span: locale.span(until - now),
        day: dateOf(until, locale, had.timeZone),
        time: timeText(wallClock(until, had.timeZone)),
        zone: had.timeZone,
      }),
    );
  },
};

/** `8h`, `2 days`, `30 мин`, ms; null for what is no length of time. */
function spanOf(typed: string): number | null {
  const [, count, unit] = /^(\d{1,4})\s*([a-zа-яіїєґ]+)\.?$/iu.exec(typed.trim()) ?? [];
  const each = UNITS.get(unit?.toLowerCase() ?? '');
  return each === undefined || Number(count) === 0 ? null : Number(count) * each;
}
