/** A chat's subscription as a card, and the choices that change it. Each button is the line that one would type. */
import type { Locale } from '#core/locale.ts';
import type { Answer, Button, Message, Words } from '#core/message.ts';
import type { Subscription, TimeOfDay } from '#core/subscription.ts';
import { displayName } from '#core/watchlist.ts';
import type { Watchlist } from '#core/watchlist.ts';
import { heading, list, message, paragraph } from './build.ts';

/** The parts that can be changed by buttons. */
export const VIEWS = ['people', 'topics', 'alerts', 'digest', 'quiet'] as const;
/** One of {@link VIEWS}. */
export type View = (typeof VIEWS)[number];

interface CardContext {
  readonly watchlist: Watchlist;
  readonly locale: Locale;
  /** ms */
  readonly now: number;
}

/** What a chat gets, and a button for each part of it. @param title what has just happened */
export function subscriptionCard(to: Subscription, title: Words, context: CardContext): Message {
  const { locale } = context;
  const view = (name: View): Button => ({
    kind: 'command',
    label: locale.text('subscribe.part', { part: name }),
    command: `subscribe @${name}`,
  });
  return message([heading(title), list(lines(to, context)), paragraph(locale.say('subscribe.typeToo'))], {
    tone: 'notice',
    buttons: [
      [view('people'), view('topics')],
      [view('alerts'), view('digest')],
      [
        view('quiet'),
        { kind: 'command', label: locale.text('subscribe.languageButton'), command: 'language' },
      ],
      [{ kind: 'command', label: locale.text('subscribe.digestNow'), command: 'digest' }],
    ],
  });
}

/** The lines of the card: whom, what, when. */
export function lines(to: Subscription, { watchlist, locale, now }: CardContext): readonly Words[] {
  const nameOf = (id: string): string => {
    const named = watchlist.subjects.get(id) ?? watchlist.topics.get(id);
    return named === undefined ? id : displayName(named, locale.language);
  };
  const { subjects, topics, alerts, digest, weekly, timeZone, quiet, urgent, emptyDigest, mutedUntil } = to;
  const said: Words[] = [
    subjects === 'all'
      ? locale.say('subscribe.aboutAll')
      : locale.say('subscribe.about', { names: locale.list(subjects.map(nameOf)) }),
  ];
  if (topics.length > 0)
    said.push(locale.say('subscribe.topics', { names: locale.list(topics.map(nameOf)) }));
  said.push(locale.say('subscribe.alerts', { alerts }));
  if (digest === null) said.push(locale.say('subscribe.digestNone'));
  else {
    const at = { time: timeText(digest), zone: timeZone };
    said.push(
      weekly === null
        ? locale.say('subscribe.digest', at)
        : locale.say('subscribe.digestWeekly', { ...at, day: weekday(weekly, locale) }),
      locale.say('subscribe.empty', { empty: emptyDigest }),
    );
  }
  if (quiet !== null && timeText(quiet.from) !== timeText(quiet.to)) {
    said.push(locale.say('subscribe.quiet', { from: timeText(quiet.from), to: timeText(quiet.to), urgent }));
  }
  if (mutedUntil !== null && mutedUntil > now)
    said.push(locale.say('subscribe.muted', { span: locale.span(mutedUntil - now) }));
  said.push(locale.say('subscribe.language', { name: locale.name }));
  return said;
}

