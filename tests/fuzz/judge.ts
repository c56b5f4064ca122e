/** One case: a document made from its seed, read on both paths of the product, and what is wrong with the outcome. */
import { canonicalUrl, identify } from '#feeds/identity.ts';
import { DEFAULT_LIMITS } from '#feeds/limits.ts';
import { readOpml } from '#feeds/opml.ts';
import { parseDocument } from '#feeds/parse.ts';
import type { Parsed } from '#feeds/parse.ts';
import { chanceOf } from '#tests/torture/chance.ts';
import { documentOf, FORMATS } from './documents.ts';
import { mutated } from './mutations.ts';
import type { Sent } from './mutations.ts';

/** CPU time that reading one document may take, ms: on the main thread it holds up everything else. */
export const MAIN_MS = 1_000;
export const BESIDE_MS = 3_000;

export interface Judged {
  /** What came out: `feed`, `refused`, `list`. */
  readonly outcome: string;
  readonly items: number;
  /** CPU time, ms. */
  readonly mainMs: number;
  readonly besideMs: number;
  /** Empty when all is well. */
  readonly wrong: readonly string[];
}

/** Cases of one run have seeds of their own, so that each can be repeated alone. */
export const seedOf = (seed: number, index: number): number => (Math.imul(seed, 1_000_003) + index) >>> 0;

export function caseOf(seed: number): Sent & { readonly format: (typeof FORMATS)[number] } {
  const chance = chanceOf(seed);
  const format = chance.one(FORMATS);
  return { format, ...mutated(documentOf(chance, format), chance) };
}

export async function judge(seed: number): Promise<Judged> {
  const { format, ...raw } = caseOf(seed);
  const wrong: string[] = [];
  if (format === 'opml') {
    const from = process.threadCpuUsage();
    const list = readOpml(raw.body, false);
    const mainMs = since(from);
    if (mainMs > MAIN_MS) wrong.push(`the list took ${String(mainMs)} ms`);
    if (list.state === 'read')
      for (const { url } of list.feeds) if (!/^https?:/u.test(url)) wrong.push(`a feed at ${url}`);
    return {
      outcome: 'list',
      items: list.state === 'read' ? list.feeds.length : 0,
      mainMs,
      besideMs: 0,
      wrong,
    };
  }

  const atMain = process.threadCpuUsage();
  const main = await parseDocument(raw, DEFAULT_LIMITS, 'main');
  const mainMs = since(atMain);
  const atBeside = process.threadCpuUsage();
  const parsed = main.state === 'beside' ? await parseDocument(raw, DEFAULT_LIMITS, 'beside') : main;
  const besideMs = since(atBeside);
  if (mainMs > MAIN_MS) wrong.push(`the main thread was busy for ${String(mainMs)} ms`);
  if (besideMs > BESIDE_MS) wrong.push(`reading took ${String(besideMs)} ms`);
  wrong.push(...faultsOf(parsed));
  // What both paths can read, both read alike.
  if (main.state === 'feed' && seed % 8 === 0) {
    const again = await parseDocument(raw, DEFAULT_LIMITS, 'beside');
    if (JSON.stringify(again) !== JSON.stringify(main)) wrong.push('the two paths read it differently');
  }
  return {
    outcome: parsed.state === 'feed' ? 'feed' : 'refused',
    items: parsed.state === 'feed' ? parsed.items.length : 0,
    mainMs,
    besideMs,
    wrong,
  };
}

// oxlint-disable-next-line no-control-regex -- they are what is looked for
const CONTROL = /[\u0000-\u0008\u000B\u000C\u000E-\u001F\u007F]/u;

function faultsOf(parsed: Parsed): readonly string[] {
  if (parsed.state === 'beside') return ['it was passed on and on'];
  if (parsed.state === 'trouble') {
    const { trouble } = parsed;
    if (trouble.length < 10 || trouble.length > 600) return [`words of ${String(trouble.length)} characters`];
    return / at .*:\d+:\d+/u.test(trouble) ? [`a stack trace: ${trouble}`] : [];
  }
  const faults: string[] = [];
  const { title: mostTitle, text: mostText, items: mostItems } = DEFAULT_LIMITS;
  if (parsed.items.length > mostItems) faults.push(`${String(parsed.items.length)} items`);
  const traits = parsed.items.flatMap(({ item }) => {
    if (item === null) return [];
    const { guid, title, lead, text, link, publishedAt } = item;
    for (const [name, words, most] of [
      ['title', title, mostTitle],
      ['lead', lead, mostText],
      ['text', text, mostText],
    ] as const) {
      if (words.length > most) faults.push(`a ${name} of ${String(words.length)} characters`);
      if (!words.isWellFormed()) faults.push(`half a character in a ${name}`);
      if (CONTROL.test(words)) faults.push(`a control character in a ${name}`);
    }
    if (publishedAt !== null && Number.isNaN(new Date(publishedAt).getTime()))
      faults.push('a date that is none');
    const url = link === null ? null : canonicalUrl(link, parsed.site);
    if (url !== null && !/^https?:/u.test(url)) faults.push(`a link to ${url}`);
    return [{ url, guid, title, text: lead + text, publishedAt }];
  });
  const ids = identify('wire', traits, null, []).identities.flatMap((one) => (one === null ? [] : [one.id]));
  if (new Set(ids).size !== ids.length) faults.push('two entries with one id');
  return [...new Set(faults)];
}

function since(start: NodeJS.CpuUsage): number {
  const { user, system } = process.threadCpuUsage(start);
  return Math.round((user + system) / 1_000);
}
