/** Replaces what must not be read in a text. */
export type Hide = (text: string) => string;

const SHOWN = '[secret]';

/** Shorter values would tear holes into ordinary words, and are no secrets anyway. */
const SHORTEST = 6;

/**
 * Tokens by their shape, for those nobody told us of (a token that was replaced, somebody else's in a feed): Telegram's
 * `123456:ABC…` and where it stands in an address (https://core.telegram.org/bots/api#authorizing-your-bot), Discord's three
 * parts with dots, and the user part of any address.
 */
const SHAPES: readonly (readonly [RegExp, string])[] = [
  [/\/bot\d+(?::|%3A)[\w-]{20,}/gi, `/bot${SHOWN}`],
  [/(?<!\w)\d{3,}(?::|%3A)[\w-]{30,}/gi, SHOWN],
  [/(?<![\w-])[\w-]{23,28}\.[\w-]{6,7}\.[\w-]{27,}/g, SHOWN],
  [/(?<=[a-z]:\/\/)[^/\s@]*@/gi, `${SHOWN}@`],
];

/**
 * A destination in a log names the platform and the end of the id only: `telegram:…7890`. Who subscribes to news of a
 * captive is nobody's business, and logs travel.
 */
const DESTINATION = /\b(telegram|discord):(?:(@)([a-z]\w{3,40})|-?(\d{3,20}))(?:\/\d+)?/gi;

/** @param secrets known values; of an address with a password, the password alone is hidden too. */
export function hider(secrets: readonly string[]): Hide {
  const words = secrets.flatMap((secret) => [secret, ...passwordIn(secret)]);
  const values = [
    ...new Set(words.flatMap((word) => [word, encodeURIComponent(word), JSON.stringify(word).slice(1, -1)])),
  ]
    .filter((value) => value.length >= SHORTEST)
    // The longest first: one may hold another.
    .sort((a, b) => b.length - a.length);
  return (text) => {
    let hidden = text;
    for (const value of values) hidden = hidden.replaceAll(value, SHOWN);
    for (const [shape, shown] of SHAPES) hidden = hidden.replaceAll(shape, shown);
    return hidden.replaceAll(
      DESTINATION,
      (_, platform: string, at: string | undefined, name: string | undefined, id: string | undefined) =>
        `${platform}:${at ?? ''}…${(name ?? id ?? '').slice(-4)}`,
    );
  };
}

/** The last four characters of a chat's or user's id; words (`terminal`) stay as they are. */
export function shortId(id: string): string {
  return /^(?:@|-?\d)/.test(id) && id.length > 4 ? `…${id.slice(-4)}` : id;
}

function passwordIn(secret: string): readonly string[] {
  const password = URL.parse(secret)?.password ?? '';
  if (password === '') return [];
  try {
    return [password, decodeURIComponent(password)];
  } catch {
    return [password];
  }
}
