import type { Asked } from '#core/chat.ts';
import type { Locale } from '#core/locale.ts';
import type { Message, Words } from '#core/message.ts';
import { destinationKey } from '#core/subscription.ts';
import type { Subscription, TimeOfDay } from '#core/subscription.ts';
import { displayName } from '#core/watchlist.ts';
import { heading, joined, list, message, note, paragraph } from '#render/build.ts';
import { localeFor } from './command.ts';
import type { Command, CommandDeps } from './command.ts';
import { findSubject } from './find.ts';

/** Alerts and a daily digest for this chat. */
export const subscribe: Command = {
  name: 'subscribe',
  does: 'command.subscribe.does',
  argument: {
    name: 'what',
    takes: 'command.subscribe.takes',
    required: false,
    suggests: 'nothing',
  },
  whisper: false,
  async run(asked, deps) {
    const locale = localeFor(asked, deps);
    if (!(await asked.mayManage())) return note(locale.say('subscribe.notYours'));
    const wish = readWish(asked.argument, deps, locale);
    if (wish.problems.length > 0) {
      return message(
        [
          paragraph(locale.say('subscribe.misunderstood')),
          list(wish.problems),
          paragraph(locale.say('subscribe.example')),
        ],
        {
          tone: 'notice',
        },
      );
    }
    const subscription = wished(asked, deps, wish.wish);
    await deps.subscribers.save(subscription);
    return confirmation(subscription, deps);
  },
};

/** No more messages here. */
export const unsubscribe: Command = {
  name: 'unsubscribe',
  does: 'command.unsubscribe.does',
  argument: null,
  whisper: false,
  async run(asked, deps) {
    const locale = localeFor(asked, deps);
    if (!(await asked.mayManage())) return note(locale.say('subscribe.notYours'));
    if (deps.subscribers.of(asked.destination) === null) return note(locale.say('subscribe.none'));
    await deps.subscribers.remove(asked.destination);
    return note(locale.say('subscribe.ended'));
  },
};

/** What was asked for; null: not said. */
interface Wish {
  readonly subjects: 'all' | readonly string[] | null;
  readonly alerts: Subscription['alerts'] | null;
  readonly digest: { readonly at: TimeOfDay | null } | null;
  readonly timeZone: string | null;
}

/** Words in any order: names, `changes`/`all`/`none`, `08:30` or `off`, a time zone. */
function readWish(
  typed: string,
  deps: CommandDeps,
  locale: Locale,
): { readonly wish: Wish; readonly problems: readonly Words[] } {
  const problems: Words[] = [];
  const subjects: string[] = [];
  let everybody = false;
  let alerts: Subscription['alerts'] | null = null;
  let digest: Wish['digest'] = null;
  let timeZone: string | null = null;
  for (const word of typed
    .slice(0, 500)
    .split(/[\s,;]+/u)
    .filter((part) => part !== '')) {
    const lower = word.toLowerCase();
    const time = /^(?<hour>\d{1,2}):(?<minute>\d{2})$/u.exec(word)?.groups;
    if (lower === 'changes' || lower === 'none') alerts = lower;
    else if (lower === 'everything') alerts = 'all';
    else if (lower === 'all' || lower === 'everybody') everybody = true;
    else if (lower === 'off') digest = { at: null };
    else if (time !== undefined) {
      const at = { hour: Number(time['hour']), minute: Number(time['minute']) };
      if (at.hour > 23 || at.minute > 59) problems.push(locale.say('subscribe.noTime', { word }));
      else digest = { at };
    } else if (word.includes('/') || lower === 'utc') {
      if (isTimeZone(word)) timeZone = word;
      else problems.push(locale.say('subscribe.noZone', { word }));
    } else {
      const found = findSubject(word, deps);
      if (found.found === 'one') subjects.push(found.subject.id);
      else if (found.found === 'several') subjects.push(...found.subjects.map((subject) => subject.id));
      else {
        problems.push(
          found.nearest === null
            ? locale.say('subscribe.nobody', { word })
            : locale.say('subscribe.nobodyNear', { word, near: found.nearest.id }),
        );
      }
    }
  }
  const wanted = everybody ? 'all' : subjects.length > 0 ? [...new Set(subjects)] : null;
  return { wish: { subjects: wanted, alerts, digest, timeZone }, problems };
}

/** The new subscription: what was said, else what the chat had, else the defaults. */
function wished(asked: Asked, deps: CommandDeps, wish: Wish): Subscription {
  const had = deps.subscribers.of(asked.destination);
  return {
    id: destinationKey(asked.destination),
    destination: asked.destination,
    subjects: wish.subjects ?? had?.subjects ?? 'all',
    alerts: wish.alerts ?? had?.alerts ?? 'changes',
    digest: wish.digest === null ? (had === null ? deps.defaults.digest : had.digest) : wish.digest.at,
    emptyDigest: had?.emptyDigest ?? deps.defaults.emptyDigest,
    timeZone: wish.timeZone ?? had?.timeZone ?? deps.defaults.timeZone,
    language: localeFor(asked, deps).language,
    quiet: had === null ? deps.defaults.quiet : had.quiet,
    mutedUntil: null,
    madeIn: 'chat',
    createdAt: had?.createdAt ?? deps.clock.now(),
    paused: null,
  };
}

function confirmation(subscription: Subscription, deps: CommandDeps): Message {
  const locale = deps.locales.in(subscription.language);
  const { subjects, alerts, digest, timeZone } = subscription;
  const about =
    subjects === 'all'
      ? locale.say('subscribe.aboutAll')
      : locale.say('subscribe.about', {
          names: joined(
            ', ',
            subjects.map((id) => nameOf(id, deps, locale)),
          ),
        });
  return message(
    [
      heading(locale.say('subscribe.title')),
      list([
        about,
        locale.say('subscribe.alerts', { alerts }),
        digest === null
          ? locale.say('subscribe.digestNone')
          : locale.say('subscribe.digest', {
              time: `${twoDigits(digest.hour)}:${twoDigits(digest.minute)}`,
              zone: timeZone,
            }),
      ]),
      paragraph(locale.say('subscribe.change', { example: locale.say('subscribe.example') })),
    ],
    { tone: 'notice' },
  );
}

function nameOf(id: string, { watchlist }: CommandDeps, locale: Locale): string {
  const subject = watchlist.subjects.get(id);
  return subject === undefined ? id : displayName(subject, locale.language);
}

function twoDigits(n: number): string {
  return String(n).padStart(2, '0');
}

function isTimeZone(name: string): boolean {
  try {
    return new Intl.DateTimeFormat('en', { timeZone: name }).resolvedOptions().timeZone !== '';
  } catch {
    return false;
  }
}
