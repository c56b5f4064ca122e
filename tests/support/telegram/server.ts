import { randomInt } from 'node:crypto';
import { wallClock } from '../standin/clock.ts';
import type { StandInClock } from '../standin/clock.ts';
import { FaultScript, ImposedWaits } from '../standin/faults.ts';
import type { Fault } from '../standin/faults.ts';
import { Journal } from '../standin/journal.ts';
import type { JournalEntry } from '../standin/journal.ts';
import { listen } from '../standin/loopback.ts';
import type { Arrival, Reply } from '../standin/loopback.ts';
import { TelegramGroup, TelegramUser } from './actors.ts';
import { BotCommands } from './commands.ts';
import { FloodControl } from './flood.ts';
import type { FloodLimits } from './flood.ts';
import { loadOracle } from './markup.ts';
import { METHODS } from './methods.ts';
import type { Method } from './methods.ts';
import { readParams } from './params.ts';
import { Refusal } from './refusal.ts';
import { UpdateQueue } from './updates.ts';
import type { Brought } from './webhook.ts';
import { World } from './world.ts';
import type { BotStanding, Chat } from './chat.ts';
import type { Person } from './world.ts';

export interface TelegramOptions {
  /** The wall clock unless given. */
  readonly clock?: StandInClock;
  /** Limits on sending; none unless given (`FAQ_LIMITS` are those of Telegram's FAQ). */
  readonly flood?: FloodLimits;
  /** Privacy mode, on unless `false`. */
  readonly privacy?: boolean;
  /** Inline mode, on unless `false`. */
  readonly inline?: boolean;
  /** Knows rich messages unless `false`: a Bot API server of before June 2026 does not. */
  readonly rich?: boolean;
  /**
   * Takes webhooks on http://127.0.0.1 too, and brings the updates there. The service takes https on four ports only;
   * with this switch, as a Bot API server of one's own does.
   */
  readonly loopbackWebhooks?: boolean;
}

/** A running stand-in for api.telegram.org. */
export interface TelegramStandIn {
  /** Where the Bot API is: grammY's `client.apiRoot`. */
  readonly apiRoot: string;
  readonly token: string;
  readonly bot: { readonly id: number; readonly username: string };
  readonly journal: Journal;
  readonly faults: FaultScript;
  /** The menus that setMyCommands made, and the bot's description. */
  readonly commands: BotCommands;
  /** Makes a person. The bot can write to one only after that person wrote to it. */
  user(about?: Partial<Omit<Person, 'id'>>): TelegramUser;
  /** Makes a basic group. The bot is a plain member unless said otherwise. */
  group(about: GroupPlan): TelegramGroup;
  /** Makes a supergroup, with forum topics where named. */
  supergroup(
    about: GroupPlan & { readonly topics?: readonly string[]; readonly username?: string },
  ): TelegramGroup;
  /** Makes a channel. The bot may post and edit unless said otherwise. */
  channel(about: GroupPlan & { readonly username?: string }): TelegramGroup;
  /** Is somebody waiting in getUpdates just now? */
  readonly polled: boolean;
  /** What the webhook was brought, and how it answered. */
  readonly brought: readonly Brought[];
  /** Waits, without sleeping, until `look` sees something. */
  until<T>(look: () => T | null | undefined | false): Promise<T>;
  /** Ends every connection; resolves when nothing is open any more. */
  stop(): Promise<void>;
}

export interface GroupPlan {
  readonly title: string;
  readonly creator?: TelegramUser;
  readonly admins?: readonly TelegramUser[];
  readonly members?: readonly TelegramUser[];
  readonly bot?: BotStanding;
}

/**
 * Starts a Bot API server of our own on a loopback port. It refuses what the real one refuses, in its words, with TDLib
 * (whose parser the real one calls) as the judge of markup.
 *
 * @throws where TDLib does not load: see `loadOracle`.
 */
