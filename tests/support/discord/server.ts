import { randomBytes } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import { wallClock } from '../standin/clock.ts';
import type { StandInClock } from '../standin/clock.ts';
import { FaultScript, ImposedWaits } from '../standin/faults.ts';
import type { Fault } from '../standin/faults.ts';
import { Journal } from '../standin/journal.ts';
import type { JournalEntry } from '../standin/journal.ts';
import { listen } from '../standin/loopback.ts';
import type { Arrival, Reply } from '../standin/loopback.ts';
import { parseMultipart } from '../standin/multipart.ts';
import { DiscordGuild, DiscordUser } from './actors.ts';
import { CommandRegistry } from './commands.ts';
import { Gateway, INTENTS } from './gateway.ts';
import { InteractionDesk } from './interactions.ts';
import { MessageDesk, NONCE_WINDOW_MS } from './messages.ts';
import type { Sent } from './messages.ts';
import { bits, ORDINARY } from './permissions.ts';
import type { PermissionName } from './permissions.ts';
import { RateLimits } from './rate-limits.ts';
import type { Bucket } from './rate-limits.ts';
import { describeRefusal, Refusal, refusals } from './refusal.ts';
import { ROUTES } from './routes.ts';
import type { Answer, House, Route } from './routes.ts';
import { wireGuild } from './wire.ts';
import { World } from './world.ts';

export interface DiscordOptions {
  /** The wall clock unless given. */
  readonly clock?: StandInClock;
  /** Rate limits by route (`POST /channels/:channel/messages`); wide ones unless given. */
  readonly buckets?: Readonly<Record<string, Bucket>>;
  /** ms; what HELLO asks for. 41,250 unless given, as on the service. */
  readonly heartbeatInterval?: number;
  /** Privileged intents that the application was granted; none unless given. */
  readonly granted?: readonly ('guildMembers' | 'guildPresences' | 'messageContent')[];
  /** IDENTIFYs per five seconds; 1 unless given, as for small bots on the service. */
  readonly maxConcurrency?: number;
  /** Requests a second over all routes but interaction callbacks; unlimited unless given (50 on the service). */
  readonly inAllPerSecond?: number;
  /** How long a nonce is remembered, ms. */
  readonly nonceWindow?: number;
}

/** A running stand-in for discord.com. */
export interface DiscordStandIn {
  /** discord.js's `rest.api`: the version is added by the client. */
  readonly api: string;
  readonly token: string;
  readonly applicationId: string;
  readonly gateway: Gateway;
  readonly journal: Journal;
  /** Requests are named by their route: `POST /channels/:channel/messages`. */
  readonly faults: FaultScript;
  readonly commands: CommandRegistry;
  /** Answers 401, 403 and 429 (but for shared limits): 10,000 in ten minutes get a bot banned for a while. */
  readonly invalidRequests: number;
  /** Makes a person, a member of nothing yet. */
  user(about?: { readonly name?: string; readonly locale?: string }): DiscordUser;
  /** Makes a guild with the bot in it, unless said otherwise. */
  guild(plan: {
    readonly name: string;
    readonly owner?: DiscordUser;
    readonly members?: readonly DiscordUser[];
    /** What the bot's own role allows beyond what everyone may; `absent`: it is not there. */
    readonly bot?: readonly PermissionName[] | 'absent';
    /** What everyone may. */
    readonly everyone?: readonly PermissionName[];
  }): DiscordGuild;
  /** Waits, without sleeping, until `look` sees something. */
  until<T>(look: () => T | null | undefined | false): Promise<T>;
  /** Ends every connection; resolves when nothing is open any more. */
  stop(): Promise<void>;
}

/** Starts a REST API (version 10) and gateway of our own on a loopback port. It refuses what the real ones refuse. */
export async function startDiscord(options: DiscordOptions = {}): Promise<DiscordStandIn> {
  const clock = options.clock ?? wallClock;
  const world = new World(clock, 'wirewatch');
  const token = `${Buffer.from(world.bot.id).toString('base64url')}.stand_in.${randomBytes(20).toString('base64url')}`;
  const journal = new Journal();
  const gateway = new Gateway(world, token, journal, {
    heartbeatInterval: options.heartbeatInterval ?? 41_250,
    granted: (options.granted ?? []).reduce((all, name) => all | INTENTS[name], 0),
    maxConcurrency: options.maxConcurrency ?? 1,
  });
  const commands = new CommandRegistry(world);
  const messages = new MessageDesk(world, gateway, options.nonceWindow ?? NONCE_WINDOW_MS);
  const interactions = new InteractionDesk(world, gateway, messages);
  const house: House = { world, gateway, commands, messages, interactions };
  const desk = new Desk(
    house,
    token,
    journal,
    new RateLimits(clock, options.buckets ?? {}, options.inAllPerSecond),
  );
  const loopback = await listen(desk);
  gateway.opensAt(loopback.origin);

  return {
    api: `${loopback.origin}/api`,
    token,
    applicationId: world.bot.id,
    gateway,
    journal,
    faults: desk.faults,
    commands,
    get invalidRequests() {
      return desk.invalidRequests;
    },
    user: (about = {}) =>
      new DiscordUser(
        house,
        world.addUser({
          name: about.name ?? 'ruth',
          ...(about.locale === undefined ? {} : { locale: about.locale }),
        }),
      ),
    guild: (plan) => {
      const ownerId = plan.owner?.id ?? world.addUser({ name: 'owner' }).id;
      const guild = world.addGuild(plan.name, ownerId, plan.everyone ?? ORDINARY);
      for (const member of plan.members ?? []) guild.members.set(member.id, []);
      const view = new DiscordGuild(house, guild);
      if (plan.bot !== 'absent') {
        const role = world.addRole(guild, 'wirewatch', [], false);
        role.permissions = bits(plan.bot ?? []);
        guild.members.set(world.bot.id, [role.id]);
        gateway.dispatch('GUILD_CREATE', wireGuild(world, guild), { intents: INTENTS.guilds });
      }
      return view;
    },
    until: async (look) => world.changes.until(look),
    stop: async () => {
      await gateway.stop();
      await loopback.stop();
    },
  };
}

