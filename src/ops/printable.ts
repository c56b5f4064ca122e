import type { Hide } from './secrets.ts';
import { shortId } from './secrets.ts';

/** Deep enough for what we log; what lies deeper is somebody's client object. */
const DEEPEST = 6;
const LONGEST_LIST = 50;
const LONGEST_TEXT = 2_000;
const LONGEST_SEARCHED = 20_000;

/** Fields that hold an id of a chat or a person, whoever named them. */
const ID_FIELDS = new Set([
  'chat',
  'chatId',
  'chat_id',
  'channelId',
  'channel_id',
  'user',
  'userId',
  'user_id',
]);
const SECRET_FIELDS = /^(?:.*token|.*password|.*secret|authorization|cookie|set-cookie)$/i;

/**
 * Makes a value plain JSON that may be printed: secrets hidden, ids of chats and people shortened, errors told by type,
 * message, code, stack and causes only (libraries hang whole requests on them), long texts and lists cut.
 */
export function printable(value: unknown, hide: Hide, depth = 0, above: readonly object[] = []): unknown {
  if (typeof value === 'string') return shown(value, hide);
  if (typeof value === 'bigint') return value.toString();
  if (typeof value === 'function' || typeof value === 'symbol') return undefined;
  if (typeof value !== 'object' || value === null) return value;
  if (above.includes(value)) return '[circular]';
  if (depth >= DEEPEST) return '[…]';
  const inside = (member: unknown): unknown => printable(member, hide, depth + 1, [...above, value]);

  if (value instanceof Error) return told(value, hide, inside);
  if (value instanceof Date) return Number.isNaN(value.getTime()) ? null : value.toISOString();
  if (value instanceof Map) return inside(Object.fromEntries(value));
  if (value instanceof Set) return inside([...value]);
  if (ArrayBuffer.isView(value)) return `[${String(value.byteLength)} bytes]`;
  if (Array.isArray(value)) {
    const members = value.slice(0, LONGEST_LIST).map(inside);
    const more = value.length - members.length;
    return more > 0 ? [...members, `and ${String(more)} more`] : members;
  }
  // Addresses, and the secrets of the settings, know how to be shown.
  if ('toJSON' in value && typeof value.toJSON === 'function') return inside(value.toJSON());
  return Object.fromEntries(
    Object.entries(value).map(([name, member]) => {
      if (
        SECRET_FIELDS.test(name) &&
        member !== null &&
        member !== undefined &&
        typeof member !== 'boolean'
      ) {
        return [name, '[secret]'];
      }
      if (ID_FIELDS.has(name) && (typeof member === 'string' || typeof member === 'number')) {
        return [name, shortId(String(member))];
      }
      return [name, inside(member)];
    }),
  );
}

function told(error: Error, hide: Hide, inside: (member: unknown) => unknown): unknown {
  return {
    type: error.name,
    message: shown(error.message, hide),
    ...('code' in error && (typeof error.code === 'string' || typeof error.code === 'number')
      ? { code: typeof error.code === 'string' ? hide(error.code) : error.code }
      : {}),
    ...(error.stack === undefined ? {} : { stack: shown(error.stack, hide) }),
    ...(error.cause === undefined ? {} : { cause: inside(error.cause) }),
    ...(error instanceof AggregateError ? { errors: inside(error.errors) } : {}),
  };
}

function shown(text: string, hide: Hide): string {
  // Hidden before it is cut, so that no half of a secret is left at the edge; what can never be shown is not searched.
  const hidden = hide(text.slice(0, LONGEST_SEARCHED));
  if (hidden.length <= LONGEST_TEXT) return hidden;
  return `${hidden.slice(0, LONGEST_TEXT).toWellFormed()}… (${String(text.length)} characters)`;
}
