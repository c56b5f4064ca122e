/** https://discord.com/developers/docs/interactions/receiving-and-responding */
import { randomBytes } from 'node:crypto';
import {
  ApplicationCommandAutocompleteCallbackRequestSchema,
  IncomingWebhookInteractionRequestSchema,
  IncomingWebhookUpdateForInteractionCallbackRequestPartialSchema,
} from 'discord-api-spec/zod';
import { z } from 'zod';
import { checkForm } from './form.ts';
import type { Gateway } from './gateway.ts';
import { checkMessage, FLAGS } from './message-rules.ts';
import type { MessageDesk, Sent } from './messages.ts';
import { invalidForm, notDocumented, refusals } from './refusal.ts';
import { wireChannel, wireMember, wireMessage, wireUser } from './wire.ts';
import type { Channel, ShownMessage, User, World } from './world.ts';

/** A choice that the bot offers while a person types. */
export interface Choice {
  readonly name: string;
  readonly value: string | number;
}

/** Something that a person did and the bot has to answer. */
export interface Interaction {
  readonly id: string;
  readonly token: string;
  readonly kind: 'command' | 'autocomplete' | 'component';
  readonly user: User;
  readonly channel: Channel;
  /** What only this person sees. */
  readonly whispers: Channel;
  /** ms */
  readonly at: number;
  /** The message whose button was pressed. */
  readonly source: ShownMessage | null;
  /**
   * `waiting` for the first answer; `thinking`: deferred, nothing to see yet; `answered`; `failed`: the deadline passed and
   * the person read that the application did not respond.
   */
  state: 'waiting' | 'thinking' | 'answered' | 'failed';
  /** Fixed by the first answer. */
  ephemeral: boolean;
  /** Where @original is; null before it exists. */
  original: { readonly place: Channel; readonly id: string } | null;
  /** Ids of all replies in their order. */
  replies: readonly { readonly place: Channel; readonly id: string }[];
  choices: readonly Choice[] | null;
}

/** https://discord.com/developers/docs/interactions/receiving-and-responding#interaction-response */
const FIRST_ANSWER_MS = 3000;
const TOKEN_LIFETIME_MS = 15 * 60 * 1000;

const CALLBACK = z.strictObject({ type: z.int(), data: z.unknown().optional() });
const CHOICES = z.object({
  choices: z.array(z.object({ name: z.string(), value: z.union([z.string(), z.number()]) })),
});
const FLAGGED = z.looseObject({ flags: z.number().nullish() }).nullish();

const MAY_FLAG = FLAGS.suppressEmbeds | FLAGS.suppressNotifications | FLAGS.componentsV2 | FLAGS.ephemeral;

/** Interactions from the press of a key to the last follow-up. */
export class InteractionDesk {
  readonly #world: World;
  readonly #gateway: Gateway;
  readonly #messages: MessageDesk;
  readonly #interactions = new Map<string, Interaction>();

  constructor(world: World, gateway: Gateway, messages: MessageDesk) {
    this.#world = world;
    this.#gateway = gateway;
    this.#messages = messages;
  }

