import { createServer } from 'node:http';
import type { IncomingHttpHeaders, IncomingMessage, Server, ServerResponse } from 'node:http';
import type { Duplex } from 'node:stream';

/** One HTTP request, read to its end. */
export interface Arrival {
  readonly method: string;
  readonly url: URL;
  readonly headers: IncomingHttpHeaders;
  readonly body: Buffer;
  /** Fires when the client goes away before it was answered. */
  readonly gone: AbortSignal;
}

/** What to answer; `hang up` ends the connection without a word. */
export type Reply =
  | {
      readonly status: number;
      readonly headers?: Readonly<Record<string, string>>;
      /** Sent as JSON; undefined for an empty body. */
      readonly body: unknown;
    }
  | 'hang up';

/** A server on a port of 127.0.0.1 that the system chose. */
export interface Loopback {
  readonly port: number;
  /** `http://127.0.0.1:PORT` */
  readonly origin: string;
  /** Ends every connection; resolves when nothing is open any more. */
  stop(): Promise<void>;
}

/** More than any service takes (Telegram: 50 MB); a client gone mad should not eat the machine. */
const BODY_LIMIT = 60 * 1024 * 1024;

/** What a loopback server does with what reaches it. */
export interface Listener {
  answer(arrival: Arrival): Promise<Reply>;
  /** A WebSocket is wanted. */
  upgrade?(request: IncomingMessage, socket: Duplex, head: Buffer): void;
  /** `answer` threw: that must not pass for a fault of the service. */
  failed(what: string, error: unknown): void;
}

/** Opens a server on a free port of 127.0.0.1. */
export async function listen(listener: Listener): Promise<Loopback> {
  const server = createServer((request, response) => {
    void serve(request, response, listener);
  });
  server.on('upgrade', (request, socket, head) => {
    if (listener.upgrade === undefined) socket.destroy();
    else listener.upgrade(request, socket, head);
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(0, '127.0.0.1', resolve);
  });
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('The loopback server got no port.');
  return {
    port: address.port,
    origin: `http://127.0.0.1:${String(address.port)}`,
    stop: async () => stopServer(server),
  };
}

async function serve(request: IncomingMessage, response: ServerResponse, listener: Listener): Promise<void> {
  const gone = new AbortController();
  response.on('close', () => {
    if (!response.writableFinished) gone.abort();
  });
  try {
    const reply = await listener.answer({
      method: request.method ?? 'GET',
      url: new URL(request.url ?? '/', 'http://127.0.0.1'),
      headers: request.headers,
      body: await readBody(request),
      gone: gone.signal,
    });
    if (reply === 'hang up') {
      request.socket.destroy();
      return;
    }
    if (response.destroyed) return;
    // A client that reads the type would try to parse an empty body.
    const type = reply.body === undefined ? {} : { 'content-type': 'application/json' };
    response.writeHead(reply.status, { ...type, ...reply.headers });
    response.end(reply.body === undefined ? undefined : JSON.stringify(reply.body));
  } catch (error) {
    if (gone.signal.aborted) return;
    listener.failed(`${request.method ?? ''} ${request.url ?? ''}`, error);
    response.writeHead(599, { 'content-type': 'text/plain' });
    response.end(
      `The stand-in server itself failed: ${error instanceof Error ? error.stack : String(error)}`,
    );
  }
}

async function readBody(request: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request) {
    const bytes: Buffer = Buffer.isBuffer(chunk) ? chunk : Buffer.from(String(chunk));
    size += bytes.length;
    if (size > BODY_LIMIT) throw new Error('The request is larger than any service takes.');
    chunks.push(bytes);
  }
  return Buffer.concat(chunks);
}

async function stopServer(server: Server): Promise<void> {
  await new Promise<void>((resolve) => {
    server.close(() => {
      resolve();
    });
    server.closeAllConnections();
  });
}
