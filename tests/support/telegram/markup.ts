import { configure, execute } from 'tdl';
import type { textEntity } from 'tdlib-types';
import { getTdjson } from 'prebuilt-tdlib';
import { badRequest, notDocumented } from './refusal.ts';

/** A stretch of text with a meaning, as the Bot API shows it. Offsets and lengths in UTF-16 units. */
export interface Entity {
  readonly type: string;
  readonly offset: number;
  readonly length: number;
  readonly url?: string;
  readonly user?: { readonly id: number };
  readonly language?: string;
  readonly custom_emoji_id?: string;
}

export interface FormattedText {
  readonly text: string;
  readonly entities: readonly Entity[];
}

/** https://core.telegram.org/bots/api#sendmessage, after entity parsing */
const TEXT_LIMIT = 4096;
/** https://core.telegram.org/bots/api#sendphoto, after entity parsing */
const CAPTION_LIMIT = 1024;
/** The service keeps the first hundred and shows the rest as plain text (https://limits.tginfo.me). */
const ENTITY_LIMIT = 100;

let loaded = false;

/**
 * Loads TDLib, whose parser the Bot API server itself calls. Without it the stand-in could not tell good markup from bad,
 * so it does not start at all.
 *
 * @throws where TDLib has no build for this machine.
 */
export function loadOracle(): void {
  if (loaded) return;
  try {
    configure({ tdjson: getTdjson(), verbosityLevel: 0 });
    const probe = execute({ _: 'getTextEntities', text: '/probe' });
    if (probe._ === 'error') throw new Error(probe.message);
  } catch (cause) {
    throw new Error(
      `TDLib could not be loaded on ${process.platform} ${process.arch}, and without it the Telegram stand-in would accept ` +
        'markup that Telegram refuses. Install the optional packages of prebuilt-tdlib (npm ci without --omit=optional), ' +
        'or run these tests on Linux (x64, arm64), macOS or Windows x64.',
      { cause },
    );
  }
  loaded = true;
}

/** What the sender gave: the text, and how it is marked up. */
export interface Written {
  readonly text: string;
  readonly parseMode: string | undefined;
  readonly entities: readonly Entity[] | undefined;
}

/**
 * The text of a message as the service would show it.
 *
 * @throws Refusal with the real server's words.
 */
export function readText(written: Written): FormattedText {
  // Client::get_input_message_text
  if (written.text === '') throw badRequest('Message text is empty');
  const shown = settle(parse(written));
  // TDLib, fix_formatted_text
  if (shown.text === '') throw badRequest('Text must be non-empty');
  if (shown.text.length > TEXT_LIMIT) throw badRequest('Message is too long');
  return shown;
}

/** A caption: may be empty, and is shorter. */
export function readCaption(written: Written): FormattedText {
  const shown = settle(parse(written));
  if (shown.text.length > CAPTION_LIMIT) throw badRequest('Message caption is too long');
  return shown;
}

/** What the service finds in a plain text by itself: commands, mentions, addresses, tags. */
export function automaticEntities(text: string): readonly Entity[] {
  const found = execute({ _: 'getTextEntities', text });
  if (found._ === 'error') throw badRequest(found.message);
  // TDLib finds times ("09:00") and bank cards too; the Bot API's entities do not have them, so a bot never sees them.
  return found.entities.filter(({ type }) => !UNSEEN.has(type._)).map(toEntity);
}

const UNSEEN: ReadonlySet<string> = new Set(['textEntityTypeMediaTimestamp', 'textEntityTypeBankCardNumber']);

/** The address as the service would store it for a link or a button, or null where it does not take it. */
export function checkedUrl(url: string): string | null {
  const escaped = url.replaceAll('&', '&amp;').replaceAll('"', '&quot;').replaceAll('<', '&lt;');
  const parsed = execute({
    _: 'parseTextEntities',
    text: `<a href="${escaped}">x</a>`,
    parse_mode: { _: 'textParseModeHTML' },
  });
  if (parsed._ === 'error') return null;
  const type = parsed.entities[0]?.type;
  if (type === undefined) return null;
  return type._ === 'textEntityTypeTextUrl' ? type.url : url;
}

/** More entities than the service shows? Then the rest is plain text there, and the sender should know. */
export function tooManyEntities(written: Written): boolean {
  return parse(written).entities.length > ENTITY_LIMIT;
}

function parse(written: Written): FormattedText {
  const mode = (written.parseMode ?? '').toLowerCase();
  if (mode === '' || mode === 'none') {
    return { text: written.text, entities: checkGiven(written.text, written.entities ?? []) };
  }
  // The real server ignores `entities` here; a sender that gives both means something that will not happen.
  if (written.entities !== undefined) throw notDocumented('entities and parse_mode exclude each other');
  const parsed = execute({ _: 'parseTextEntities', text: written.text, parse_mode: parseMode(mode) });
  if (parsed._ === 'error') throw badRequest(parsed.message);
  return { text: parsed.text, entities: parsed.entities.map(toEntity) };
}