/** Takes each request through version, token, route, faults, limits and rules. */
class Desk {
  readonly faults = new FaultScript();
  readonly #house: House;
  readonly #token: string;
  readonly #journal: Journal;
  readonly #limits: RateLimits;
  readonly #waits = new ImposedWaits();
  invalidRequests = 0;

  constructor(house: House, token: string, journal: Journal, limits: RateLimits) {
    this.#house = house;
    this.#token = token;
    this.#journal = journal;
    this.#limits = limits;
  }

  async answer(arrival: Arrival): Promise<Reply> {
    const path = /^\/api\/v10(\/.*)$/.exec(arrival.url.pathname)?.[1];
    const found = path === undefined ? undefined : findRoute(arrival.method, path);
    if (found === undefined) {
      return this.#refuse(`${arrival.method} ${arrival.url.pathname}`, null, refusals.noSuchRoute());
    }
    const { route, ids } = found;
    if (!route.open && arrival.headers.authorization !== `Bot ${this.#token}`) {
      return this.#refuse(route.name, null, refusals.unauthorized());
    }
    try {
      const sent = readBody(arrival);
      return await this.#handle(route, ids, arrival.url.searchParams, sent);
    } catch (error) {
      if (error instanceof Refusal) return this.#refuse(route.name, null, error);
      throw error;
    }
  }

  /** A client wants to the gateway. */
  upgrade(request: IncomingMessage, socket: Duplex, head: Buffer): void {
    this.#house.gateway.upgrade(request, socket, head);
  }

  /** The stand-in itself failed: noted as what it is, for the test to see. */
  failed(what: string, error: unknown): void {
    const note = error instanceof Error ? (error.stack ?? error.message) : String(error);
    this.#note(what, 'bug in the stand-in', 599, note, null);
  }

