/** Files that a person names behind a command: what is wrong with one is told in a sentence, with exit code 2. */
import { createReadStream } from 'node:fs';
import { readFile, stat, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import process from 'node:process';
import { codeOf, fileTrouble } from '#core/file-trouble.ts';
import { linesOf } from './items.ts';
import { Failure, Misuse } from './session.ts';

/** @throws Misuse when there is no such file, or it cannot be read. */
export async function readGiven(file: string): Promise<Buffer> {
  try {
    return await readFile(file);
  } catch (error) {
    throw new Misuse(fileTrouble(file, codeOf(error)));
  }
}

/** @throws Misuse when that is no file that is there. */
export async function mustBeFile(file: string): Promise<void> {
  try {
    if ((await stat(file)).isDirectory()) throw new Misuse(fileTrouble(file, 'EISDIR'));
  } catch (error) {
    if (error instanceof Misuse) throw error;
    throw new Misuse(fileTrouble(file, codeOf(error)));
  }
}

/** @throws Misuse when it cannot be written there. */
export async function writeGiven(file: string, content: Uint8Array): Promise<void> {
  try {
    await writeFile(file, content);
  } catch (error) {
    throw new Misuse(fileTrouble(file, codeOf(error), 'written'));
  }
}

/** @throws Failure for a file that was not taken to its end; what is no trouble of files is thrown on. */
export function notWritten(file: string, error: unknown): never {
  const code = codeOf(error);
  if (code === null) throw error;
  throw new Failure(fileTrouble(file, code, 'written'));
}

/** @throws Misuse when no file could be written there: before the work whose result it is to hold. */
export async function mustBeWritable(file: string): Promise<void> {
  const there = await stat(file).catch(() => null);
  if (there?.isDirectory() === true) throw new Misuse(fileTrouble(file, 'EISDIR'));
  const folder = await stat(dirname(file)).catch(() => null);
  if (folder === null) throw new Misuse(fileTrouble(file, 'ENOENT', 'written'));
}

/** What a place is called: `-` is stdin. */
export function nameOf(place: string): string {
  return place === '-' ? 'stdin' : place;
}

/**
 * The lines of a file of text, or of stdin for `-`, with their numbers.
 * @throws Misuse when the file cannot be read, or is no text.
 */
export async function* linesIn(place: string): ReturnType<typeof linesOf> {
  const stream = place === '-' ? process.stdin : createReadStream(place);
  try {
    yield* linesOf(place === '-' ? stream : textOnly(stream, place));
  } catch (error) {
    if (error instanceof Misuse) throw error;
    throw new Misuse(fileTrouble(nameOf(place), codeOf(error)));
  }
}

/** A zero byte is in no text: whoever names a picture should not be told of each of its lines. */
async function* textOnly(chunks: AsyncIterable<Buffer>, file: string): AsyncGenerator<Buffer> {
  for await (const chunk of chunks) {
    if (chunk.includes(0))
      throw new Misuse(`${file} is no text. It has to be JSON Lines: one object a line.`);
    yield chunk;
  }
}