export async function startTelegram(options: TelegramOptions = {}): Promise<TelegramStandIn> {
  loadOracle();
  const clock = options.clock ?? wallClock;
  const id = 7_000_000_000 + randomInt(999_999);
  const token = `${String(id)}:AA${String(randomInt(1e9, 9e9))}-stand_in_for_the_Bot_API`;
  const queue = new UpdateQueue(clock, () => {
    world.changes.happened();
  });
  const bot = {
    id,
    username: 'wirewatch_test_bot',
    firstName: 'wirewatch',
    privacy: options.privacy ?? true,
    inline: options.inline ?? true,
  };
  const world = new World(clock, queue, bot);
  const desk = new Desk(
    world,
    token,
    options.flood === undefined ? null : new FloodControl(clock, options.flood),
    options.loopbackWebhooks ?? false,
    options.rich ?? true,
  );
  const loopback = await listen(desk);
  desk.polledChanges = () => {
    world.changes.happened();
  };

  const populate = (chat: Chat, plan: GroupPlan): TelegramGroup => {
    for (const member of plan.members ?? []) chat.members.set(member.id, 'member');
    for (const admin of plan.admins ?? []) chat.members.set(admin.id, 'administrator');
    if (plan.creator !== undefined) chat.members.set(plan.creator.id, 'creator');
    return new TelegramGroup(world, chat);
  };

  return {
    apiRoot: loopback.origin,
    token,
    bot,
    journal: desk.journal,
    faults: desk.faults,
    commands: desk.commands,
    user: (about = {}) => new TelegramUser(world, world.addPerson(about)),
    group: (plan) =>
      populate(world.addChat('group', { title: plan.title, bot: plan.bot ?? { status: 'member' } }), plan),
    supergroup: (plan) => {
      const { title, username } = plan;
      const chat = world.addChat('supergroup', {
        title,
        bot: plan.bot ?? { status: 'member' },
        ...(username === undefined ? {} : { username }),
      });
      for (const [index, topic] of (plan.topics ?? []).entries()) chat.topics.set(index * 3 + 2, topic);
      return populate(chat, plan);
    },
    channel: (plan) => {
      const { title, username } = plan;
      const chat = world.addChat('channel', {
        title,
        bot: plan.bot ?? { status: 'administrator', post: true, edit: true },
        ...(username === undefined ? {} : { username }),
      });
      return populate(chat, plan);
    },
    get brought() {
      return queue.carrier.brought;
    },
    get polled() {
      return queue.polled;
    },
    until: async (look) => world.changes.until(look),
    stop: async () => {
      queue.close();
      await loopback.stop();
    },
  };
}

/** Takes each request through token, method, faults, limits and rules. */
class Desk {
  readonly journal = new Journal();
  readonly faults = new FaultScript();
  readonly commands = new BotCommands();
  readonly #world: World;
  readonly #token: string;
  readonly #flood: FloodControl | null;
  readonly #loopbackWebhooks: boolean;
  readonly #rich: boolean;
  readonly #waits = new ImposedWaits();
  /** Told when somebody starts or ends waiting in getUpdates. */
  polledChanges: () => void = () => {};

  constructor(
    world: World,
    token: string,
    flood: FloodControl | null,
    loopbackWebhooks: boolean,
    rich: boolean,
  ) {
    this.#loopbackWebhooks = loopbackWebhooks;
    this.#rich = rich;
    this.#world = world;
    this.#token = token;
    this.#flood = flood;
  }

  async answer(arrival: Arrival): Promise<Reply> {
    const path = /^\/bot([^/]+)\/([^/]+)$/.exec(arrival.url.pathname);
    const [, token, called] = path ?? [];
    if (token === undefined || called === undefined) {
      return this.#refuse(arrival.url.pathname, null, new Refusal(404, 'Not Found', { faultOfTheBot: true }));
    }
    if (token !== this.#token) return this.#refuse(called, null, new Refusal(401, 'Unauthorized'));
    // Method names are taken in any case: https://core.telegram.org/bots/api#making-requests
    const name = Object.keys(METHODS).find((one) => one.toLowerCase() === called.toLowerCase()) ?? called;
    if (name === 'sendRichMessage' && !this.#rich) {
      return this.#refuse(name, null, new Refusal(404, 'Not Found: method not found'));
    }
    const method = METHODS[name];
    if (method === undefined) {
      const unknown = new Refusal(404, 'Not Found: method not found', { faultOfTheBot: true });
      return this.#refuse(name, null, unknown);
    }
    try {
      const contentType = arrival.headers['content-type'] ?? '';
      const params = readParams(arrival.url.searchParams, contentType, arrival.body);
      return await this.#handle(name, method, params, arrival.gone);
    } catch (error) {
      if (error instanceof Refusal) return this.#refuse(name, null, error);
      throw error;
    }
  }

  /** The stand-in itself failed: noted as what it is, for the test to see. */
  failed(what: string, error: unknown): void {
    const note = error instanceof Error ? (error.stack ?? error.message) : String(error);
    this.#note(what, 'bug in the stand-in', 599, note, null);
  }

  async #handle(
    name: string,
    method: Method,
    params: Readonly<Record<string, unknown>>,
    gone: AbortSignal,
  ): Promise<Reply> {
    const chat = chatNamed(params);
    const lanes = ['everywhere', `${name} ${chat ?? ''}`];
    if (method.sends && chat !== null) lanes.push(`sends ${chat}`);
    const remaining = this.#waits.remaining(this.#world.clock.now(), lanes);
    if (remaining > 0) {
      const early = tooManyRequests(Math.ceil(remaining / 1000), true);
      return this.#refuse(name, params, early);
    }
    const fault = this.faults.take(name, chat);
    if (fault?.fault === 'dropped') return this.#scripted(name, params, fault, 'hang up');
    if (fault?.fault === 'broken' && !fault.accepted)
      return this.#scripted(name, params, fault, broken(fault.status));
    if (fault?.fault === 'refused') {
      return this.#scripted(name, params, fault, wireRefusal(new Refusal(fault.status, fault.message)));
    }
    if (fault?.fault === 'flood') return this.#flooded(name, params, fault, chat);
    if (method.sends && this.#flood !== null) {
      const known = this.#world.findChat(chat ?? '');
      const wait = known === undefined ? 0 : this.#flood.take(known.id, known.kind !== 'private');
      if (wait > 0) {
        this.#waits.impose(`sends ${chat ?? ''}`, this.#world.clock.now() + wait * 1000);
        return this.#refuse(name, params, tooManyRequests(wait, false));
      }
    }
    const reply = await this.#run(name, method, params, gone);
    return fault === null ? reply : this.#spoil(name, params, fault, reply);
  }

