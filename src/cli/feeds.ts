import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import { feedsMessage } from '#commands/feeds.ts';
import type { FeedState } from '#commands/desk.ts';
import { isoOf } from '#core/day.ts';
import { sourcesById } from '#core/feed.ts';
import { MINUTE } from '#core/spans.ts';
import { writeWhole } from '#ops/whole-file.ts';
import { count } from '#render/words.ts';
import { readOpml, writeOpml } from '#feeds/opml.ts';
import { readerFor, wallClock } from '../main.ts';
import {
  Failure,
  Misuse,
  openSession,
  openSettings,
  print,
  printJson,
  printMessage,
  progress,
  remark,
} from './session.ts';
import { withFeeds } from './feeds-file.ts';
import { notWritten, readGiven } from './files.ts';
import { lookAtDesk } from './look.ts';
import type { GlobalOptions } from './session.ts';

/** `wirewatch feeds`: every feed and how it fares. */
export async function feedsList(options: GlobalOptions): Promise<void> {
  const session = await openSession(options);
  await lookAtDesk(session, async (newsdesk) => {
    const states = await newsdesk.desk.feeds(wallClock.now());
    if (options.json === true) return printJson({ feeds: states.map(feedJson) });
    const sources = sourcesById(session.settings.sources);
    const locale = session.knowledge.locales.in(session.settings.defaults.language);
    return printMessage(feedsMessage(states, { sources, clock: wallClock, locale }));
  });
}

function feedJson({ feed, cursor, silentSince }: FeedState) {
  return {
    id: feed.id,
    url: feed.url,
    language: feed.language,
    source: feed.source,
    intervalMinutes: feed.interval / MINUTE,
    verified: (cursor?.lastSuccessAt ?? null) !== null,
    lastSuccessAt: isoOf(cursor?.lastSuccessAt ?? null),
    lastNewAt: isoOf(cursor?.lastNewAt ?? null),
    failures: cursor?.failures ?? 0,
    trouble: cursor?.trouble ?? null,
    nextAt: isoOf(cursor?.nextAt ?? null),
    silentSince: isoOf(silentSince),
    gone: cursor?.gone ?? false,
    movedTo: cursor?.movedTo ?? null,
  };
}

/** `wirewatch feeds read FILE-or-URL`: what the reader makes of one feed; stores nothing. */
export async function feedsRead(place: string, options: GlobalOptions): Promise<void> {
  const settings = await openSettings(options);
  const reader = readerFor(settings.polling);
  try {
    const reading = await reader.readOne(place);
    if (options.json === true) printJson(reading);
    else if (reading.error === null) {
      print(reading.title ?? '(no title)');
      print(
        `${reading.format ?? ''}, ${reading.encoding ?? ''}, ${count(reading.entries.length, 'entry', 'entries')}`,
      );
      for (const mended of reading.mended) print(`mended: ${mended}`);
      for (const entry of reading.entries) {
        print(`\n${entry.publishedAt ?? 'no date'}  ${entry.title === '' ? '(no title)' : entry.title}`);
        if (entry.url !== null) print(`  ${entry.url}`);
        if (entry.text !== '') print(`  ${entry.text.slice(0, 200)}${entry.text.length > 200 ? '…' : ''}`);
      }
    } else remark(reading.error.includes(place) ? reading.error : `${place}: ${reading.error}`);
    if (reading.error !== null) throw new Failure('');
  } finally {
    await reader.close();
  }
}

/** `wirewatch feeds check [ID…]`: asks each feed once; stores nothing. */
export async function feedsCheck(ids: readonly string[], options: GlobalOptions): Promise<void> {
  const settings = await openSettings(options);
  const unknown = ids.filter((id) => !settings.feeds.some((feed) => feed.id === id));
  if (unknown.length > 0) {
    throw new Misuse(`No feed is called ${unknown.join(', ')}. "wirewatch feeds" lists them.`);
  }
  const wanted = settings.feeds.filter((feed) => ids.length === 0 || ids.includes(feed.id));
  const reader = readerFor(settings.polling);
  try {
    let done = 0;
    const queue = [...wanted];
    const checked = new Map<string, { readonly ok: boolean; readonly detail: string }>();
    const work = async (): Promise<void> => {
      for (let feed = queue.shift(); feed !== undefined; feed = queue.shift()) {
        const reading = await reader.readOne(feed.url);
        checked.set(
          feed.id,
          reading.error === null
            ? {
                ok: true,
                detail: `${reading.format ?? ''}, ${count(reading.entries.length, 'entry', 'entries')}`,
              }
            : { ok: false, detail: reading.error },
        );
        done += 1;
        progress(`${String(done)}/${String(wanted.length)}`);
      }
    };
    await Promise.all(Array.from({ length: settings.polling.concurrency }, work));
    progress('');
    const rows = wanted.map((feed) => ({
      id: feed.id,
      url: feed.url,
      ...(checked.get(feed.id) ?? { ok: false, detail: '' }),
    }));
    if (options.json === true) printJson({ feeds: rows });
    else for (const row of rows) print(`${row.ok ? 'ok  ' : 'fail'}  ${row.id}: ${row.detail}`);
    if (rows.some((row) => !row.ok)) throw new Failure('');
  } finally {
    await reader.close();
  }
}

