import { hash } from 'node:crypto';
import http from 'node:http';
import type { ClientRequest, IncomingMessage } from 'node:http';
import https from 'node:https';
import type { LookupFunction } from 'node:net';
import { codeOf } from '#core/file-trouble.ts';
import { parseDate } from './dates.ts';
import { guardedLookup, permit, PrivateAddress } from './guard.ts';
import type { Limits } from './limits.ts';

/** What is asked for, with what we know of the last answer. */
export interface FetchRequest {
  readonly url: string;
  readonly etag: string | null;
  readonly lastModified: string | null;
  /** Hash of the last body as sent; the same bytes again are `unchanged`. */
  readonly bodyHash: string | null;
}

/** What one fetch brought. Everything a server may do is one of these; only our own bugs are thrown. */
export type FetchOutcome =
  | {
      readonly outcome: 'body';
      /** As sent, Content-Encoding not undone. */
      readonly body: Buffer;
      readonly bodyHash: string;
      readonly contentType: string | null;
      readonly contentEncoding: string | null;
      readonly etag: string | null;
      readonly lastModified: string | null;
      /** The address that answered. */
      readonly url: string;
      readonly movedTo: string | null;
    }
  /** 304, or the same bytes as last time. Validators are null where the answer named none: the old ones stay. */
  | {
      readonly outcome: 'unchanged';
      readonly etag: string | null;
      readonly lastModified: string | null;
      readonly movedTo: string | null;
    }
  /** `trouble` says what is wrong and what to do. `retryAfter` is the server's wish, ms from now. */
  | { readonly outcome: 'failed'; readonly trouble: string; readonly retryAfter: number | null }
  /** 410: the server says it will never come back (RFC 9110, 15.5.11). */
  | { readonly outcome: 'gone'; readonly trouble: string };

/** What tells one body from another, as sent: equal hashes, equal bytes. */
export function hashOfBody(body: Uint8Array): string {
  return hash('sha256', body, 'base64url');
}

/** How far a server may go, and who we say that we are. */
export interface FetcherSettings {
  readonly limits: Limits;
  /** Names us and how to reach us, so that an operator who minds can write instead of blocking. */
  readonly userAgent: string;
  /** Allows loopback and private networks: for the demo and for tests. */
  readonly allowPrivate: boolean;
}

/** Asks servers for documents, and keeps to their limits and ours. */
export interface Fetcher {
  /** @param now ms, to read a Retry-After that is a date. */
  fetch(request: FetchRequest, now: number): Promise<FetchOutcome>;
  /** Closes the connections that wait for reuse. */
  close(): void;
}

// A validator longer than this is not kept: sent back, it would overflow the header limits of most servers.
const VALIDATOR_LENGTH = 1024;
// Servers that set many cookies send more than Node's 16 KB.
const HEADER_BYTES = 64 * 1024;
// How long a connection waits for the next request to its host, ms.
const IDLE_MS = 15_000;

/**
 * A fetcher over node:http with connections kept alive. Not global fetch: that costs more than twice the CPU for the
 * many small answers of polling, and has no limit of its own on anything.
 */
