import type { Asked } from '#core/chat.ts';
import type { Locale } from '#core/locale.ts';
import type { Answer, Words } from '#core/message.ts';
import { NO_WISHES, destinationKey } from '#core/subscription.ts';
import type { Subscription } from '#core/subscription.ts';
import { granted, readWish } from '#core/wish.ts';
import type { Misread, Named } from '#core/wish.ts';
import { list, message, note, paragraph } from '#render/build.ts';
import { VIEWS, subscriptionCard, subscriptionView } from '#render/subscription.ts';
import { localeFor } from './command.ts';
import type { Command, CommandDeps } from './command.ts';
import { findSubject, findTopic } from './find.ts';

/** Alerts and digests for this chat: in one line, or by the buttons of the card that answers it. */
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
  audience: 'managers',
  async run(asked, deps) {
    const locale = localeFor(asked, deps);
    if (!(await asked.mayManage())) return notYours(locale);
    const { view, words } = partedFromView(asked.argument);
    const { wish, misread } = readWish(words, (word) => namedBy(word, deps), deps.typedWords);
    if (misread.length > 0) {
      return message(
        [
          paragraph(locale.say('subscribe.misunderstood')),
          list(misread.map((one) => misreadWords(one, deps, locale))),
          paragraph(locale.say('subscribe.example')),
        ],
        { tone: 'notice' },
      );
    }
    const had = deps.subscribers.of(asked.destination);
    const before = subscribed(had) ? had : fresh(asked, deps, had);
    // Who looks changes nothing: what the operator's file says stays the file's to say. But whoever asks can be reached.
    const looks = words === '' && before === had;
    const wished = looks
      ? { ...before, paused: null }
      : granted({ ...before, madeIn: 'chat', paused: null }, wish, deps.defaults.digest);
    // Of the months without a digest the first one tells nothing.
    const turnedOn = before.digest === null && wished.digest !== null;
    const after = turnedOn ? { ...wished, createdAt: deps.clock.now() } : wished;
    if (words !== '' || (view === null && (!looks || before.paused !== null)))
      await deps.subscribers.save(after);
    const context = {
      watchlist: deps.watchlist,
      locale: deps.locales.in(after.language),
      now: deps.clock.now(),
    };
    if (view !== null) return subscriptionView(view, after, asked.page, context);
    const title = context.locale.say(looks ? 'subscribe.here' : 'subscribe.title');
    return subscriptionCard(after, title, context);
  },
};

/** What this chat is sent. */
export const subscriptions: Command = {
  name: 'subscriptions',
  does: 'command.subscriptions.does',
  argument: null,
  whisper: true,
  run(asked, deps) {
    const locale = localeFor(asked, deps);
    const had = deps.subscribers.of(asked.destination);
    if (had === null || !subscribed(had)) {
      return Promise.resolve(
        message([paragraph(locale.say('subscribe.none'))], {
          tone: 'notice',
          buttons: [[{ kind: 'command', label: locale.text('button.subscribe'), command: 'subscribe' }]],
        }),
      );
    }
    const context = { watchlist: deps.watchlist, locale, now: deps.clock.now() };
    return Promise.resolve({
      ...subscriptionCard(had, locale.say('subscribe.here'), context),
      place: 'instead',
    });
  },
};

/** No more messages here. */
export const unsubscribe: Command = {
  name: 'unsubscribe',
  does: 'command.unsubscribe.does',
  argument: null,
  whisper: false,
  audience: 'managers',
  async run(asked, deps) {
    const locale = localeFor(asked, deps);
    if (!(await asked.mayManage())) return notYours(locale);
    const had = deps.subscribers.of(asked.destination);
    if (had === null || !subscribed(had)) return note(locale.say('subscribe.none'));
    await deps.subscribers.remove(asked.destination);
    return note(locale.say('subscribe.ended'));
  },
};

/** A chat that only chose its language has settings and is sent nothing. */
export function subscribed(to: Subscription | null): to is Subscription {
  return to !== null && (to.alerts !== 'none' || to.digest !== null);
}

/** "Not yours to change", for the one who asked. */
export function notYours(locale: Locale): Answer {
  return { ...note(locale.say('subscribe.notYours')), place: 'aside' };
}

/** `@digest 09:00`: which choices a button stands among, and what it changes. */
function partedFromView(typed: string): {
  readonly view: (typeof VIEWS)[number] | null;
  readonly words: string;
} {
  const [first = '', ...rest] = typed.split(' ');
  const view = VIEWS.find((one) => first === `@${one}`) ?? null;
  return view === null ? { view, words: typed } : { view, words: rest.join(' ') };
}

/** A new subscription of this chat, by the defaults; in the language that the chat has chosen. */
export function fresh(asked: Asked, deps: CommandDeps, had: Subscription | null): Subscription {
  return {
    ...NO_WISHES,
    id: destinationKey(asked.destination),
    destination: asked.destination,
    subjects: 'all',
    alerts: 'changes',
    digest: deps.defaults.digest,
    emptyDigest: deps.defaults.emptyDigest,
    timeZone: deps.defaults.timeZone,
    language: had?.language ?? localeFor(asked, deps).language,
    quiet: deps.defaults.quiet,
    mutedUntil: null,
    madeIn: 'chat',
    createdAt: deps.clock.now(),
    paused: null,
  };
}

function namedBy(word: string, deps: CommandDeps): readonly Named[] {
  const topic = findTopic(word, deps.watchlist);
  if (topic !== null) return [{ kind: 'topic', id: topic.id }];
  const found = findSubject(word, deps);
  const subjects = found.found === 'one' ? [found.subject] : found.found === 'several' ? found.subjects : [];
  return subjects.map(({ id }) => ({ kind: 'subject', id }));
}

function misreadWords({ word, because }: Misread, deps: CommandDeps, locale: Locale): Words {
  switch (because) {
    case 'time':
      return locale.say('subscribe.noTime', { word });
    case 'zone':
      return locale.say('subscribe.noZone', { word });
    case 'nobody': {
      const found = findSubject(word, deps);
      return found.found === 'none' && found.nearest !== null
        ? locale.say('subscribe.nobodyNear', { word, near: found.nearest.id })
        : locale.say('subscribe.nobody', { word });
    }
  }
}
