import { mkdir, readFile, realpath, rename, rm, stat, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';

/**
 * Writes a file whole or not at all: whoever reads it meanwhile has the old one or the new one, and so has a machine whose power
 * fails. It keeps its rights, and a link stays one. One that says the same already is left alone, so that a web server can go on
 * answering "not modified".
 * @returns whether it was written
 */
export async function writeWhole(path: string, content: string): Promise<boolean> {
  const file = await realpath(path).catch(() => path);
  const there = await readFile(file, 'utf8').catch(() => null);
  if (there === content) return false;
  await mkdir(dirname(file), { recursive: true });
  const unfinished = `${file}.unfinished`;
  try {
    const mode = there === null ? undefined : (await stat(file)).mode;
    // On the disk before it has the name: else the name may be there after a power cut and the content not.
    await writeFile(unfinished, content, { mode, flush: true });
    await rename(unfinished, file);
  } catch (error) {
    await rm(unfinished, { force: true });
    throw error;
  }
  return true;
}