export function createFetcher({ limits, userAgent, allowPrivate }: FetcherSettings): Fetcher {
  const pool = {
    keepAlive: true,
    maxSockets: limits.perHost,
    timeout: limits.fetchMs + IDLE_MS,
    scheduling: 'lifo',
  } as const;
  const plain = new http.Agent(pool);
  // A TLS handshake costs more than all the rest of a poll: sessions are kept for as many hosts as one may have.
  const secure = new https.Agent({ ...pool, maxCachedSessions: 2_000 });
  const lookup: LookupFunction | undefined = allowPrivate ? undefined : guardedLookup;
  const common = {
    'User-Agent': userAgent,
    Accept:
      'application/rss+xml, application/atom+xml, application/feed+json, application/xml;q=0.9, */*;q=0.5',
    'Accept-Encoding': 'gzip, deflate, br',
  };

  function sendOnce(
    url: URL,
    headers: Readonly<Record<string, string>>,
    wall: Wall,
  ): Promise<IncomingMessage> {
    return new Promise((resolve, reject) => {
      const options = {
        headers,
        maxHeaderSize: HEADER_BYTES,
        insecureHTTPParser: true,
        ...(lookup === undefined ? {} : { lookup }),
      };
      const request =
        url.protocol === 'https:'
          ? https.request(url, { ...options, agent: secure })
          : http.request(url, { ...options, agent: plain });
      wall.watch(request);
      request.on('response', resolve);
      request.on('error', (error: NodeJS.ErrnoException) => {
        const stale = request.reusedSocket && (error.code === 'ECONNRESET' || error.code === 'EPIPE');
        reject(stale && !wall.over ? new StaleConnection('closed while it waited', { cause: error }) : error);
      });
      request.end();
    });
  }

  async function send(
    url: URL,
    headers: Readonly<Record<string, string>>,
    wall: Wall,
  ): Promise<IncomingMessage> {
    for (;;) {
      try {
        return await sendOnce(url, headers, wall);
      } catch (error) {
        if (!(error instanceof StaleConnection)) throw error;
      }
    }
  }

  async function follow(request: FetchRequest, now: number, wall: Wall): Promise<FetchOutcome> {
    const headers: Record<string, string> = { ...common };
    const etag = validator(request.etag);
    const lastModified = validator(request.lastModified);
    if (etag !== null) headers['If-None-Match'] = etag;
    if (lastModified !== null) headers['If-Modified-Since'] = lastModified;
    const visited = new Set<string>();
    let address = request.url;
    let permanent = true;
    for (;;) {
      const permission = permit(address, allowPrivate);
      if (!permission.allowed) {
        return failed(
          visited.size === 0
            ? permission.because
            : `It redirects to a forbidden address: ${permission.because}`,
        );
      }
      const { url } = permission;
      if (visited.has(url.href)) return failed('It redirects in a circle. Check the address in a browser.');
      visited.add(url.href);
      const answer = await send(url, headers, wall);
      const status = answer.statusCode ?? 0;
      const movedTo = visited.size > 1 && permanent ? url.href : null;
      const location = answer.headers.location;
      if (REDIRECTS.has(status) && location !== undefined) {
        answer.destroy();
        if (visited.size > limits.redirects)
          return failed(`More than ${String(limits.redirects)} redirects. Check the address in a browser.`);
        if (status !== 301 && status !== 308) permanent = false;
        const next = URL.parse(location, url.href);
        if (next === null) return failed('It redirects to something that is no address.');
        address = next.href;
        continue;
      }
      const validators = {
        etag: validator(answer.headers.etag),
        lastModified: validator(answer.headers['last-modified']),
      };
      if (status === 304) {
        answer.resume();
        if (etag === null && lastModified === null)
          return failed('It answers "unchanged" (304) though it was not asked.');
        return { outcome: 'unchanged', ...validators, movedTo };
      }
      if (status !== 200 && status !== 203) {
        answer.destroy();
        return refusal(status, answer, now);
      }
      const shield = shieldOf(answer);
      if (shield?.certain === true) {
        answer.destroy();
        return failed(blockedBy(shield.name), retryAfter(answer, now));
      }
      const body = await receive(answer, limits.sentBytes);
      if (body === null)
        return failed(
          `It sends more than ${megabytes(limits.sentBytes)}; reading stopped there. Check that the address is a feed.`,
        );
      if (body.length === 0)
        return failed('It answers with nothing at all. This often passes; else check the address.');
      const bodyHash = hashOfBody(body);
      if (bodyHash === request.bodyHash) return { outcome: 'unchanged', ...validators, movedTo };
      return {
        outcome: 'body',
        body,
        bodyHash,
        contentType: answer.headers['content-type'] ?? null,
        contentEncoding: answer.headers['content-encoding'] ?? null,
        ...validators,
        url: url.href,
        movedTo,
      };
    }
  }

  return {
    async fetch(request, now) {
      const wall = new Wall(limits.fetchMs);
      try {
        return await follow(request, now, wall);
      } catch (error) {
        if (wall.over)
          return failed(
            `No full answer within ${String(limits.fetchMs / 1000)} s. The server is slow or hangs; it is tried again.`,
          );
        return failed(connectionTrouble(error));
      } finally {
        wall.end();
      }
    },
    close() {
      plain.destroy();
      secure.destroy();
    },
  };
}

