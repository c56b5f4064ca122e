/** Posts in forum and media channels: each message is a thread of its own. */
import { ChannelFlags, ChannelType, DiscordAPIError, RESTJSONErrorCodes, Routes } from 'discord.js';
import type { REST } from 'discord.js';
import { z } from 'zod';
import type { Message } from '#core/message.ts';
import type { DiscordPart } from '#render/discord.ts';
import { linesOf } from '#render/lines.ts';

/** Channels in which only threads can be made. */
export const FORUMS: ReadonlySet<number> = new Set([ChannelType.GuildForum, ChannelType.GuildMedia]);

/** Characters of a post's title: https://docs.discord.com/developers/resources/channel#start-thread-in-forum-or-media-channel */
const TITLE_LIMIT = 100;

/** What is read of Discord's answers. */
const FORUM = z.object({
  flags: z.number().nullish(),
  available_tags: z
    .array(z.object({ id: z.string(), name: z.string(), moderated: z.boolean().nullish() }))
    .nullish(),
});
const POSTED = z.object({ id: z.string() });

/**
 * Makes a post of the first part of a message, titled with its first lines. A tag of the forum that is called as the news
 * is ("promise", "released") goes with it; where the forum asks for a tag and has none of that name, its first.
 *
 * @returns the id of the post, which is that of its first message too
 * @throws DiscordAPIError, HTTPError
 */
export async function postInForum(
  rest: REST,
  channel: string,
  message: Message,
  part: DiscordPart,
  flags: number,
): Promise<string> {
  // Asked anew each time: a moderator may have changed the tags, and posts are few.
  const forum = FORUM.parse(await rest.get(Routes.channel(channel)));
  const make = async (tags: readonly string[]): Promise<string> => {
    const body = { name: titleOf(message), message: { ...part, flags }, applied_tags: tags };
    return POSTED.parse(await rest.post(Routes.threads(channel), { body })).id;
  };
  const tags = tagsFor(forum, message);
  try {
    return await make(tags);
  } catch (error) {
    // Deleted in this moment: the post matters more.
    if (!(error instanceof DiscordAPIError) || error.code !== RESTJSONErrorCodes.UnknownTag) throw error;
    return make([]);
  }
}

function tagsFor(
  { flags, available_tags: available }: z.output<typeof FORUM>,
  { tone }: Message,
): readonly string[] {
  // Moderated ones are for moderators to give.
  const free = (available ?? []).filter(({ moderated }) => moderated !== true);
  const named = free.find(({ name }) => name.trim().toLowerCase() === tone);
  const required = ((flags ?? 0) & ChannelFlags.RequireTag) !== 0;
  const tag = named ?? (required ? free[0] : undefined);
  return tag === undefined ? [] : [tag.id];
}

/**
 * The heading, and the line after it, which says of whom: a forum of posts that are all called RELEASED would be of no
 * use. Whole words where they are too many.
 */
export function titleOf(message: Message): string {
  const [first, second] = linesOf(message);
  const lines = first?.kind === 'heading' && second?.kind === 'paragraph' ? [first, second] : [first];
  const words = lines
    .map((line) =>
      (line?.runs ?? [])
        .map((run) => run.text)
        .join('')
        .trim(),
    )
    .join(' · ');
  return cut(isTakenBack(message) ? `↩️ ${words}` : words);
}

/** Whether all that a message told no longer holds: its heading is struck through, which a title cannot be. */
export function isTakenBack(message: Message): boolean {
  const [first] = linesOf(message);
  return first?.kind === 'heading' && first.runs.length > 0 && first.runs.every(({ struck }) => struck);
}

function cut(words: string): string {
  if (words.length <= TITLE_LIMIT) return words === '' ? '…' : words;
  const kept = words.slice(0, TITLE_LIMIT - 1).toWellFormed();
  const space = kept.lastIndexOf(' ');
  return `${(space > TITLE_LIMIT / 2 ? kept.slice(0, space) : kept).trimEnd()}…`;
}
