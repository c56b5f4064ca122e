/** `wirewatch export` and `import`: everything in a store as one file, and into a store of another kind. */
import { once } from 'node:events';
import { createReadStream, createWriteStream } from 'node:fs';

import process from 'node:process';
import { createInterface } from 'node:readline';
import { openStore } from '#store/open.ts';
import { exported, imported } from '#store/transfer.ts';
import { mustBeFile } from './files.ts';
import { Failure, Misuse, logFor, openSettings, print, printJson, remark } from './session.ts';
import type { GlobalOptions } from './session.ts';

/** Problems shown of an import. */
const SHOWN = 10;

/** Writes all of the store to `file`, readable by its owner only; "-" is stdout. Works beside a running service. */
export async function exportStore(file: string, options: GlobalOptions): Promise<void> {
  const settings = await openSettings(options);
  const store = await openStore(settings.store.url.reveal(), logFor(settings), { readOnly: true });
  let lines = 0;
  try {
    const out = file === '-' ? process.stdout : createWriteStream(file, { mode: 0o600, flags: 'wx' });
    // An error before it is open comes out of the waiting.
    if (out !== process.stdout) await once(out, 'open').catch((error: unknown) => refuse(file, error));
    for await (const line of exported(store.parts, Date.now())) {
      if (!out.write(`${line}\n`)) await once(out, 'drain');
      lines += 1;
    }
    if (out !== process.stdout) {
      out.end();
      await once(out, 'close');
    }
  } finally {
    await store.close();
  }
  if (file === '-') return;
  if (options.json === true) printJson({ file, records: lines - 1 });
  else
    print(
      `${String(lines - 1)} records are in ${file}. It knows who subscribed to whom: keep it to yourself.`,
    );
}

function refuse(file: string, error: unknown): never {
  const code = error instanceof Error && 'code' in error ? error.code : null;
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
  const store = await openStore(settings.store.url.reveal(), logFor(settings));
  try {
    for (const part of store.parts) {
      if (await part.isEmpty()) continue;
      throw new Misuse(
        `The store ${settings.store.shown} is not empty (${part.name}): an import would mix two. Name a new one under \`store\`.`,
      );
    }
    const input = file === '-' ? process.stdin : createReadStream(file);
    const done = await imported(store.parts, createInterface({ input, crlfDelay: Infinity }));
    if (done === null) misread(`${file} is no export of wirewatch; "wirewatch export FILE" makes one.`);
    const { counts, problems } = done;
    const all = [...counts.values()].reduce((sum, count) => sum + count, 0);
    if (options.json === true) printJson({ records: all, counts: Object.fromEntries(counts), problems });
    else print(`${String(all)} records are in ${settings.store.shown}.`);
    for (const problem of problems.slice(0, SHOWN)) remark(problem);
    if (problems.length > SHOWN) remark(`and ${String(problems.length - SHOWN)} more`);
    if (problems.length > 0)
      throw new Failure(`${String(problems.length)} lines could not be read; the rest is in.`);
  } finally {
    await store.close();
  }
}

function misread(message: string): never {
  throw new Misuse(message);
}