const REDIRECTS: ReadonlySet<number> = new Set([301, 302, 303, 307, 308]);

/** A kept connection that the server closed at the very moment of its reuse: says nothing of the feed, asked again. */
class StaleConnection extends Error {
  override readonly name = 'StaleConnection';
}

/** The total time of one fetch. Runs from the first connection on, so that waiting for a busy host's turn is free. */
class Wall {
  over = false;
  readonly #ms: number;
  #timer: NodeJS.Timeout | null = null;
  #current: ClientRequest | null = null;

  constructor(ms: number) {
    this.#ms = ms;
  }

  watch(request: ClientRequest): void {
    this.#current = request;
    request.once('socket', () => {
      this.#timer ??= setTimeout(() => {
        this.over = true;
        this.#current?.destroy(new Error('time is up'));
      }, this.#ms);
    });
  }

  end(): void {
    if (this.#timer !== null) clearTimeout(this.#timer);
  }
}

/** The whole body, or null when it is larger than `limit`. */
function receive(answer: IncomingMessage, limit: number): Promise<Buffer | null> {
  return new Promise((resolve, reject) => {
    if (Number(answer.headers['content-length'] ?? 0) > limit) {
      answer.destroy();
      resolve(null);
      return;
    }
    const chunks: Buffer[] = [];
    let size = 0;
    answer.on('data', (chunk: Buffer) => {
      size += chunk.length;
      if (size > limit) {
        answer.destroy();
        resolve(null);
      } else {
        chunks.push(chunk);
      }
    });
    answer.on('end', () => {
      const [only] = chunks;
      resolve(chunks.length === 1 && only !== undefined ? only : Buffer.concat(chunks, size));
    });
    answer.on('error', reject);
  });
}

/** Only what may be sent back: visible Latin-1 of reasonable length. */
function validator(value: string | null | undefined): string | null {
  if (value === null || value === undefined || value.length > VALIDATOR_LENGTH) return null;
  return /^[\u0020-\u007E\u0080-\u00FF]+$/.test(value) ? value : null;
}

/** Retry-After: seconds or an HTTP date (RFC 9110, 10.2.3). */
function retryAfter(answer: IncomingMessage, now: number): number | null {
  const value = answer.headers['retry-after']?.trim();
  if (value === undefined) return null;
  if (/^\d{1,9}$/.test(value)) return Number(value) * 1000;
  const date = parseDate(value);
  return date === null ? null : Math.max(0, date - now);
}

function failed(trouble: string, after: number | null = null): FetchOutcome {
  return { outcome: 'failed', trouble, retryAfter: after };
}

function refusal(status: number, answer: IncomingMessage, now: number): FetchOutcome {
  const wish = retryAfter(answer, now);
  if (status === 410)
    return {
      outcome: 'gone',
      trouble: 'The server says that this feed is gone for good (410). Find its new address or remove it.',
    };
  const shield = shieldOf(answer);
  if (shield !== null && (shield.certain || status === 401 || status === 403 || status === 503)) {
    return failed(blockedBy(shield.name), wish);
  }
  return failed(refusalTrouble(status), wish);
}

