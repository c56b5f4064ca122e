/** Answering on Discord: slash commands, buttons and lists, each before the interaction dies. */
import { setTimeout as wait } from 'node:timers/promises';
import { MessageFlags, PermissionFlagsBits } from 'discord.js';
import type {
  AutocompleteInteraction,
  ButtonInteraction,
  ChatInputCommandInteraction,
  Interaction,
  Message as DiscordMessage,
  MessageContextMenuCommandInteraction,
  StringSelectMenuInteraction,
} from 'discord.js';
import { argumentOf, questionOf } from '#core/chat.ts';
import type { Asked, Chat } from '#core/chat.ts';
import type { Answer, Picture } from '#core/message.ts';
import type { Log } from '#core/ports.ts';
import type { Destination } from '#core/subscription.ts';
import { note } from '#render/build.ts';
import { toDiscord } from '#render/discord.ts';
import type { DiscordPart } from '#render/discord.ts';
import type { Allowance } from './allowance.ts';
import { EXPLAINS } from './discord-commands.ts';
import { outcomeOf } from './discord-notifier.ts';
import { short } from './reaching.ts';

/**
 * Discord gives up an interaction that is not answered within 3 s; so long the answer may take before "is thinking" is
 * shown, ms. https://docs.discord.com/developers/interactions/receiving-and-responding
 */
const THINKING_AFTER = 1_500;

/** Suggestions that come later than this are not shown any more, ms. */
const SUGGEST_WITHIN = 2_500;

/** Choices of one suggestion and characters of each. */
const CHOICES_LIMIT = 25;
const CHOICE_LIMIT = 100;

/** Characters of an attachment's description: https://docs.discord.com/developers/resources/message#attachment-object */
const ALT_LIMIT = 1024;

/** Members with a role of this name may set up channels without managing the server. */
const MANAGERS = 'wirewatch';

type Pressed = ButtonInteraction | StringSelectMenuInteraction;

/** What answers people on Discord. */
export interface DiscordAnswersDeps {
  readonly chat: Chat;
  readonly allowance: Allowance;
  readonly log: Log;
}

/** Answers what people do on Discord: commands, buttons, choices, suggestions. */
export interface DiscordAnswers {
  interact(interaction: Interaction): Promise<void>;
}

/** Answers within the three seconds that Discord gives, with a "thinking" where the answer takes longer. */
export function createDiscordAnswers({ chat, allowance, log }: DiscordAnswersDeps): DiscordAnswers {
  async function interact(interaction: Interaction): Promise<void> {
    if (interaction.isAutocomplete()) await suggest(interaction);
    else if (interaction.isChatInputCommand()) await command(interaction);
    else if (interaction.isMessageContextMenuCommand()) await explain(interaction);
    else if (interaction.isButton()) await press(interaction, interaction.customId);
    else if (interaction.isStringSelectMenu()) await press(interaction, interaction.values[0] ?? '');
  }

  async function command(interaction: ChatInputCommandInteraction): Promise<void> {
    const known = chat.commands.find(({ name }) => name === interaction.commandName);
    const typed = known?.argument == null ? '' : (interaction.options.getString(known.argument.name) ?? '');
    const question = { command: interaction.commandName, ...argumentOf(typed) };
    // Who writes to the bot lets it write again; Discord does not say so by itself.
    if (!interaction.inGuild()) await chat.regained(destination(interaction.channelId));
    const { answer, granted } = asking(interaction, question, 'typed');
    // Fixed by the first sign of an answer, so it cannot depend on the answer.
    const flags = known?.whisper === true || !granted ? { flags: MessageFlags.Ephemeral as const } : {};
    await tell(interaction, answer, flags);
  }

  /** As the first answer, or after "is thinking" where it takes long. */
  async function tell(
    interaction: ChatInputCommandInteraction | MessageContextMenuCommandInteraction,
    answer: Promise<Answer>,
    flags: { readonly flags?: MessageFlags.Ephemeral },
  ): Promise<void> {
    await telling(interaction, async () => {
      const early = await soon(answer);
      if (early === null) await interaction.deferReply(flags);
      const [first, ...more] = payloads(early ?? (await answer));
      if (first === undefined) return;
      if (early === null) await interaction.editReply(first);
      else await interaction.reply({ ...first, ...flags });
      for (const part of more) await interaction.followUp({ ...part, ...flags });
    });
  }

  /** "Why was this sent?" on a message: asked of the first report that it links to. */
  async function explain(interaction: MessageContextMenuCommandInteraction): Promise<void> {
    const link = linkIn(interaction.targetMessage);
    const { answer } =
      link === null
        ? { answer: Promise.resolve(note(chat.localeOf(askedIn(interaction)).say('chat.whyNothing'))) }
        : asking(interaction, { command: EXPLAINS, argument: link, page: null }, 'typed');
    await tell(interaction, answer, { flags: MessageFlags.Ephemeral });
  }

  async function press(interaction: Pressed, line: string): Promise<void> {
    const question = questionOf(line);
    const { answer, granted } = asking(interaction, question, 'button');
    await telling(interaction, async () => {
      const early = await soon(answer);
      // Without a word: the message with the button stays as it is until the answer is there.
      if (early === null) await interaction.deferUpdate();
      const found = early ?? (await answer);
      const [first, ...more] = payloads(found);
      if (first === undefined) return;
      const known = chat.commands.find(({ name }) => name === question.command);
      const aside =
        !granted || found.place === 'aside' || (found.place !== 'instead' && known?.whisper !== false);
      const flags = aside ? { flags: MessageFlags.Ephemeral as const } : {};
      if (found.place === 'instead' && granted) {
        // What stood there before is taken away, files too.
        const whole = { ...first, attachments: [] };
        if (early === null) await interaction.editReply(whole);
        else await interaction.update(whole);
      } else if (early === null) await interaction.followUp({ ...first, ...flags });
      else await interaction.reply({ ...first, ...flags });
      for (const part of more) await interaction.followUp({ ...part, ...flags });
    });
  }

  /** Puts the question, or, for who asked too much, none: an interaction without any answer would show an error. */
  function asking(
    interaction: ChatInputCommandInteraction | MessageContextMenuCommandInteraction | Pressed,
    question: Pick<Asked, 'command' | 'argument' | 'page'>,
    via: Asked['via'],
  ): { readonly answer: Promise<Answer>; readonly granted: boolean } {
    const where = askedIn(interaction);
    if (allowance.take(interaction.user.id) !== 'granted')
      return { answer: Promise.resolve(note(chat.localeOf(where).say('chat.slowDown'))), granted: false };
    const answer = chat.answer({
      ...question,
      ...where,
      via,
      user: { platform: 'discord', id: interaction.user.id },
      mayManage: () => Promise.resolve(mayManage(interaction)),
    });
    return { answer, granted: true };
  }

  /** Too late (3 s, 15 min), answered twice, or the channel is gone: the person sees Discord's own words. */
  async function telling(
    interaction: { readonly channelId: string },
    work: () => Promise<void>,
  ): Promise<void> {
    try {
      await work();
    } catch (error) {
      log.warn(
        { channel: short(interaction.channelId), reason: outcomeOf(error).reason },
        'An answer could not be sent to Discord',
      );
    }
  }

  async function suggest(interaction: AutocompleteInteraction): Promise<void> {
    const found =
      (await within(
        SUGGEST_WITHIN,
        chat.suggest(interaction.options.getFocused(), languageOf(interaction)),
      )) ?? [];
    const choices = found
      .filter(({ label, value }) => label !== '' && value !== '' && value.length <= CHOICE_LIMIT)
      .slice(0, CHOICES_LIMIT)
      .map(({ label, value }) => ({ name: label.slice(0, CHOICE_LIMIT), value }));
    try {
      await interaction.respond(choices);
    } catch (error) {
      // The person typed on; the next suggestions are on their way.
      log.debug({ reason: outcomeOf(error).reason }, 'Suggestions came too late for Discord');
    }
  }

  return { interact };
}