  /** What was done stays done; only the answer meets the fault. */
  async #spoil(
    name: string,
    params: Readonly<Record<string, unknown>>,
    fault: Fault,
    reply: Reply,
  ): Promise<Reply> {
    if (fault.fault === 'slow') {
      await new Promise<void>((resolve) => {
        this.#world.clock.after(fault.ms, resolve);
      });
    }
    if (fault.fault === 'held') await fault.until;
    if (fault.fault === 'answer lost') return this.#scripted(name, params, fault, 'hang up');
    if (fault.fault === 'broken') return this.#scripted(name, params, fault, broken(fault.status));
    return this.#scripted(name, params, fault, reply);
  }

  async #run(
    name: string,
    method: Method,
    params: Readonly<Record<string, unknown>>,
    gone: AbortSignal,
  ): Promise<Reply> {
    const remark = (note: string): void => {
      this.#note(name, 'remark', 200, note, params);
    };
    try {
      const running = method.run(params, {
        world: this.#world,
        commands: this.commands,
        loopbackWebhooks: this.#loopbackWebhooks,
        gone,
        remark,
      });
      if (name === 'getUpdates') this.polledChanges();
      const result = await running;
      this.#note(name, 'answered', 200, '', params);
      return { status: 200, body: { ok: true, result } };
    } catch (error) {
      if (error instanceof Refusal) return this.#refuse(name, params, error);
      throw error;
    }
  }

  #flooded(
    name: string,
    params: Readonly<Record<string, unknown>>,
    fault: Extract<Fault, { fault: 'flood' }>,
    chat: string | null,
  ): Reply {
    const lane = fault.everywhere === true ? 'everywhere' : `${name} ${chat ?? ''}`;
    this.#waits.impose(lane, this.#world.clock.now() + fault.retryAfter * 1000);
    return this.#scripted(name, params, fault, wireRefusal(tooManyRequests(fault.retryAfter, false)));
  }

  #scripted(what: string, sent: unknown, fault: Fault, reply: Reply): Reply {
    this.#note(what, 'scripted', reply === 'hang up' ? 0 : reply.status, fault.fault, sent);
    return reply;
  }

  #refuse(what: string, sent: unknown, refusal: Refusal): Reply {
    const kind = refusal.faultOfTheBot ? 'fault of the bot' : 'refused';
    this.#note(what, kind, refusal.code, refusal.message, sent);
    return wireRefusal(refusal);
  }

  #note(what: string, kind: JournalEntry['kind'], status: number, note: string, sent: unknown): void {
    this.journal.note({ at: this.#world.clock.now(), what, kind, status, note, sent });
    this.#world.changes.happened();
  }
}

function chatNamed(params: Readonly<Record<string, unknown>>): string | null {
  const named = params['chat_id'];
  return typeof named === 'string' || typeof named === 'number' ? String(named) : null;
}

function tooManyRequests(seconds: number, early: boolean): Refusal {
  return new Refusal(429, `Too Many Requests: retry after ${String(seconds)}`, {
    parameters: { retry_after: seconds },
    faultOfTheBot: early,
  });
}

function broken(status: number): Reply {
  const words: Readonly<Record<number, string>> = { 500: 'Internal Server Error', 502: 'Bad Gateway' };
  return {
    status,
    body: { ok: false, error_code: status, description: words[status] ?? 'Service Unavailable' },
  };
}

/** `{ok, error_code, description, parameters}` with the HTTP status equal to the code, and Retry-After on 429. */
function wireRefusal(refusal: Refusal): Reply {
  const retryAfter = refusal.parameters?.retry_after;
  return {
    status: refusal.code,
    ...(retryAfter === undefined ? {} : { headers: { 'retry-after': String(retryAfter) } }),
    body: {
      ok: false,
      error_code: refusal.code,
      description: refusal.message,
      ...(refusal.parameters === null ? {} : { parameters: refusal.parameters }),
    },
  };
}