function refusalTrouble(status: number): string {
  if (status === 401) return 'It wants a login (401). Only open feeds can be read.';
  if (status === 402) return 'It wants payment (402). Only open feeds can be read.';
  if (status === 403) return 'It refuses us (403). Ask the publisher, or look for another address.';
  if (status === 404)
    return 'There is nothing at this address (404). Check it in a browser; the feed may have moved.';
  if (status === 406) return 'It has no feed in a form we accept (406). Look for another address.';
  if (status === 408) return 'The server gave up waiting (408). It is tried again.';
  if (status === 429)
    return 'It says that we ask too often (429). The next try waits; set a longer interval if this stays.';
  if (status === 451) return 'It is withheld for legal reasons where we are (451).';
  if (status >= 500) return `The server is in trouble itself (${String(status)}). It is tried again.`;
  return `It answers with status ${String(status)} instead of a feed. Check the address in a browser.`;
}

/** A guard in front of the site, told by its headers. `certain`: this answer is the guard's, not the site's. */
function shieldOf(answer: IncomingMessage): { readonly name: string; readonly certain: boolean } | null {
  const server = String(answer.headers['server'] ?? '').toLowerCase();
  // https://developers.cloudflare.com/cloudflare-challenges/challenge-types/challenge-pages/detect-response/
  if (answer.headers['cf-mitigated'] !== undefined) return { name: 'Cloudflare', certain: true };
  if (server === 'datadome' || answer.headers['x-dd-b'] !== undefined)
    return { name: 'DataDome', certain: true };
  for (const [mark, name] of SHIELDS) if (server.includes(mark)) return { name, certain: false };
  if (answer.headers['x-datadome'] !== undefined) return { name: 'DataDome', certain: false };
  if (answer.headers['x-iinfo'] !== undefined) return { name: 'Imperva', certain: false };
  return null;
}

const SHIELDS: readonly (readonly [mark: string, name: string])[] = [
  ['cloudflare', 'Cloudflare'],
  ['ddos-guard', 'DDoS-Guard'],
  ['qrator', 'Qrator'],
  ['akamaighost', 'Akamai'],
];

/** Also used where the page itself, not a header, shows the guard. */
export function blockedBy(guard: string): string {
  return `Blocked by ${guard}: it takes us for a robot to keep out. Ask the publisher to let the feed through, or look for another address.`;
}

function connectionTrouble(error: unknown): string {
  // Several addresses were tried: the first failure stands for all.
  const cause: unknown = error instanceof AggregateError ? error.errors[0] : error;
  const code = codeOf(cause);
  if (cause instanceof PrivateAddress) return cause.message;
  if (code === null)
    return `The connection failed: ${cause instanceof Error ? cause.message : 'no reason given'}. It is tried again.`;
  const known = CONNECTION_TROUBLES[code];
  if (known !== undefined) return `${known} (${code})`;
  if (/CERT|SIGNED|ISSUER|SIGNATURE/.test(code))
    return `Its certificate is not valid. The publisher has to renew it. (${code})`;
  if (code.startsWith('HPE_')) return `Its answer is not proper HTTP. Check the address. (${code})`;
  return `The connection failed. It is tried again. (${code})`;
}

const CONNECTION_TROUBLES: Readonly<Record<string, string>> = {
  ENOTFOUND: 'There is no such host. Check the address, and our name server.',
  EAI_AGAIN: 'The name server does not answer. Check our network.',
  ECONNREFUSED: 'The host refuses the connection. It is tried again.',
  ECONNRESET: 'The connection broke off. It is tried again.',
  EPIPE: 'The connection broke off. It is tried again.',
  ETIMEDOUT: 'The host does not answer. It is tried again.',
  EHOSTUNREACH: 'The host cannot be reached. Check our network.',
  ENETUNREACH: 'The network cannot be reached. Check our network.',
  EPROTO: 'No secure connection could be agreed on. Check whether the address should begin with http.',
};

function megabytes(bytes: number): string {
  return `${String(Math.round(bytes / 1024 / 102.4) / 10)} MB`;
}
