import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';

test('docs/failures.md names tests that are there', async () => {
  const docs = join(import.meta.dirname, '..', 'docs');
  const page = await readFile(join(docs, 'failures.md'), 'utf8');
  const named = [...page.matchAll(/\]\((?<file>\.\.\/tests\/[^)]+)\) “(?<name>[^”]+)”/gu)];
  expect(named.length).toBeGreaterThan(100);
  const missing: string[] = [];
  for (const { groups = {} } of named) {
    const { file = '', name = '' } = groups;
    const source = await readFile(join(docs, file), 'utf8').catch(() => '');
    if (!source.includes(name)) missing.push(`${file}: ${name}`);
  }
  expect(missing).toEqual([]);
});