/** The first address in a message of ours: of its title, else in its words as we write links, `[words](address)`. */
function linkIn(message: Pick<DiscordMessage, 'embeds'>): string | null {
  for (const { url, description } of message.embeds) {
    const found =
      url ?? /\]\((?<address>https?:\/\/[^\s()]+)\)/u.exec(description ?? '')?.groups?.['address'];
    if (found !== undefined) return found;
  }
  return null;
}

/** A private chat belongs to its person; a server to those who manage it, and to those to whom they gave the role. */
function mayManage(interaction: Interaction): boolean {
  if (!interaction.inGuild() || interaction.memberPermissions.has(PermissionFlagsBits.ManageGuild))
    return true;
  return (
    interaction.inCachedGuild() &&
    interaction.member.roles.cache.some(({ name }) => name.trim().toLowerCase() === MANAGERS)
  );
}

function askedIn(
  interaction: Interaction & { readonly channelId: string },
): Pick<Asked, 'destination' | 'language'> {
  return { destination: destination(interaction.channelId), language: languageOf(interaction) };
}

/** A Discord channel or thread; a thread is a channel of its own there. */
export function destination(channel: string): Destination {
  return { platform: 'discord', chat: channel, thread: null };
}

/** The primary tag of the language that the person has chosen in Discord. */
export function languageOf(interaction: Interaction): string {
  return interaction.locale.split('-')[0]?.toLowerCase() ?? 'en';
}

function soon<T>(work: Promise<T>): Promise<T | null> {
  return within(THINKING_AFTER, work);
}

/** What comes in so many ms; null otherwise. */
async function within<T>(ms: number, work: Promise<T>): Promise<T | null> {
  const over = new AbortController();
  try {
    return await Promise.race([work, wait(ms, null, { signal: over.signal }).catch(() => null)]);
  } finally {
    over.abort();
  }
}

/** The parts as discord.js takes them: it wants lists that it could change. The picture stands in the first. */
function payloads(answer: Answer) {
  return toDiscord(answer).map((part, index) => ({
    embeds: [...part.embeds],
    components: rowsOf(part),
    allowedMentions: { parse: [] },
    files: index === 0 && answer.picture !== undefined ? [fileOf(answer.picture)] : [],
  }));
}

function rowsOf(part: DiscordPart) {
  return part.components.map(({ type, components }) => ({
    type,
    components: components.map((one) =>
      one.type === 3 ? { ...one, options: [...one.options] } : { ...one },
    ),
  }));
}

function fileOf({ png, alt }: Picture) {
  return {
    attachment: Buffer.from(png.buffer, png.byteOffset, png.byteLength),
    name: 'picture.png',
    description: alt.slice(0, ALT_LIMIT).toWellFormed(),
  };
}
