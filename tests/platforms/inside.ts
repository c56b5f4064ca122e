/** A bot's inside as small as can be, which remembers what it was asked and told. */
import type { Asked, Chat, ChatCommand } from '#core/chat.ts';
import type { Answer, Message } from '#core/message.ts';
import type { Locales } from '#core/locale.ts';
import type { Log } from '#core/ports.ts';
import { locales } from '#tests/support/locales.ts';
import { destinationKey } from '#core/subscription.ts';
import type { Inside as Connected } from '#platforms/connection.ts';
import { heading, link, list, message, note, paragraph, quote, strong } from '#render/build.ts';

export interface Inside {
  readonly chat: Chat;
  readonly locales: Locales;
  /** What the platform has noted for itself, by key. */
  readonly notes: Noted;
  readonly asked: readonly Asked[];
  /** `lost telegram:1 why`, `regained telegram:1` (only what was lost), `moved telegram:1 telegram:2`, in order. */
  readonly heard: readonly string[];
  /** The next answers are these instead of the usual one. */
  answersNext(...answers: readonly Promise<Answer>[]): void;
  /** Resolves once it was asked so often, or was told so much. */
  until(look: (inside: Inside) => boolean): Promise<void>;
}

type Noted = Connected['notes'] & { readonly kept: ReadonlyMap<string, string> };

const subject = { name: 'subject', description: 'Who', required: false, suggests: 'subject' } as const;

export const COMMANDS: readonly ChatCommand[] = [
  { name: 'help', description: 'What I can do', argument: null, whisper: true },
  { name: 'status', description: 'Where somebody stands', argument: subject, whisper: false },
  { name: 'why', description: 'Why this was sent', argument: null, whisper: false },
  { name: 'timeline', description: 'What happened when', argument: subject, whisper: false },
  {
    name: 'subscribe',
    description: 'Tell this chat',
    argument: { ...subject, suggests: 'nothing' },
    whisper: true,
  },
];

export function createInside(commands: readonly ChatCommand[] = COMMANDS): Inside {
  const asked: Asked[] = [];
  const heard: string[] = [];
  const answers: Promise<Answer>[] = [];
  const { until, changed } = waiting();
  const notes = new Map<string, string>();
  const lost = new Set<string>();
  const inside: Inside = {
    locales,
    notes: {
      kept: notes,
      get: async (key) => notes.get(key) ?? null,
      set: async (key, value) => void notes.set(key, value),
      delete: async (key) => void notes.delete(key),
    },
    asked,
    heard,
    until: (look) => until(() => look(inside)),
    answersNext: (...next) => void answers.push(...next),
    chat: {
      commands,
      async answer(question) {
        asked.push(question);
        changed();
        const next = answers.shift();
        return next ?? note(`${question.command}: ${question.argument}`.trim());
      },
      localeOf: ({ language }) => locales.in(language ?? 'en'),
      async suggest(typed) {
        const known = ['trufanov', 'herkin', 'krivoi'];
        return known
          .filter((id) => id.startsWith(typed))
          .map((id) => ({ label: id.toUpperCase(), value: id }));
      },
      async lost(destination, reason) {
        lost.add(destinationKey(destination));
        heard.push(`lost ${destinationKey(destination)} ${reason}`);
        changed();
      },
      async regained(destination) {
        if (!lost.delete(destinationKey(destination))) return;
        heard.push(`regained ${destinationKey(destination)}`);
        changed();
      },
      async moved(from, to) {
        heard.push(`moved ${destinationKey(from)} ${destinationKey(to)}`);
        changed();
      },
    },
  };
  return inside;
}

export interface KeptLog extends Log {
  /** `error A sentence`, in order. */
  readonly lines: readonly string[];
  /** Resolves once a sentence holds these words. */
  until(words: string): Promise<void>;
  /** Everything that was logged, fields too. */
  text(): string;
}

export function keepLog(): KeptLog {
  const entries: { readonly level: string; readonly fields: object; readonly sentence: string }[] = [];
  const { until, changed } = waiting();
  const at = (level: string) => (fields: object, sentence: string) => {
    entries.push({ level, fields, sentence });
    changed();
  };
  return {
    get lines() {
      return entries.map(({ level, sentence }) => `${level} ${sentence}`);
    },
    until: (words) => until(() => entries.some(({ sentence }) => sentence.includes(words))),
    text: () => entries.map((entry) => `${JSON.stringify(entry)} ${fullText(entry.fields)}`).join('\n'),
    error: at('error'),
    warn: at('warn'),
    info: at('info'),
    debug: at('debug'),
  };
}

/** Waits without sleeping: looks again whenever something changed. */
function waiting(): { readonly changed: () => void; readonly until: (look: () => boolean) => Promise<void> } {
  let waiters: { readonly look: () => boolean; readonly found: () => void }[] = [];
  return {
    changed() {
      waiters = waiters.filter(({ look, found }) => {
        if (!look()) return true;
        found();
        return false;
      });
    },
    async until(look: () => boolean): Promise<void> {
      if (!look()) await new Promise<void>((found) => void waiters.push({ look, found }));
    },
  };
}

/** Errors are empty objects in JSON, so what they hold is spelled out. */
function fullText(fields: object): string {
  return Object.values(fields)
    .map((value) =>
      value instanceof Error ? `${value.message} ${value.stack ?? ''} ${JSON.stringify(value)}` : '',
    )
    .join(' ');
}

/** An alert with everything a headline can do to a renderer. */
export const ALERT: Message = message(
  [
    heading('🟡 PROMISED, not a release'),
    paragraph([strong('Anna Example'), ' · held, day 486']),
    quote('To be freed "soon" <b>& *certainly*, @everyone'),
    paragraph([
      link('https://north.example/1', 'כותרת ראשית'),
      ' · ',
      link('https://south.example/2', 'South'),
    ]),
  ],
  {
    tone: 'promise',
    buttons: [[{ kind: 'command', label: 'Timeline', command: 'timeline anna' }]],
  },
);

/** A digest of `n` items, far longer than one message of any platform. */
export const digest = (n: number): Message =>
  message(
    [
      heading('Daily digest'),
      list(
        Array.from({ length: n }, (_, i) => [
          link(`https://north.example/${String(i)}`, `Item ${String(i)} of the day`),
          ' · North',
        ]),
      ),
    ],
    { tone: 'digest' },
  );

/** A dialogue's step: pressing it changes the message that it stands on. */
export const STEP: Answer = {
  ...message([paragraph('About whom?')], {
    buttons: [[{ kind: 'command', label: 'Everybody', command: 'subscribe everybody' }]],
  }),
  place: 'instead',
};

/** Thirty people to choose from. */
export const CHOICES: Answer = {
  ...note('About whom?'),
  place: 'instead',
  choices: {
    prompt: 'Whom?',
    again: 'subscribe choose',
    page: null,
    options: Array.from({ length: 30 }, (_, i) => ({
      label: `Person ${String(i + 1)}`,
      command: `subscribe person-${String(i + 1)}`,
    })),
  },
};

/** A picture of one dot. */
export const PNG: Uint8Array = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
  'base64',
);
