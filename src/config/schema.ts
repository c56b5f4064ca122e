/**
 * The two settings files, as a person writes them. docs/configuration.md is made from what stands here: each
 * `.describe()` is a sentence of that page, each `.prefault()` the default it shows.
 */
import { z } from 'zod';
import { LANGUAGES } from '#core/locale.ts';
import {
  destination,
  duration,
  httpAddress,
  listenAddress,
  identifier,
  languageTag,
  oneOf,
  platformId,
  portOrOff,
  size,
  spanOrOff,
  text,
  timeOrOff,
  timeZone,
  wholeNumber,
  yesOrNo,
} from './forms.ts';

/** In the order of ISO 8601: Monday is 1. */
export const WEEKDAYS = [
  'daily',
  'monday',
  'tuesday',
  'wednesday',
  'thursday',
  'friday',
  'saturday',
  'sunday',
] as const;

const section = 'Write settings below it, each on its own line, two spaces in.';

const polling = z
  .strictObject(
    {
      interval: duration('1m', '7d')
        .prefault('10m')
        .describe('Wanted pause between two readings of a feed that sets none of its own.'),
      concurrency: wholeNumber(1, 512)
        .prefault(32)
        .describe('Feeds that are fetched at the same time, at most.'),
      perHost: wholeNumber(1, 16).prefault(2).describe('Of these, from one host, at most.'),
      timeout: duration('1s', '5m')
        .prefault('30s')
        .describe('Time for one fetch as a whole, redirects and all; what takes longer is given up.'),
      maxBytes: size('16 KB', '64 MB').prefault('8 MB').describe('Largest answer that is taken, as sent.'),
      maxUnpackedBytes: size('16 KB', '256 MB')
        .prefault('32 MB')
        .describe('Largest answer that is taken, unpacked.'),
      maxRedirects: wholeNumber(0, 20).prefault(5).describe('Redirects followed in one fetch, at most.'),
      contact: text(200)
        .optional()
        .describe(
          'An address (mail or web) that is sent along in the User-Agent, so that a publisher can write to you rather than block you.',
        ),
      allowPrivate: yesOrNo()
        .prefault(false)
        .describe(
          'May feeds be fetched from private and loopback addresses (192.168.…, 127.0.0.1)? Leave it off unless a feed of your own stands there.',
        ),
      silentAfter: duration('1h', '365d')
        .prefault('7d')
        .describe('A feed that answers and has brought nothing new for so long is reported as silent.'),
    },
    { error: section },
  )
  .prefault({})
  .describe('How feeds are fetched.');

const digest = z
  .strictObject(
    {
      time: timeOrOff().prefault('09:00').describe('When the daily digest comes, or `off`.'),
      timeZone: timeZone().prefault('UTC').describe('In which time zone, by its IANA name.'),
      language: oneOf(LANGUAGES)
        .prefault('en')
        .describe(
          'In which language wirewatch speaks, and headlines are preferred. A chat may choose another one.',
        ),
      empty: oneOf(['say', 'silent'])
        .prefault('say')
        .describe('A day without news: `say` so, or be `silent`.'),
    },
    { error: section },
  )
  .prefault({})
  .describe('What a subscription gets that does not say otherwise, in the file or in the chat.');

const subscription = z
  .strictObject(
    {
      destination: destination().describe(
        'Where to: `telegram:@channel`, `telegram:-1001234567890`, `telegram:-1001234567890/7` (a forum topic), `discord:123456789012345678` (a channel or thread), `terminal`.',
      ),
      subjects: z
        .union([z.literal('all'), z.array(identifier()).min(1)], {
          error: 'Write all, or a list of subject ids from watchlist.yaml: [trufanov, herkin].',
        })
        .prefault('all')
        .describe('`all`, or a list of subject ids from watchlist.yaml.'),
      topics: z
        .array(identifier(), { error: 'Write a list of topic ids from watchlist.yaml: [evacuation].' })
        .prefault([])
        .describe('Topics followed beside the subjects, by their ids in watchlist.yaml.'),
      alerts: oneOf(['changes', 'all', 'none'])
        .prefault('changes')
        .describe(
          "`changes`: when a person's situation changes; `all`: every new story about the subjects too; `none`: digests only.",
        ),
      digest: timeOrOff().optional().describe('As `digest.time`.'),
      weekday: oneOf(WEEKDAYS)
        .optional()
        .describe('On which day the digest comes and covers a week; `daily` when it is left out.'),
      timeZone: timeZone().optional().describe('As `digest.timeZone`.'),
      language: oneOf(LANGUAGES).optional().describe('As `digest.language`.'),
      empty: oneOf(['say', 'silent']).optional().describe('As `digest.empty`.'),
      quiet: spanOrOff().optional().describe('As `quiet`.'),
      urgent: oneOf(['silent', 'loud'])
        .prefault('silent')
        .describe('How a release or a death comes in quiet hours: without sound, or with it.'),
    },
    { error: 'Write a destination and what it gets, such as: - destination: telegram:@channel' },
  )
  .describe('One destination and what it gets.');

