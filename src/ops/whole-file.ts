import { mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';

/**
 * Writes a file whole or not at all: whoever reads it meanwhile has the old one or the new one. One that says the same already
 * is left alone, so that a web server can go on answering "not modified".
 * @returns whether it was written
 */
export async function writeWhole(path: string, content: string): Promise<boolean> {
  const there = await readFile(path, 'utf8').catch(() => null);
  if (there === content) return false;
  await mkdir(dirname(path), { recursive: true });
  const unfinished = `${path}.unfinished`;
  try {
    await writeFile(unfinished, content);
    await rename(unfinished, path);
  } catch (error) {
    await rm(unfinished, { force: true });
    throw error;
  }
  return true;
}
