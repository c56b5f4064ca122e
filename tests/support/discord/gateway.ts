/** https://discord.com/developers/docs/events/gateway */
import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import { WebSocketServer } from 'ws';
import type { RawData, WebSocket } from 'ws';
import { z } from 'zod';
import type { Journal } from '../standin/journal.ts';
import { wireGuild, wireUser } from './wire.ts';
import type { World } from './world.ts';

/** https://discord.com/developers/docs/events/gateway#gateway-intents */
export const INTENTS = {
  guilds: 1 << 0,
  guildMembers: 1 << 1,
  guildPresences: 1 << 8,
  guildMessages: 1 << 9,
  directMessages: 1 << 12,
  messageContent: 1 << 15,
} as const;

/** Every bit that is an intent: 0 to 16, 20, 21, 24, 25. */
const KNOWN_INTENTS = 0x1ffff | (1 << 20) | (1 << 21) | (1 << 24) | (1 << 25);

export interface GatewayOptions {
  /** ms; what HELLO asks for. */
  readonly heartbeatInterval: number;
  /** Privileged intents that the application has been granted. */
  readonly granted: number;
  /** IDENTIFYs per five seconds. */
  readonly maxConcurrency: number;
}

interface Sent {
  readonly s: number;
  readonly t: string;
  readonly d: unknown;
}

interface Session {
  readonly id: string;
  readonly intents: number;
  readonly sent: Sent[];
  sequence: number;
  socket: WebSocket | null;
}

/** Which events one has to have asked for, and who it is about. */
export interface Audience {
  readonly intents: number;
  /** The event carries a message that somebody else wrote; without MESSAGE_CONTENT its words are left out. */
  readonly strip?: (payload: object) => object;
}

const PAYLOAD_LIMIT = 4096;
const PAYLOADS_A_MINUTE = 120;
const FRAME = z.looseObject({ op: z.int(), d: z.unknown().optional() });
const IDENTIFY = z.looseObject({
  token: z.string(),
  intents: z.int(),
  properties: z.looseObject({}),
  shard: z.tuple([z.int(), z.int()]).optional(),
});
const RESUME = z.looseObject({ token: z.string(), session_id: z.string(), seq: z.int() });

/** The gateway: sessions, heartbeats, events in order, resuming. */
export class Gateway {
  readonly #world: World;
  readonly #token: string;
  readonly #journal: Journal;
  readonly #options: GatewayOptions;
  readonly #sockets = new WebSocketServer({ noServer: true });
  readonly #sessions = new Map<string, Session>();
  #identifies: number[] = [];
  #origin = '';
  /** How often a client identified anew, and how often it resumed. */
  readonly counts = { identified: 0, resumed: 0, heartbeats: 0 };
  /** While set, heartbeats get no answer: a well-behaved client hangs up and resumes. */
  withholdsAcks = false;

  constructor(world: World, token: string, journal: Journal, options: GatewayOptions) {
    this.#world = world;
    this.#token = token;
    this.#journal = journal;
    this.#options = options;
  }

  /** Where it listens; told once the port is known. */
  opensAt(origin: string): void {
    this.#origin = origin.replace(/^http/, 'ws');
  }

  get url(): string {
    return this.#origin;
  }

  /** The answer to GET /gateway/bot. */
  get invitation(): object {
    return {
      url: this.#origin,
      shards: 1,
      session_start_limit: {
        total: 1000,
        remaining: 1000 - this.counts.identified,
        reset_after: 86_400_000,
        max_concurrency: this.#options.maxConcurrency,
      },
    };
  }

  /** Is a client connected and ready? */
  get connected(): boolean {
    return this.#live().length > 0;
  }