/** `wirewatch feeds export`: OPML on stdout, for any other reader. */
export async function feedsExport(options: GlobalOptions): Promise<void> {
  const settings = await openSettings(options);
  print(
    writeOpml(
      'wirewatch',
      settings.feeds.map((feed) => ({
        title: feed.source.name,
        url: feed.url,
        site: null,
        language: feed.language,
      })),
    ),
  );
}

/** `wirewatch feeds import FILE`: adds the feeds of an OPML file to feeds.yaml; those already there are left alone. */
export async function feedsImport(file: string, options: GlobalOptions): Promise<void> {
  const settings = await openSettings(options);
  const read = readOpml(await readGiven(file), settings.polling.allowPrivate);
  if (read.state === 'trouble') throw new Failure(`${file}: ${read.trouble}`);
  const path = join(settings.folder, 'feeds.yaml');
  const text = (await readGiven(path)).toString('utf8');
  const known = new Set(settings.feeds.map((feed) => new URL(feed.url).href));
  const ids = new Set(settings.feeds.map((feed) => feed.id));
  const sourceIds = new Set(settings.sources.map((source) => source.id));
  const added: string[] = [];
  const sources = new Map<string, Record<string, string>>();
  const feeds = new Map<string, Record<string, string>>();
  for (const outline of read.feeds) {
    const url = new URL(outline.url);
    if (known.has(url.href)) continue;
    known.add(url.href);
    const source = idFor(url.host.replace(/^(?:www|feeds|rss)\./u, ''), new Set());
    const id = idFor(source, ids);
    ids.add(id);
    if (!sourceIds.has(source)) {
      sourceIds.add(source);
      // F: nobody has judged it yet. The operator writes what it deserves.
      sources.set(source, { name: outline.title === '' ? url.host : outline.title, reliability: 'F' });
    }
    feeds.set(id, { url: url.href, source, language: primaryTag(outline.language) });
    added.push(`${id}  ${url.href}`);
  }
  if (added.length > 0) {
    const longer = withFeeds(text, sources, feeds);
    if (longer === null) throw new Failure(`${path} is not a list of feeds; mend it first.`);
    await writeWhole(path, longer).catch((error: unknown) => notWritten(path, error));
  }
  if (options.json === true)
    printJson({ added: added.length, known: read.feeds.length - added.length, refused: read.refused });
  else {
    for (const line of added) print(`added  ${line}`);
    remark(
      `${count(added.length, 'feed', 'feeds')} added to ${path}, ${String(read.feeds.length - added.length)} there already` +
        `${read.refused.length > 0 ? `, ${String(read.refused.length)} refused` : ''}.`,
    );
    for (const { url, because } of read.refused) remark(`refused  ${url}: ${because}`);
    if (added.length > 0)
      remark('Look at their language and reliability there, then run "wirewatch feeds check".');
  }
}

/** `en-GB` is `en`; what a list does not say, or says oddly, is taken for English until the operator corrects it. */
function primaryTag(language: string | null): string {
  return /^(?<tag>[a-z]{2,3})(?:[-_]|$)/iu.exec(language ?? '')?.groups?.['tag']?.toLowerCase() ?? 'en';
}

/** A name of lower-case letters, digits and hyphens that is still free. */
function idFor(text: string, taken: ReadonlySet<string>): string {
  const plain =
    text
      .toLowerCase()
      .replaceAll(/[^a-z0-9]+/gu, '-')
      .replaceAll(/^-|-$/gu, '') || 'feed';
  for (let n = 1; ; n++) {
    const id = n === 1 ? plain : `${plain}-${String(n)}`;
    if (!taken.has(id)) return id;
  }
}

/** `wirewatch feeds publish FOLDER`: our own stories as feeds. */
export async function feedsPublish(folder: string, options: GlobalOptions): Promise<void> {
  const there = await stat(folder).catch(() => null);
  if (there !== null && !there.isDirectory())
    throw new Misuse(`${folder} is a file. Name a folder; it is made where there is none.`);
  const session = await openSession(options);
  await lookAtDesk(session, async (newsdesk) => {
    const { address } = session.settings.publish;
    const changed = await newsdesk
      .publish({ folder, address })
      .catch((error: unknown) => notWritten(folder, error));
    if (options.json === true) printJson({ folder, changed });
    else
      print(
        `${count(changed, 'file', 'files')} written to ${folder}; those that say the same were left alone.`,
      );
  });
}