function parseMode(
  mode: string,
): { _: 'textParseModeHTML' } | { _: 'textParseModeMarkdown'; version: number } {
  if (mode === 'html') return { _: 'textParseModeHTML' };
  if (mode === 'markdown') return { _: 'textParseModeMarkdown', version: 1 };
  if (mode === 'markdownv2') return { _: 'textParseModeMarkdown', version: 2 };
  throw badRequest('Unsupported parse_mode');
}

/** Entities that the sender gives by offset. The words are those that the live service was seen to use. */
function checkGiven(text: string, entities: readonly Entity[]): readonly Entity[] {
  const names = new Set(Object.values(ENTITY_NAMES));
  for (const { type, offset, length, url } of entities) {
    if (!names.has(type)) throw badRequest("Can't parse MessageEntity: Unsupported type specified");
    if (offset < 0) throw badRequest(`Receive an entity with incorrect offset ${String(offset)}`);
    if (length < 0) throw badRequest(`Receive an entity with incorrect length ${String(length)}`);
    if (offset > text.length) {
      throw badRequest(`Entity begins after the end of the text at UTF-16 offset ${String(offset)}`);
    }
    if (offset + length > text.length) {
      throw badRequest(
        `Entity beginning at UTF-16 offset ${String(offset)} ends after the end of the text at UTF-16 offset ${String(offset + length)}`,
      );
    }
    if (type !== 'text_link') continue;
    if (url === undefined) throw badRequest('Can\'t parse MessageEntity: Can\'t find field "url"');
    if (checkedUrl(url) === null) throw badRequest(`Entity URL '${url}' is invalid: Wrong HTTP URL`);
  }
  return entities;
}

/** What the service does after parsing: trims, keeps what it can show, adds what it finds by itself. */
function settle(parsed: FormattedText): FormattedText {
  const text = parsed.text.trim();
  const cut = parsed.text.length - parsed.text.trimStart().length;
  const given: Entity[] = [];
  for (const entity of parsed.entities.slice(0, ENTITY_LIMIT)) {
    const offset = Math.max(0, entity.offset - cut);
    const end = Math.min(text.length, entity.offset + entity.length - cut);
    if (end > offset) given.push({ ...entity, offset, length: end - offset });
  }
  const closed = given.filter((one) => ['code', 'pre', 'text_link', 'text_mention'].includes(one.type));
  const found = automaticEntities(text).filter(
    (one) =>
      !closed.some(
        (other) => one.offset < other.offset + other.length && other.offset < one.offset + one.length,
      ),
  );
  return { text, entities: [...given, ...found].sort((a, b) => a.offset - b.offset || b.length - a.length) };
}

/** TDLib's names of entities and the Bot API's: https://core.telegram.org/bots/api#messageentity */
const ENTITY_NAMES: Readonly<Record<string, string>> = {
  textEntityTypeMention: 'mention',
  textEntityTypeHashtag: 'hashtag',
  textEntityTypeCashtag: 'cashtag',
  textEntityTypeBotCommand: 'bot_command',
  textEntityTypeUrl: 'url',
  textEntityTypeEmailAddress: 'email',
  textEntityTypePhoneNumber: 'phone_number',
  textEntityTypeBold: 'bold',
  textEntityTypeItalic: 'italic',
  textEntityTypeUnderline: 'underline',
  textEntityTypeStrikethrough: 'strikethrough',
  textEntityTypeSpoiler: 'spoiler',
  textEntityTypeCode: 'code',
  textEntityTypePre: 'pre',
  textEntityTypePreCode: 'pre',
  textEntityTypeBlockQuote: 'blockquote',
  textEntityTypeExpandableBlockQuote: 'expandable_blockquote',
  textEntityTypeTextUrl: 'text_link',
  textEntityTypeMentionName: 'text_mention',
  textEntityTypeCustomEmoji: 'custom_emoji',
};

function toEntity({ offset, length, type }: textEntity): Entity {
  const name = ENTITY_NAMES[type._];
  if (name === undefined) throw notDocumented(`an entity of type ${type._}`);
  const entity = { type: name, offset, length };
  if (type._ === 'textEntityTypePreCode') return { ...entity, language: type.language };
  if (type._ === 'textEntityTypeTextUrl') return { ...entity, url: type.url };
  if (type._ === 'textEntityTypeMentionName') return { ...entity, user: { id: type.user_id } };
  if (type._ === 'textEntityTypeCustomEmoji') return { ...entity, custom_emoji_id: type.custom_emoji_id };
  return entity;
}