  /** Takes a WebSocket connection. */
  upgrade(request: IncomingMessage, socket: Duplex, head: Buffer): void {
    this.#sockets.handleUpgrade(request, socket, head, (accepted) => {
      const query = new URL(request.url ?? '/', 'http://127.0.0.1').searchParams;
      this.#greet(accepted, query);
    });
  }

  /** Sends an event to every session that asked for its kind; those away get it when they resume. */
  dispatch(event: string, payload: object, audience: Audience = { intents: 0 }): void {
    for (const session of this.#sessions.values()) {
      if ((session.intents & audience.intents) !== audience.intents) continue;
      const stripped =
        (session.intents & INTENTS.messageContent) === 0 ? audience.strip?.(payload) : undefined;
      this.#send(session, event, stripped ?? payload);
    }
  }

  /** Cuts every connection as a failing network does, without a close frame. */
  cut(): void {
    for (const client of this.#sockets.clients) client.terminate();
  }

  /** Closes every connection with a code of https://discord.com/developers/docs/topics/opcodes-and-status-codes#gateway */
  close(code: number): void {
    for (const client of this.#sockets.clients) client.close(code);
  }

  /** op 7: come back and resume. */
  asksToReconnect(): void {
    for (const session of this.#live()) session.socket?.send(JSON.stringify({ op: 7, d: null }));
  }

  /** op 9: this session is over, or can be resumed. */
  invalidates(resumable: boolean): void {
    for (const session of this.#live()) {
      session.socket?.send(JSON.stringify({ op: 9, d: resumable }));
      if (!resumable) this.#sessions.delete(session.id);
    }
  }

  /** Forgets all sessions, as after a long absence: a RESUME gets op 9. */
  forgetsSessions(): void {
    this.#sessions.clear();
  }

  /** op 1: asks for a heartbeat at once. */
  asksForHeartbeat(): void {
    for (const session of this.#live()) session.socket?.send(JSON.stringify({ op: 1, d: null }));
  }

  async stop(): Promise<void> {
    this.cut();
    await new Promise<void>((resolve) => {
      this.#sockets.close(() => {
        resolve();
      });
    });
  }

  #live(): readonly Session[] {
    return [...this.#sessions.values()].filter((one) => one.socket !== null);
  }

  #greet(socket: WebSocket, query: URLSearchParams): void {
    if (query.get('v') !== '10') {
      this.#end(socket, 4012, 'API version other than 10');
      return;
    }
    if (query.get('encoding') !== 'json' || query.has('compress')) {
      // The service knows ETF and compression too; nothing here does.
      this.#end(socket, 4002, 'only plain JSON is spoken here (stand-in: not documented)');
      return;
    }
    socket.send(
      JSON.stringify({
        op: 10,
        s: null,
        t: null,
        d: { heartbeat_interval: this.#options.heartbeatInterval },
      }),
    );
    const received: number[] = [];
    let session: Session | null = null;
    socket.on('message', (raw) => {
      received.push(this.#world.clock.now());
      const recent = received.filter((at) => at > this.#world.clock.now() - 60_000);
      if (recent.length > PAYLOADS_A_MINUTE) {
        this.#end(socket, 4008, 'more than 120 payloads in a minute');
        return;
      }
      session = this.#receive(socket, session, raw);
    });
    socket.on('close', () => {
      if (session?.socket === socket) session.socket = null;
      this.#world.changes.happened();
    });
    socket.on('error', () => {
      socket.terminate();
    });
  }

  #receive(socket: WebSocket, session: Session | null, raw: RawData): Session | null {
    const text = textOf(raw);
    const frame = Buffer.byteLength(text) > PAYLOAD_LIMIT ? null : FRAME.safeParse(parseJson(text));
    if (frame === null || !frame.success) {
      this.#end(socket, 4002, 'a payload that is too long or no JSON');
      return session;
    }
    const { op, d } = frame.data;
    switch (op) {
      case 1:
        this.counts.heartbeats += 1;
        if (!this.withholdsAcks) socket.send(JSON.stringify({ op: 11, d: null }));
        this.#world.changes.happened();
        return session;
      case 2:
        return this.#identify(socket, session, d);
      case 6:
        return this.#resume(socket, session, d);
      case 3:
        if (session === null) this.#end(socket, 4003, 'a payload before IDENTIFY');
        return session;
      default:
        if (session === null) this.#end(socket, 4003, 'a payload before IDENTIFY');
        else this.#end(socket, 4001, `opcode ${String(op)}`);
        return session;
    }
  }

  #identify(socket: WebSocket, session: Session | null, d: unknown): Session | null {
    if (session !== null) return this.#end(socket, 4005, 'IDENTIFY twice');
    const asked = IDENTIFY.safeParse(d);
    if (!asked.success) return this.#end(socket, 4002, 'a malformed IDENTIFY');
    const { token, intents, shard } = asked.data;
    if (token.replace(/^Bot /, '') !== this.#token) return this.#end(socket, 4004, 'wrong token');
    if (shard !== undefined && (shard[0] < 0 || shard[0] >= shard[1]))
      return this.#end(socket, 4010, 'invalid shard');
    if ((intents & ~KNOWN_INTENTS) !== 0) return this.#end(socket, 4013, 'invalid intents');
    const privileged = INTENTS.guildMembers | INTENTS.guildPresences | INTENTS.messageContent;
    if ((intents & privileged & ~this.#options.granted) !== 0)
      return this.#end(socket, 4014, 'disallowed intents');
    const now = this.#world.clock.now();
    this.#identifies = [...this.#identifies.filter((at) => at > now - 5000), now];
    if (this.#identifies.length > this.#options.maxConcurrency) {
      socket.send(JSON.stringify({ op: 9, d: false }));
      return null;
    }
    this.counts.identified += 1;
    const opened: Session = { id: this.#world.snowflake(), intents, sent: [], sequence: 0, socket };
    this.#sessions.set(opened.id, opened);
    const { bot } = this.#world;
    const guilds = [...this.#world.guilds.values()].filter((one) => one.members.has(bot.id));
    this.#send(opened, 'READY', {
      v: 10,
      user: { ...wireUser(bot), verified: true, mfa_enabled: false, email: null, flags: 0 },
      guilds: guilds.map((one) => ({ id: one.id, unavailable: true })),
      private_channels: [],
      relationships: [],
      session_id: opened.id,
      session_type: 'normal',
      resume_gateway_url: `${this.#origin}/resume`,
      shard: shard ?? [0, 1],
      application: { id: bot.id, flags: 0 },
    });
    if ((intents & INTENTS.guilds) !== 0) {
      for (const guild of guilds) this.#send(opened, 'GUILD_CREATE', wireGuild(this.#world, guild));
    }
    this.#world.changes.happened();
    return opened;
  }

  #resume(socket: WebSocket, session: Session | null, d: unknown): Session | null {
    if (session !== null) return this.#end(socket, 4005, 'RESUME in a session');
    const asked = RESUME.safeParse(d);
    if (!asked.success) return this.#end(socket, 4002, 'a malformed RESUME');
    if (asked.data.token.replace(/^Bot /, '') !== this.#token) return this.#end(socket, 4004, 'wrong token');
    const known = this.#sessions.get(asked.data.session_id);
    if (known === undefined) {
      socket.send(JSON.stringify({ op: 9, d: false }));
      return null;
    }
    if (asked.data.seq > known.sequence) return this.#end(socket, 4007, 'a sequence that was never sent');
    this.counts.resumed += 1;
    known.socket = socket;
    for (const one of known.sent.filter((event) => event.s > asked.data.seq)) {
      socket.send(JSON.stringify({ op: 0, ...one }));
    }
    this.#send(known, 'RESUMED', { _trace: [] });
    this.#world.changes.happened();
    return known;
  }

  #send(session: Session, t: string, d: unknown): void {
    session.sequence += 1;
    const event: Sent = { s: session.sequence, t, d };
    session.sent.push(event);
    session.socket?.send(JSON.stringify({ op: 0, ...event }));
  }

  #end(socket: WebSocket, code: number, why: string): null {
    this.#journal.note({
      at: this.#world.clock.now(),
      what: 'gateway',
      kind: code === 4004 ? 'refused' : 'fault of the bot',
      status: code,
      note: `${String(code)} ${why}`,
      sent: null,
    });
    socket.close(code, why);
    return null;
  }
}

function textOf(raw: RawData): string {
  if (Buffer.isBuffer(raw)) return raw.toString('utf8');
  return Array.isArray(raw) ? Buffer.concat(raw).toString('utf8') : Buffer.from(raw).toString('utf8');
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return null;
  }
}
