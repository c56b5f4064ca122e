/** Updates that Telegram brings, instead of our asking for them: https://core.telegram.org/bots/api#setwebhook */
import { createHash, timingSafeEqual } from 'node:crypto';
import { createServer } from 'node:http';
import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import type { Update } from 'grammy/types';
import { z } from 'zod';
import { codeOf } from '#core/file-trouble.ts';
import type { Log } from '#core/ports.ts';

/** How Telegram brings updates to us (https://core.telegram.org/bots/api#setwebhook). */
export interface Webhook {
  /** What Telegram calls: https, port 443, 80, 88 or 8443. */
  readonly url: string;
  /** 1 to 256 of A-Z, a-z, 0-9, `_` and `-`; Telegram sends it with every update. */
  readonly secret: string;
  /** Where the server listens, behind whatever speaks https; port 0 lets the system choose. */
  readonly listen: { readonly host: string; readonly port: number };
}

/** The server that Telegram calls; `port` is the one that it got. */
export interface WebhookServer {
  readonly port: number;
  /** Takes no more; what was taken goes on. */
  stop(): Promise<void>;
}

/** An update is some kilobytes; a message has at most 4,096 characters. */
const LARGEST_BODY = 1024 * 1024;

/** A whole request has to be there after so long, ms: somebody else's slow connections must not pile up. */
const REQUEST_WITHIN = 10_000;

/** Connections at a time. Telegram opens 40 unless told otherwise. */
const MOST_CONNECTIONS = 200;

/** Updates that are remembered: what Telegram did not hear us take, it brings again. */
const MOST_REMEMBERED = 2000;

const UPDATE = z.custom<Update>(
  (value) =>
    typeof value === 'object' &&
    value !== null &&
    'update_id' in value &&
    Number.isSafeInteger(value.update_id),
);

/**
 * Opens the server. An update is answered with 200 once it is handed to `take`, so that Telegram does not bring it again;
 * one that comes a second time is not handed on.
 *
 * @throws Error in words for the operator when the port is not to be had.
 */
export async function openWebhook(
  { url, secret, listen }: Webhook,
  take: (update: Update) => void,
  log: Log,
): Promise<WebhookServer> {
  const path = new URL(url).pathname;
  const wanted = digestOf(secret);
  const seen = new Set<number>();
  let strangers = 0;

  async function answer(request: IncomingMessage): Promise<number> {
    if (request.url?.split('?', 1)[0] !== path) return 404;
    if (request.method !== 'POST') return 405;
    const given = request.headers['x-telegram-bot-api-secret-token'];
    // Of the digests, which are equally long: how long the comparison takes tells nothing of the secret.
    if (typeof given !== 'string' || !timingSafeEqual(digestOf(given), wanted)) {
      strangers += 1;
      // The first, the tenth, the hundredth: nobody can fill the log.
      if (Number.isInteger(Math.log10(strangers)))
        log.warn(
          { calls: strangers },
          'Somebody who does not know the secret calls the webhook; if it is Telegram, start again',
        );
      return 401;
    }
    const body = await bodyOf(request);
    if (body === null) return 413;
    const update = UPDATE.safeParse(jsonOf(body));
    if (!update.success) return 400;
    const id = update.data.update_id;
    if (!seen.has(id)) {
      seen.add(id);
      const [oldest] = seen;
      if (seen.size > MOST_REMEMBERED && oldest !== undefined) seen.delete(oldest);
      take(update.data);
    }
    return 200;
  }

  async function serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    try {
      const status = await answer(request);
      // The rest of what is too large is not read.
      if (status === 413) response.setHeader('connection', 'close');
      response.writeHead(status).end();
      if (status === 413) request.destroy();
    } catch (error) {
      // It is brought again.
      log.warn(
        { reason: error instanceof Error ? error.message : 'unknown' },
        'A call of the webhook broke off',
      );
      response.destroy();
    }
  }

  const server = createServer({ requestTimeout: REQUEST_WITHIN }, (request, response) => {
    void serve(request, response);
  });
  server.maxConnections = MOST_CONNECTIONS;
  await listening(server, listen);
  const address = server.address();
  return {
    port: typeof address === 'object' && address !== null ? address.port : listen.port,
    async stop() {
      await new Promise<void>((done) => {
        server.close(() => done());
        server.closeIdleConnections();
      });
    },
  };
}

async function listening(server: Server, { host, port }: Webhook['listen']): Promise<void> {
  try {
    await new Promise<void>((done, failed) => {
      server.once('error', failed).listen(port, host, done);
    });
  } catch (error) {
    throw new Error(
      `The webhook cannot listen on ${host}:${String(port)} (${codeOf(error) ?? 'unknown'}). Choose another telegram.listen, or stop what listens there.`,
      { cause: error },
    );
  }
}

function digestOf(text: string): Buffer {
  return createHash('sha256').update(text).digest();
}

/** The body; null when it is larger than any update. */
async function bodyOf(request: IncomingMessage): Promise<string | null> {
  if (Number(request.headers['content-length'] ?? 0) > LARGEST_BODY) return null;
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request) {
    const bytes = Buffer.from(chunk);
    size += bytes.length;
    if (size > LARGEST_BODY) return null;
    chunks.push(bytes);
  }
  return Buffer.concat(chunks).toString('utf8');
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
