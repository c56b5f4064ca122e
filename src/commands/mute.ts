import { DAY, HOUR, MINUTE } from '#core/spans.ts';
import { withMuted } from '#core/subscription.ts';
import type { TypedWords } from '#core/typed-words.ts';
import { wallClock } from '#core/wallclock.ts';
import { message, note, paragraph } from '#render/build.ts';
import { timeText } from '#render/subscription.ts';
import { dateOf } from '#render/words.ts';
import { localeFor } from './command.ts';
import type { Command } from './command.ts';
import { notYours, subscribed } from './subscribe.ts';

/** ms */
const UNITS = { minute: MINUTE, hour: HOUR, day: DAY, week: 7 * DAY };

/** What a bare /mute means, ms. */
const USUAL = 8 * HOUR;
/** Longer than this is no pause: /unsubscribe says what is meant. */
const LONGEST = 31 * DAY;

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
    if (deps.typedWords.meaning('mute', asked.argument) === 'off') {
      await deps.subscribers.save({ ...had, mutedUntil: null });
      return note(locale.say('mute.ended'));
    }
    const span = asked.argument === '' ? USUAL : spanOf(asked.argument, deps.typedWords);
    if (span === null) return note(locale.say('mute.how'));
    const until = now + Math.min(span, LONGEST);
    await deps.subscribers.save({ ...had, mutedUntil: until });
    const paused = locale.say('mute.until', {
      span: locale.span(until - now),
      day: dateOf(until, locale, had.timeZone),
      time: timeText(wallClock(until, had.timeZone)),
      zone: had.timeZone,
    });
    if (span <= LONGEST) return note(paused);
    return message(
      [paragraph(locale.say('mute.longest', { span: locale.span(LONGEST) })), paragraph(paused)],
      {
        tone: 'notice',
      },
    );
  },
};

/** `8h`, `2 days`, `30 мин`, ms; null for what is no length of time. */
function spanOf(typed: string, words: TypedWords): number | null {
  const [, count, unit = ''] = /^(\d{1,4})\s*(\D+?)\.?$/u.exec(typed.trim()) ?? [];
  const meant = words.meaning('mute', unit);
  return meant === null || meant === 'off' || Number(count) === 0 ? null : Number(count) * UNITS[meant];
}
