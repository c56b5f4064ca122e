import { parentPort } from 'node:worker_threads';
import { z } from 'zod';
import type { Limits } from './limits.ts';
import { parseDocument } from './parse.ts';
import type { Parsed } from './parse.ts';

/** What the main thread sends: one document, and how far it may go. */
export interface Task {
  readonly body: Uint8Array;
  readonly contentType: string | null;
  readonly contentEncoding: string | null;
  readonly limits: Limits;
}

/** What comes back; once at the start `ready`, then one for each task. */
export type Report = { readonly report: 'ready' } | { readonly report: 'parsed'; readonly parsed: Parsed };

// Ours on both sides, so the shape is not checked again; only that it is a task at all.
const isTask = z.custom<Task>((value) => typeof value === 'object' && value !== null && 'body' in value);

/** The thread beside the main one: parses what is large or strange, and may be killed at any moment. */
function serve(): void {
  if (parentPort === null) return;
  const port = parentPort;
  const say = (report: Report): void => port.postMessage(report);
  port.on('message', (message: unknown) => {
    const { limits, body, contentType, contentEncoding } = isTask.parse(message);
    const raw = {
      body: Buffer.from(body.buffer, body.byteOffset, body.byteLength),
      contentType,
      contentEncoding,
    };
    // A failure is thrown out of the thread: the main one sees it as the thread's end.
    void parseDocument(raw, limits, 'beside').then((parsed) => say({ report: 'parsed', parsed }));
  });
  say({ report: 'ready' });
}

serve();
