import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { documentSettings } from '#config/document.ts';
import { VARIABLES } from '#config/environment.ts';

const ROOT = join(import.meta.dirname, '../..');

test('docs/configuration.md is what the schemas say (if not: npm run docs)', async () => {
  expect(await readFile(join(ROOT, 'docs/configuration.md'), 'utf8')).toBe(documentSettings());
});

test('the page describes every setting', () => {
  const rows = documentSettings()
    .split('\n')
    .filter((line) => line.startsWith('| `'));
  expect(rows.length).toBeGreaterThan(40);
  expect(rows.filter((row) => row.endsWith('|  |'))).toEqual([]);
});

test('.env.example names every variable', async () => {
  const example = await readFile(join(ROOT, '.env.example'), 'utf8');
  expect(VARIABLES.map(({ name }) => name).filter((name) => !example.includes(name))).toEqual([]);
});
