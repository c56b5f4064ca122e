import type { Manners } from '#core/pacing.ts';
import { MINUTE } from '#core/spans.ts';
import type { Platform } from '#core/subscription.ts';

/**
 * Telegram names no exact numbers. Its FAQ says: about one message a second to one chat, twenty a minute to one group,
 * thirty a second in all (https://core.telegram.org/bots/faq#my-bot-is-hitting-limits-how-do-i-avoid-this). Edits count.
 * A little is left of the thirty for answers to commands, which do not wait here.
 */
const IN_ALL = { messages: 25, perMs: 1_000 };
const A_CHAT = { messages: 3, perMs: 3_000 };
const A_GROUP = { messages: 20, perMs: MINUTE };

/**
 * How long we count on Discord to know a nonce again, ms. Its documents say "the past few minutes"
 * (https://docs.discord.com/developers/resources/message#create-message): less than that.
 */
const NONCE_KNOWN = 2 * MINUTE;

/** How each service wants to be treated. */
export const MANNERS: Readonly<Record<Platform, Manners>> = {
  telegram: {
    limits({ chat }) {
      const limits = [
        { name: 'telegram', rate: IN_ALL },
        { name: `telegram ${chat}`, rate: A_CHAT },
      ];
      // Groups and channels have negative numbers, channels names too. Topics share the limit of their group.
      const alone = /^\d+$/u.test(chat);
      return alone ? limits : [...limits, { name: `telegram group ${chat}`, rate: A_GROUP }];
    },
    recognises: 0,
  },
  // Its client reads the limits from each answer, as Discord asks for: https://docs.discord.com/developers/topics/rate-limits
  discord: { limits: () => [], recognises: NONCE_KNOWN },
  terminal: { limits: () => [], recognises: 0 },
};
