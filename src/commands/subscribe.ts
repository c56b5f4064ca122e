import type { Asked } from '#core/chat.ts';
import type { Message } from '#core/message.ts';
import { destinationKey } from '#core/subscription.ts';
import type { Subscription, TimeOfDay } from '#core/subscription.ts';
import { displayName } from '#core/watchlist.ts';
import { heading, list, message, note, paragraph, strong } from '#render/build.ts';
import { localeFor } from './command.ts';
import type { Command, CommandDeps } from './command.ts';
import { findSubject } from './find.ts';

const NOT_YOURS = 'Only the admins of this chat can change what it is sent.';

/** Alerts and a daily digest for this chat. */
export const subscribe: Command = {
  name: 'subscribe',
  description: 'Alerts and a daily digest here',
  argument: {
    name: 'what',
    description: 'Names, changes|all|none, hour of the digest, time zone: trufanov 08:30 Asia/Jerusalem',
    required: false,
    suggests: 'nothing',
  },
  whisper: false,
  async run(asked, deps) {
    if (!(await asked.mayManage())) return note(NOT_YOURS);
    const wish = readWish(asked.argument, deps);
    if (wish.problems.length > 0) {
      return message(
        [paragraph('I did not understand all of that:'), list(wish.problems), paragraph(EXAMPLE)],
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
  description: 'No more alerts and digests here',
  argument: null,
  whisper: false,
  async run(asked, deps) {
    if (!(await asked.mayManage())) return note(NOT_YOURS);
    if (deps.subscribers.of(asked.destination) === null)
      return note('This chat has no subscription. /subscribe makes one.');
    await deps.subscribers.remove(asked.destination);
    return note('Done: no more alerts and digests here. You can still ask, and /subscribe brings them back.');
  },
};

const EXAMPLE =
  'For example: /subscribe trufanov herkin changes 08:30 Asia/Jerusalem, or just /subscribe for everything.';

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
): { readonly wish: Wish; readonly problems: readonly string[] } {
  const problems: string[] = [];
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
      if (at.hour > 23 || at.minute > 59) problems.push(`"${word}" is no time of day; write it as 08:30`);
      else digest = { at };
    } else if (word.includes('/') || lower === 'utc') {
      if (isTimeZone(word)) timeZone = word;
      else problems.push(`"${word}" is no time zone I know; write it as Europe/Berlin`);
    } else {
      const found = findSubject(word, deps);
      if (found.found === 'one') subjects.push(found.subject.id);
      else if (found.found === 'several') subjects.push(...found.subjects.map((subject) => subject.id));
      else {
        const meant = found.nearest === null ? '' : `; did you mean ${found.nearest.id}?`;
        problems.push(`"${word}" is nobody on the watchlist${meant}`);
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
  const names =
    subscription.subjects === 'all'
      ? 'everybody on the watchlist'
      : subscription.subjects
          .map((id) => {
            const subject = deps.watchlist.subjects.get(id);
            return subject === undefined ? id : displayName(subject, subscription.language);
          })
          .join(', ');
  const alerts = {
    changes: "when somebody's situation changes",
    all: 'every story',
    none: 'none',
  }[subscription.alerts];
  const digest =
    subscription.digest === null
      ? 'none'
      : `every day at ${twoDigits(subscription.digest.hour)}:${twoDigits(subscription.digest.minute)} (${subscription.timeZone})`;
  return message(
    [
      heading('Subscribed'),
      list([
        [strong('About: '), names],
        [strong('Alerts: '), alerts],
        [strong('Digest: '), digest],
      ]),
      paragraph(`To change it, say so: ${EXAMPLE} To end it: /unsubscribe`),
    ],
    { tone: 'notice' },
  );
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