/** The choices for one part; pressing one shows the same choices as they are then. */
export function subscriptionView(
  view: View,
  to: Subscription,
  page: number | null,
  context: CardContext,
): Answer {
  const { locale, watchlist } = context;
  const done: Button = { kind: 'command', label: locale.text('subscribe.done'), command: 'subscriptions' };
  const option = (label: string, words: string, chosen: boolean): Button & { readonly kind: 'command' } => ({
    kind: 'command',
    label: chosen ? `✓ ${label}` : label,
    command: `subscribe @${view} ${words}`,
  });
  const blocks = [
    heading(locale.say('subscribe.partTitle', { part: view })),
    paragraph(locale.say('subscribe.hint', { part: view })),
  ];
  const answer = (buttons: readonly (readonly Button[])[]): Answer => ({
    ...message(blocks, { tone: 'notice', buttons: [...buttons, [done]] }),
    place: 'instead',
  });
  switch (view) {
    case 'people': {
      const { subjects } = to;
      const people = [...watchlist.subjects.values()].filter(
        ({ kind }) => kind === 'captive' || kind === 'group' || kind === 'official',
      );
      return {
        ...answer([[option(locale.text('subscribe.everybody'), 'everybody', subjects === 'all')]]),
        choices: {
          prompt: locale.text('subscribe.partTitle', { part: view }),
          again: 'subscribe @people',
          page,
          options: people.map((subject) => {
            const chosen = subjects !== 'all' && subjects.includes(subject.id);
            const sign = chosen ? '-' : '+';
            return {
              label: `${chosen ? '✓ ' : ''}${displayName(subject, locale.language)}`,
              command: `subscribe @people ${sign}${subject.id}`,
            };
          }),
        },
      };
    }
    case 'topics':
      return {
        ...answer([]),
        choices: {
          prompt: locale.text('subscribe.partTitle', { part: view }),
          again: 'subscribe @topics',
          page,
          options: [...watchlist.topics.values()].map((topic) => {
            const chosen = to.topics.includes(topic.id);
            const { label, command } = option(
              displayName(topic, locale.language),
              `${chosen ? '-' : '+'}${topic.id}`,
              chosen,
            );
            return { label, command };
          }),
        },
      };
    case 'alerts':
      return answer(
        (['changes', 'all', 'none'] as const).map((alerts) => [
          option(
            locale.text('subscribe.alertsChoice', { alerts }),
            alerts === 'all' ? 'everything' : alerts,
            to.alerts === alerts,
          ),
        ]),
      );
    case 'digest': {
      const at = to.digest === null ? null : timeText(to.digest);
      const hour = (time: string): Button => option(time, time, at === time);
      return answer([
        ['07:00', '08:00', '09:00', '18:00', '21:00'].map(hour),
        [
          option(locale.text('subscribe.daily'), 'daily', to.digest !== null && to.weekly === null),
          option(
            locale.text('subscribe.weekly', { day: weekday(1, locale) }),
            'monday',
            to.digest !== null && to.weekly === 1,
          ),
          option(locale.text('subscribe.noDigest'), 'off', to.digest === null),
        ],
        ZONES.map((zone) => option(zone.split('/')[1] ?? zone, zone, to.timeZone === zone)),
        [
          option(locale.text('subscribe.emptySay'), 'empty:say', to.emptyDigest === 'say'),
          option(locale.text('subscribe.emptySilent'), 'empty:silent', to.emptyDigest === 'silent'),
        ],
      ]);
    }
    case 'quiet': {
      const now = to.quiet === null ? 'quiet:off' : `${timeText(to.quiet.from)}-${timeText(to.quiet.to)}`;
      const hours = (span: string): Button => option(span.replace('-', '–'), span, now === span);
      return answer([
        [option(locale.text('subscribe.quietOff'), 'quiet:off', to.quiet === null)],
        [hours('22:00-07:00'), hours('23:00-07:00'), hours('00:00-08:00')],
        [
          option(locale.text('subscribe.urgentSilent'), 'silent', to.urgent === 'silent'),
          option(locale.text('subscribe.urgentLoud'), 'loud', to.urgent === 'loud'),
        ],
      ]);
    }
  }
}

/** The zones that most readers live in; any other is typed. Discord takes five buttons a row. */
const ZONES = ['Asia/Jerusalem', 'Europe/Moscow', 'Europe/Kyiv', 'Europe/Berlin', 'UTC'] as const;

/** `08:30` */
export function timeText({ hour, minute }: TimeOfDay): string {
  return `${String(hour).padStart(2, '0')}:${String(minute).padStart(2, '0')}`;
}

/** "Monday", in the language. @param day 1 Monday to 7 Sunday */
function weekday(day: number, locale: Locale): string {
  // 1 January 2024 was a Monday.
  return new Intl.DateTimeFormat(locale.language, { weekday: 'long', timeZone: 'UTC' }).format(
    Date.UTC(2024, 0, day),
  );
}