/** `config/wirewatch.yaml`. Every setting has a default: an empty file works. */
export const settingsFile = z
  .strictObject(
    {
      store: z
        .string({ error: 'Write sqlite:PATH, redis://HOST… or postgres://HOST….' })
        .prefault('sqlite:data/wirewatch.sqlite')
        .describe(
          'Where everything is kept: `sqlite:PATH` (a file of its own, path from where the program is started), or a server: `redis://…`, `rediss://…`, `postgres://…`. An address with a password in it belongs into the variable WIREWATCH_STORE.',
        ),
      log: z
        .strictObject(
          {
            level: oneOf(['error', 'warn', 'info', 'debug'])
              .prefault('info')
              .describe('What is logged: this and everything graver.'),
            format: oneOf(['auto', 'json', 'text'])
              .prefault('auto')
              .describe(
                '`json`: one object a line; `text`: for people; `auto`: text on a terminal, else json.',
              ),
          },
          { error: section },
        )
        .prefault({})
        .describe('Logs go to stderr.'),
      polling,
      digest,
      quiet: spanOrOff()
        .prefault('off')
        .describe(
          'Hours in which alerts wait until the end of them (a release or a death comes at once, without sound): `23:00-07:00`, or `off`. In the time zone of the subscription.',
        ),
      telegram: z
        .strictObject(
          {
            enabled: yesOrNo().prefault(true).describe('Run the Telegram bot when there is a token for it.'),
            apiRoot: httpAddress()
              .prefault('https://api.telegram.org')
              .describe('Address of the Bot API; another one only for a Bot API server of your own.'),
            webhook: httpAddress()
              .optional()
              .describe(
                'Where Telegram brings what people write, in place of our asking for it: `https://bot.example.org/telegram`. Needs TELEGRAM_WEBHOOK_SECRET. Left out: we ask.',
              ),
            listen: listenAddress()
              .prefault('127.0.0.1:8080')
              .describe('Where the webhook listens on this machine, behind what speaks https.'),
            richDigests: yesOrNo()
              .prefault(true)
              .describe(
                'Digests come as rich messages where the Bot API knows them (10.1 of June 2026 and later). Apps older than that show a request to update in their place, and so did Telegram Web for some time: `false` sends plain messages, which every app shows.',
              ),
          },
          { error: section },
        )
        .prefault({})
        .describe('The token itself comes from TELEGRAM_BOT_TOKEN or TELEGRAM_BOT_TOKEN_FILE.'),
      discord: z
        .strictObject(
          {
            enabled: yesOrNo().prefault(true).describe('Run the Discord bot when there is a token for it.'),
            api: httpAddress().prefault('https://discord.com/api').describe("Address of Discord's API."),
          },
          { error: section },
        )
        .prefault({})
        .describe('The token itself comes from DISCORD_BOT_TOKEN or DISCORD_BOT_TOKEN_FILE.'),
      admins: z
        .strictObject(
          {
            telegram: z
              .array(platformId('Telegram'), { error: 'Write a list of user numbers: [12345678].' })
              .prefault([])
              .describe('Telegram user numbers.'),
            discord: z
              .array(platformId('Discord'), { error: 'Write a list of user numbers: [123456789012345678].' })
              .prefault([])
              .describe('Discord user numbers.'),
          },
          { error: section },
        )
        .prefault({})
        .describe(
          'Who runs this bot, and may change the watchlist from chat (/watch). On Telegram they are told when a feed begins to fail or a chat is lost; they have to write to the bot first. Whoever has a terminal of this machine is one without being named.',
        ),
      subscriptions: z
        .array(subscription, {
          error: 'Write a list, each destination on a line of its own: - destination: telegram:@channel',
        })
        .prefault([])
        .describe('Destinations set by you. Chats can subscribe themselves too, with /subscribe.'),
      outbox: z
        .strictObject(
          {
            unanswered: z
              .strictObject(
                {
                  urgent: oneOf(['again', 'once'])
                    .prefault('again')
                    .describe('Alerts of a release or a death.'),
                  rest: oneOf(['again', 'once']).prefault('once').describe('Everything else.'),
                },
                { error: section },
              )
              .prefault({})
              .describe(
                'What becomes of a message when nobody knows whether it came: the answer was lost, or the program killed in between. `again`: it is sent once more, and may come twice; `once`: it is not, and may be missing; /outbox lists it. On Discord it comes once either way, while Discord still knows it again (minutes).',
              ),
            firstPause: duration('1s', '10m')
              .prefault('5s')
              .describe(
                'Pause after a failed attempt to send, doubled each time up to an hour. Where the service says how long to wait, that counts.',
              ),
            alarmAfter: duration('1m', '7d')
              .prefault('30m')
              .describe('When a message has waited for so long, the operators are told.'),
          },
          { error: section },
        )
        .prefault({})
        .describe('How messages are sent.'),
      retention: z
        .strictObject(
          {
            entries: duration('7d', '3650d')
              .prefault('400d')
              .describe('How long read entries and their stories are kept for /latest, search and /why.'),
            sent: duration('3d', '3650d')
              .prefault('90d')
              .describe('How long we remember which message was sent where, to edit it when more is known.'),
          },
          { error: section },
        )
        .prefault({})
        .describe('What is forgotten, and when. The ledger of claims is kept for good.'),
      publish: z
        .strictObject(
          {
            folder: text(500)
              .prefault('off')
              .transform((folder) => (folder === 'off' ? null : folder))
              .describe(
                'Writes the stories as Atom and JSON Feed into this folder every five minutes (`all.atom`, `all.json`, `trufanov.atom` …), for a web server to serve; or `off`.',
              ),
            address: httpAddress()
              .optional()
              .describe('Where that folder is reached: `https://example.org/wirewatch`.'),
          },
          { error: section },
        )
        .prefault({})
        .describe('Feeds of our own. They hold headlines, sources and links, and nothing of any chat.'),
      health: z
        .strictObject(
          {
            port: portOrOff()
              .prefault('off')
              .describe(
                'Serves `/healthz` (200 or 503, for a supervisor) and `/metrics` (Prometheus) on this port, or `off`.',
              ),
            host: text(100)
              .prefault('127.0.0.1')
              .describe('At which address of this machine; in a container `0.0.0.0`.'),
          },
          { error: section },
        )
        .prefault({})
        .describe('How the service can be watched from outside.'),
      backup: z
        .strictObject(
          {
            keep: wholeNumber(0, 30)
              .prefault(3)
              .describe(
                'How many daily copies of the store lie beside it; 0 for none. A damaged store is replaced by the newest one that is whole.',
              ),
          },
          { error: section },
        )
        .prefault({})
        .describe('Copies of the embedded store. A server has its own tools for that.'),
      shutdown: z
        .strictObject(
          {
            drain: duration('1s', '9s')
              .prefault('8s')
              .describe('On SIGTERM: time to finish what is under way; the rest stays in the outbox.'),
          },
          { error: section },
        )
        .prefault({})
        .describe('How the service stops.'),
    },
    { error: 'Write settings as "name: value", each on its own line.' },
  )
  .describe('Settings of wirewatch.');

