/** `wirewatch export` and `import`: everything in a store as one file, and into a store of another kind. */
import { once } from 'node:events';
import { createReadStream, createWriteStream } from 'node:fs';
import { rm, stat } from 'node:fs/promises';
import process from 'node:process';
import { createInterface } from 'node:readline';
import { pipeline } from 'node:stream/promises';
import { codeOf } from '#core/file-trouble.ts';
import { openStore } from '#store/open.ts';
import type { Store } from '#store/store.ts';
import { exported, imported, wholeness } from '#store/transfer.ts';
import type { Imported } from '#store/transfer.ts';
import { StoreError } from '#store/trouble.ts';
import { count } from '#render/words.ts';
import { mustBeFile, nameOf, notWritten } from './files.ts';
import { Failure, Misuse, logFor, openSettings, print, printJson, remark } from './session.ts';
import type { GlobalOptions } from './session.ts';

/** Problems shown of an import. */
const SHOWN = 10;

/** Writes all of the store to `file`, readable by its owner only; "-" is stdout. Works beside a running service. */
export async function exportStore(file: string, options: GlobalOptions): Promise<void> {
  const settings = await openSettings(options);
  const store = await openStore(settings.store.url.reveal(), logFor(settings), { readOnly: true });
  let lines = 0;
  const text = async function* (): AsyncGenerator<string> {
    for await (const line of exported(store.parts, Date.now())) {
      yield `${line}\n`;
      lines += 1;
    }
  };
  try {
    if (file === '-') await pipeline(text, process.stdout, { end: false });
    else await writeAll(file, text);
  } finally {
    await store.close();
  }
  if (file === '-') return;
  // Without the head and the end.
  const records = lines - 2;
  if (options.json === true) printJson({ file, records });
  else
    print(
      `${count(records, 'record is', 'records are')} in ${file}. It knows who subscribed to whom: keep it to yourself.`,
    );
}

/** What could not be written to its end is taken away: nobody should keep half of a store for the whole. */
async function writeAll(file: string, text: () => AsyncGenerator<string>): Promise<void> {
  const out = createWriteStream(file, { mode: 0o600, flags: 'wx' });
  await once(out, 'open').catch((error: unknown) => refuse(file, error));
  try {
    await pipeline(text, out);
  } catch (error) {
    await rm(file, { force: true });
    notWritten(file, error);
  }
}

function refuse(file: string, error: unknown): never {
  const code = codeOf(error);
  throw new Misuse(
    code === 'EEXIST'
      ? `${file} is there already; choose another name.`
      : `${file} cannot be written; check its folder.`,
  );
}

/** Reads such a file into the store of the settings, which has to be empty. */
export async function importStore(file: string, options: GlobalOptions): Promise<void> {
  const settings = await openSettings(options);
  if (file !== '-') await mustBeFile(file);
  const lines = await linesTwice(file);
  const found = await wholeness(lines());
  if (!found.whole) {
    throw new Misuse(
      found.because === 'foreign'
        ? `${nameOf(file)} is no export of wirewatch; "wirewatch export FILE" makes one.`
        : `${nameOf(file)} is not whole: it breaks off, or was changed, after ${count(found.records, 'record', 'records')}. Nothing of it was taken; export once more.`,
    );
  }
  const store = await openStore(settings.store.url.reveal(), logFor(settings));
  try {
    for (const part of store.parts) {
      if (await part.isEmpty()) continue;
      throw new Misuse(
        `The store ${settings.store.shown} is not empty (${part.name}): an import would mix two. Name a new one under \`store\`.`,
      );
    }
    const done = await take(store, lines(), settings.store.shown);
    const { counts, problems } = done;
    const all = [...counts.values()].reduce((sum, count) => sum + count, 0);
    if (options.json === true) printJson({ records: all, counts: Object.fromEntries(counts), problems });
    else print(`${count(all, 'record is', 'records are')} in ${settings.store.shown}.`);
    for (const problem of problems.slice(0, SHOWN)) remark(problem);
    if (problems.length > SHOWN) remark(`and ${String(problems.length - SHOWN)} more`);
    if (problems.length > 0)
      throw new Failure(`${String(problems.length)} lines could not be read; the rest is in.`);
  } finally {
    await store.close();
  }
}

/**
 * The lines of a file, or of stdin for `-`, to be read more than once. What comes by a pipe is kept in memory: it has a path as
 * well (`<(gunzip -c FILE)`, /dev/stdin), and nothing to give the second time.
 */
async function linesTwice(file: string): Promise<() => AsyncIterable<string>> {
  const read = (input: NodeJS.ReadableStream) => createInterface({ input, crlfDelay: Infinity });
  if (file !== '-' && (await stat(file)).isFile()) return () => read(createReadStream(file));
  const kept: string[] = [];
  for await (const line of read(file === '-' ? process.stdin : createReadStream(file))) kept.push(line);
  return async function* () {
    yield* kept;
  };
}

async function take(store: Store, lines: AsyncIterable<string>, shown: string): Promise<Imported> {
  try {
    const done = await imported(store.parts, lines);
    if (done === null) throw new Error('an export that was whole is none any more');
    return done;
  } catch (error) {
    if (!(error instanceof StoreError)) throw error;
    throw new Failure(
      `${error.message} A part is in ${shown} already: take that away, or name a new store, before you import once more.`,
    );
  }
}
