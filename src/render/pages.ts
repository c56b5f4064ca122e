/** Long answers in pages, turned by buttons that are commands as typed: they work after a restart too. */
import type { Asked } from '#core/chat.ts';
import type { Answer, Button, Message } from '#core/message.ts';
import { paragraph } from './build.ts';

/** Bytes of a button's command (Telegram's callback_data). */
const COMMAND_LIMIT = 64;

/**
 * The page asked for of an answer in several, with ◀ 2/5 ▶ below. A page beyond the last is the last.
 *
 * @param question the command as typed, without a page: `latest trufanov`. Where it is too long for a button, a line
 * says how to type it.
 * @param pages at least one
 */
export function paged(
  asked: Pick<Asked, 'page'>,
  question: string,
  pages: readonly [Message, ...Message[]],
): Answer {
  const at = Math.min(asked.page ?? 1, pages.length);
  const page = pages[at - 1] ?? pages[0];
  const place = asked.page === null ? 'below' : 'instead';
  if (pages.length === 1) return { ...page, place };
  const turning = pageButtons(question, at, pages.length);
  if (turning.length > 0) return { ...page, place, buttons: [turning, ...page.buttons] };
  const next = `/${question} ~${String(at === pages.length ? 1 : at + 1)}`;
  const where = paragraph(`${String(at)}/${String(pages.length)} · ${next}`);
  return { ...page, place, blocks: [...page.blocks, where] };
}

/** The items of one page and the next, `most` on each; one empty page for none. */
export function inPages<T>(items: readonly T[], most: number): readonly [readonly T[], ...(readonly T[])[]] {
  const rest = Array.from({ length: Math.max(0, Math.ceil(items.length / most) - 1) }, (_, at) =>
    items.slice((at + 1) * most, (at + 2) * most),
  );
  return [items.slice(0, most), ...rest];
}

/** ◀ 2/5 ▶; empty when the question is too long for a button. */
export function pageButtons(question: string, at: number, of: number): readonly Button[] {
  if (Buffer.byteLength(`${question} ~${String(of)}`) > COMMAND_LIMIT) return [];
  const turn = (label: string, to: number): Button => ({
    kind: 'command',
    label,
    command: `${question} ~${String(to)}`,
  });
  return [
    ...(at > 1 ? [turn('◀', at - 1)] : []),
    turn(`${String(at)}/${String(of)}`, at),
    ...(at < of ? [turn('▶', at + 1)] : []),
  ];
}