const source = z
  .strictObject(
    {
      name: text(80).describe('As shown to people.'),
      reliability: oneOf(['A', 'B', 'C', 'D', 'E', 'F']).describe(
        'How far it can be relied on, Admiralty scale: A completely, B usually, C fairly, D not usually, E not, F cannot be judged.',
      ),
      stateMedia: text(60)
        .optional()
        .describe(
          "The state that controls it (`Russia`), shown beside its name. One state's media count as one origin.",
        ),
      agency: yesOrNo().prefault(false).describe('A news agency: what others copy from.'),
    },
    { error: 'Write name and reliability of the source below its id.' },
  )
  .describe('A publisher. Two feeds of one publisher count as one origin.');

const feed = z
  .strictObject(
    {
      url: httpAddress().describe('Address of the feed: RSS, Atom or JSON Feed.'),
      source: identifier().describe('Id of the publisher, from `sources`.'),
      language: languageTag().describe('Language it is written in.'),
      interval: duration('1m', '7d')
        .optional()
        .describe('Wanted pause between two readings; else `polling.interval`.'),
    },
    { error: 'Write url, source and language of the feed below its id.' },
  )
  .describe('An address that is polled.');

/** `config/feeds.yaml`. */
export const feedsFile = z
  .strictObject(
    {
      sources: z
        .record(identifier(), source, { error: 'Write sources by their id.' })
        .prefault({})
        .describe('The publishers, by an id of your choice.'),
      feeds: z
        .record(identifier(), feed, { error: 'Write feeds by their id.' })
        .prefault({})
        .describe(
          'What is read, by an id of your choice. The id is what the cursor is kept under: a feed that gets another id is read as if it were new.',
        ),
    },
    { error: 'Write the two parts "sources:" and "feeds:".' },
  )
  .describe('Feeds and the publishers behind them.');