  /** Where a message is that a person may press a button of: the channel, or what was whispered to somebody there. */
  placeOf(channel: Channel, messageId: string): Channel | undefined {
    const whispers = [...this.#interactions.values()].map((one) => one.whispers);
    return [channel, ...whispers].find((place) => place.messages.some((one) => one.id === messageId));
  }

  /** A person did something: the bot hears of it and has three seconds. */
  begin(
    kind: Interaction['kind'],
    user: User,
    channel: Channel,
    payload: object,
    source: ShownMessage | null,
  ): Interaction {
    const world = this.#world;
    const interaction: Interaction = {
      id: world.snowflake(),
      token: randomBytes(48).toString('base64url'),
      kind,
      user,
      channel,
      whispers: { ...channel, messages: [], edits: 0 },
      at: world.clock.now(),
      source,
      state: 'waiting',
      ephemeral: false,
      original: null,
      replies: [],
      choices: null,
    };
    this.#interactions.set(interaction.token, interaction);
    world.clock.after(FIRST_ANSWER_MS, () => {
      if (interaction.state !== 'waiting') return;
      interaction.state = 'failed';
      world.changes.happened();
    });
    const guild = channel.guildId === null ? undefined : world.guilds.get(channel.guildId);
    const person =
      guild === undefined
        ? { user: wireUser(user) }
        : {
            member: {
              ...wireMember(world, guild, user.id),
              permissions: String(world.permissions(channel, user.id)),
            },
            guild_id: guild.id,
            guild: { id: guild.id, locale: 'en-US', features: [] },
            guild_locale: 'en-US',
          };
    this.#gateway.dispatch('INTERACTION_CREATE', {
      id: interaction.id,
      application_id: world.bot.id,
      type: { command: 2, autocomplete: 4, component: 3 }[kind],
      token: interaction.token,
      version: 1,
      channel_id: channel.id,
      channel: { ...wireChannel(world, channel), permissions: String(world.permissions(channel, user.id)) },
      app_permissions: String(world.permissions(channel, world.bot.id)),
      locale: user.locale,
      entitlements: [],
      authorizing_integration_owners: { '0': guild?.id ?? '0' },
      context: guild === undefined ? 1 : 0,
      attachment_size_limit: 10_485_760,
      ...person,
      ...payload,
      ...(source === null ? {} : { message: wireMessage(world, channel, source) }),
    });
    return interaction;
  }

  /** POST /interactions/:id/:token/callback */
  callback(id: string, token: string, sent: Sent, withResponse: boolean): object | undefined {
    const interaction = this.#interactions.get(token);
    if (interaction === undefined || interaction.id !== id) throw refusals.unknownInteraction();
    if (interaction.state === 'answered' || interaction.state === 'thinking')
      throw refusals.alreadyAcknowledged();
    // Late by the clock, whether or not anybody has noticed yet.
    if (this.#world.clock.now() - interaction.at >= FIRST_ANSWER_MS) throw refusals.unknownInteraction();
    const parsed = CALLBACK.safeParse(sent.json);
    if (!parsed.success) throw invalidForm(['type'], 'This field is required', 'BASE_TYPE_REQUIRED');
    const { type, data } = parsed.data;
    this.#answer(interaction, type, { json: data ?? {}, files: sent.files });
    this.#world.changes.happened();
    if (!withResponse) return undefined;
    const { original } = interaction;
    const message = original === null ? null : this.#messages.message(original.place, original.id);
    return {
      interaction: {
        id,
        type: { command: 2, autocomplete: 4, component: 3 }[interaction.kind],
        response_message_loading: type === 5,
        response_message_ephemeral: interaction.ephemeral,
        ...(message === null ? {} : { response_message_id: message.id }),
      },
      ...(message === null || original === null
        ? {}
        : { resource: { type, message: wireMessage(this.#world, original.place, message) } }),
    };
  }

  /** POST /webhooks/:application/:token. Straight after a deferral it is the answer itself. */
  followUp(token: string, sent: Sent): object {
    const interaction = this.#alive(token);
    if (interaction.state === 'thinking' && interaction.original === null)
      return this.#fill(interaction, sent);
    const body = this.#messages.read(IncomingWebhookInteractionRequestSchema, sent);
    const whispered = ((body.flags ?? 0) & FLAGS.ephemeral) !== 0;
    return this.#say(interaction, sent, whispered);
  }

  /** PATCH /webhooks/:application/:token/messages/:message */
  edit(token: string, messageId: string, sent: Sent): object {
    const interaction = this.#alive(token);
    if (messageId === '@original' && interaction.original === null) return this.#fill(interaction, sent);
    const { place, id } = this.#find(interaction, messageId);
    return this.#messages.change(
      place,
      this.#messages.message(place, id),
      IncomingWebhookUpdateForInteractionCallbackRequestPartialSchema,
      sent,
    );
  }

  /** GET /webhooks/:application/:token/messages/:message */
  read(token: string, messageId: string): object {
    const { place, id } = this.#find(this.#alive(token), messageId);
    return wireMessage(this.#world, place, this.#messages.message(place, id));
  }

  /** DELETE /webhooks/:application/:token/messages/:message */
  remove(token: string, messageId: string): void {
    const interaction = this.#alive(token);
    const { place, id } = this.#find(interaction, messageId);
    interaction.replies = interaction.replies.filter((one) => one.id !== id);
    this.#messages.take(place, id);
  }

  #answer(interaction: Interaction, type: number, sent: Sent): void {
    const component = interaction.kind === 'component';
    if ((interaction.kind === 'autocomplete') !== (type === 8)) {
      throw invalidForm(
        ['type'],
        'This kind of answer does not fit the interaction',
        'INTERACTION_CALLBACK_INVALID',
      );
    }
    if (type === 4) {
      const body = this.#messages.read(IncomingWebhookInteractionRequestSchema, sent);
      const whispered = ((body.flags ?? 0) & FLAGS.ephemeral) !== 0;
      this.#say(interaction, sent, whispered);
      interaction.ephemeral = whispered;
    } else if (type === 5) {
      const flags = FLAGGED.parse(sent.json)?.flags ?? 0;
      if ((flags & ~FLAGS.ephemeral) !== 0)
        throw notDocumented(['data', 'flags'], 'a deferral can only whisper');
      interaction.ephemeral = (flags & FLAGS.ephemeral) !== 0;
      interaction.state = 'thinking';
      return;
    } else if (type === 6 && component) {
      this.#adoptSource(interaction);
    } else if (type === 7 && component) {
      this.#adoptSource(interaction);
      this.#changeSource(interaction, sent);
    } else if (type === 8) {
      checkForm(ApplicationCommandAutocompleteCallbackRequestSchema, { type, data: sent.json });
      interaction.choices = CHOICES.parse(sent.json).choices;
    } else {
      throw notDocumented(['type'], `answers of type ${String(type)}`);
    }
    interaction.state = 'answered';
  }

  /** After an update of the message with the button, @original is that message. */
  #adoptSource(interaction: Interaction): void {
    if (interaction.source === null) throw refusals.unknownMessage();
    const place = this.placeOf(interaction.channel, interaction.source.id);
    if (place === undefined) throw refusals.unknownMessage();
    interaction.original = { place, id: interaction.source.id };
  }

  #changeSource(interaction: Interaction, sent: Sent): void {
    const { original } = interaction;
    if (original === null) throw refusals.unknownMessage();
    this.#messages.change(
      original.place,
      this.#messages.message(original.place, original.id),
      IncomingWebhookUpdateForInteractionCallbackRequestPartialSchema,
      sent,
    );
  }

  /** What was deferred is there now; whether only one sees it was fixed by the deferral. */
  #fill(interaction: Interaction, sent: Sent): object {
    if (interaction.state !== 'thinking') throw refusals.unknownWebhook();
    const shown = this.#say(interaction, sent, interaction.ephemeral);
    interaction.state = 'answered';
    this.#world.changes.happened();
    return shown;
  }

  #say(interaction: Interaction, sent: Sent, whispered: boolean): object {
    const body = this.#messages.read(IncomingWebhookInteractionRequestSchema, sent);
    checkMessage(
      body,
      sent.files.map((one) => one.name),
      MAY_FLAG,
    );
    const place = whispered ? interaction.whispers : interaction.channel;
    const flags = (body.flags ?? 0) & ~FLAGS.ephemeral;
    const shown = this.#messages.show(place, { ...body, flags }, sent.files, {
      byDefault: 'users',
      interactionId: interaction.id,
      flags: whispered ? FLAGS.ephemeral : 0,
    });
    const where = { place, id: shown.id };
    interaction.original ??= where;
    interaction.replies = [...interaction.replies, where];
    return wireMessage(this.#world, place, shown);
  }

  #find(interaction: Interaction, messageId: string): { readonly place: Channel; readonly id: string } {
    const found =
      messageId === '@original'
        ? interaction.original
        : interaction.replies.find((one) => one.id === messageId);
    if (found === null || found === undefined) throw refusals.unknownMessage();
    return found;
  }

  /** Before any answer there is nothing to edit or follow: 10015 (seen in practice, not documented). */
  #alive(token: string): Interaction {
    const interaction = this.#interactions.get(token);
    if (interaction === undefined || interaction.state === 'waiting' || interaction.state === 'failed') {
      throw refusals.unknownWebhook();
    }
    if (this.#world.clock.now() - interaction.at > TOKEN_LIFETIME_MS) throw refusals.invalidWebhookToken();
    return interaction;
  }
}
