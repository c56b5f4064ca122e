/** Speech over several sentences: what stands between quotation marks, and who turns out to have said it. */
import type { Reading } from './claim-settle.ts';
import { notHimself } from './claim-speaker.ts';

/** Whether a quotation is still open behind a text. @param open whether it was before it. */
export function isQuoteOpen(text: string, open: boolean): boolean {
  let is = open;
  for (const char of text) {
    if (char === '«' || char === '“' || char === '„') is = true;
    else if (char === '»' || char === '”') is = false;
    else if (char === '"') is = !is;
  }
  return is;
}

/** Gives what was read from `from` on, and of which nobody was known to have said it, its speaker. */
export function tellOf(
  readings: Reading[],
  from: number,
  { speaker, via }: { readonly speaker: string; readonly via: string | null },
): void {
  for (const [at, one] of readings.entries()) {
    if (at < from || one.speaker !== null || one.event === 'abducted') continue;
    readings[at] = { ...one, speaker: notHimself(one.subject, speaker), via: one.via ?? via };
  }
}