  async #handle(
    route: Route,
    ids: Readonly<Record<string, string>>,
    query: URLSearchParams,
    sent: Sent,
  ): Promise<Reply> {
    const resource = ids['channel'] ?? ids['guild'] ?? ids['token'] ?? '';
    const callback = route.name.startsWith('POST /interactions/');
    const lane = `${route.name} ${resource}`;
    const now = this.#house.world.clock.now();
    const remaining = this.#waits.remaining(now, callback ? [lane] : [lane, 'everywhere']);
    if (remaining > 0) return this.#limited(route, sent, remaining, false, {}, true);
    const fault = this.faults.take(route.name, resource);
    if (fault?.fault === 'dropped') return this.#scripted(route, sent, fault, 'hang up');
    if (fault?.fault === 'broken' && !fault.accepted)
      return this.#scripted(route, sent, fault, broken(fault.status));
    if (fault?.fault === 'refused') {
      const { status, code, message } = fault;
      if (status === 401 || status === 403) this.invalidRequests += 1;
      return this.#scripted(route, sent, fault, { status, body: { message, code: code ?? 0 } });
    }
    if (fault?.fault === 'flood') {
      const everywhere = fault.everywhere === true;
      this.#waits.impose(everywhere ? 'everywhere' : lane, now + fault.retryAfter * 1000);
      this.invalidRequests += 1;
      return this.#scripted(route, sent, fault, tooMany(fault.retryAfter * 1000, everywhere, {}));
    }
    const overAll = callback ? 0 : this.#limits.takeOverall();
    if (overAll > 0) {
      this.#waits.impose('everywhere', now + overAll);
      return this.#limited(route, sent, overAll, true, {}, false);
    }
    const metered = this.#limits.take(route.name, resource);
    if (metered.wait > 0) {
      this.#waits.impose(lane, now + metered.wait);
      return this.#limited(route, sent, metered.wait, false, metered.headers, false);
    }
    const reply = this.#run(route, ids, query, sent, callback ? {} : metered.headers);
    return fault === null ? reply : this.#spoil(route, sent, fault, reply);
  }

  #run(
    route: Route,
    ids: Readonly<Record<string, string>>,
    query: URLSearchParams,
    sent: Sent,
    headers: Readonly<Record<string, string>>,
  ): Reply {
    const id = (name: string): string => {
      const value = ids[name];
      if (value === undefined) throw new Error(`The route ${route.name} has no "${name}".`);
      return value;
    };
    try {
      const answer: Answer = route.run({ id, query, sent }, this.#house);
      this.#note(route.name, 'answered', answer.status, '', sent.json);
      return { status: answer.status, headers, body: answer.body };
    } catch (error) {
      if (error instanceof Refusal) return this.#refuse(route.name, sent.json, error, headers);
      throw error;
    }
  }

  /** What was done stays done; only the answer meets the fault. */
  async #spoil(route: Route, sent: Sent, fault: Fault, reply: Reply): Promise<Reply> {
    if (fault.fault === 'slow') {
      await new Promise<void>((resolve) => {
        this.#house.world.clock.after(fault.ms, resolve);
      });
    }
    if (fault.fault === 'held') await fault.until;
    if (fault.fault === 'answer lost') return this.#scripted(route, sent, fault, 'hang up');
    if (fault.fault === 'broken') return this.#scripted(route, sent, fault, broken(fault.status));
    return this.#scripted(route, sent, fault, reply);
  }

  #limited(
    route: Route,
    sent: Sent,
    wait: number,
    everywhere: boolean,
    headers: Readonly<Record<string, string>>,
    early: boolean,
  ): Reply {
    this.invalidRequests += 1;
    const note = early ? 'before retry_after has passed' : 'rate limit';
    this.#note(route.name, early ? 'fault of the bot' : 'refused', 429, `429 ${note}`, sent.json);
    return tooMany(wait, everywhere, headers);
  }

  #scripted(route: Route, sent: Sent, fault: Fault, reply: Reply): Reply {
    this.#note(route.name, 'scripted', reply === 'hang up' ? 0 : reply.status, fault.fault, sent.json);
    return reply;
  }

  #refuse(
    what: string,
    sent: unknown,
    refusal: Refusal,
    headers: Readonly<Record<string, string>> = {},
  ): Reply {
    if (refusal.status === 401 || refusal.status === 403) this.invalidRequests += 1;
    const kind = refusal.faultOfTheBot ? 'fault of the bot' : 'refused';
    this.#note(what, kind, refusal.status, describeRefusal(refusal), sent);
    return {
      status: refusal.status,
      headers,
      body: {
        message: refusal.message,
        code: refusal.code,
        ...(refusal.errors === null ? {} : { errors: refusal.errors }),
      },
    };
  }

  #note(what: string, kind: JournalEntry['kind'], status: number, note: string, sent: unknown): void {
    this.#journal.note({ at: this.#house.world.clock.now(), what, kind, status, note, sent });
    this.#house.world.changes.happened();
  }
}

function findRoute(
  verb: string,
  path: string,
): { readonly route: Route; readonly ids: Readonly<Record<string, string>> } | undefined {
  for (const route of ROUTES) {
    const match = route.verb === verb ? route.pattern.exec(path) : null;
    if (match === null) continue;
    const ids = Object.entries(match.groups ?? {}).map(
      ([name, id]) => [name, decodeURIComponent(id)] as const,
    );
    return { route, ids: Object.fromEntries(ids) };
  }
  return undefined;
}

/** JSON, or multipart with the JSON in `payload_json`: https://discord.com/developers/docs/reference#uploading-files */
function readBody(arrival: Arrival): Sent {
  if (arrival.body.length === 0) return { json: {}, files: [] };
  const contentType = arrival.headers['content-type'] ?? '';
  if (!/^multipart\/form-data/i.test(contentType))
    return { json: parseJson(arrival.body.toString('utf8')), files: [] };
  const parts = parseMultipart(contentType, arrival.body);
  const payload = parts.find((part) => part.name === 'payload_json');
  return {
    json: payload === undefined ? {} : parseJson(payload.content.toString('utf8')),
    files: parts
      .filter((part) => part.filename !== null)
      .map((part) => ({ name: part.filename ?? '', bytes: part.content.length })),
  };
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    throw refusals.invalidJson();
  }
}

/** https://discord.com/developers/docs/topics/rate-limits#exceeding-a-rate-limit */
function tooMany(waitMs: number, everywhere: boolean, headers: Readonly<Record<string, string>>): Reply {
  return {
    status: 429,
    headers: {
      ...headers,
      'retry-after': String(Math.ceil(waitMs / 1000)),
      'x-ratelimit-scope': everywhere ? 'global' : 'user',
      ...(everywhere ? { 'x-ratelimit-global': 'true' } : {}),
    },
    body: { message: 'You are being rate limited.', retry_after: waitMs / 1000, global: everywhere },
  };
}

function broken(status: number): Reply {
  return { status, body: { message: `${String(status)}: Internal Server Error`, code: 0 } };
}
