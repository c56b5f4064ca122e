/** The demo is a reconstruction, and nobody may take a message of it for news. */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeAll, expect, test } from 'vitest';
import { makeHome } from '#tests/support/service.ts';
import { HOME } from '../../src/main.ts';

/** What the demo printed, by language. */
const printed = new Map<string, string>();

beforeAll(async () => {
  const home = await makeHome({});
  for (const language of ['en', 'ru', 'he']) {
    const { code, out, err } = await home.command('demo', '--language', language);
    if (code !== 0) throw new Error(`the demo failed: ${err}`);
    printed.set(language, out);
  }
  await home.remove();
}, 180_000);

test('every message of the demo says so, in whichever language', () => {
  const out = printed.get('he') ?? '';
  // A message begins with a heading that has its sign; lines of lists have signs too.
  const messages = out
    .split(/\n\n+/u)
    .map((part) => part.split('\n')[0] ?? '')
    .filter((line) => !line.startsWith('•') && /🟢|🔴|🟡|🟠|🔵|⚫|📰/u.test(line));
  expect(messages.length).toBeGreaterThan(20);
  for (const heading of messages) expect(heading).toContain('DEMO');
});

test('nobody is said to be printed by himself', () => {
  for (const out of printed.values()) expect(plainly(out)).not.toMatch(/([\p{L} ]{4,}), via \1/u);
});

/** Messages as the page shows them: lines that were broken are one again, links and the demo's label are left out. */
function plainly(text: string): string {
  return text
    .replaceAll(/^ +\[\d+\] https:.*$/gmu, '')
    .replaceAll(/ \[\d+\]|DEMO · |[\u2066-\u2069]/gu, '')
    .replaceAll(/\s+(?:│ )?/gu, ' ');
}

test('what the README shows is what the demo shows', async () => {
  const readme = await readFile(join(HOME, 'README.md'), 'utf8');
  const samples = readme.slice(0, readme.indexOf('## Try it')).match(/^ {4}.*$/gmu) ?? [];
  // Indented further: the line before it goes on.
  const lines = samples
    .join('\n')
    .replaceAll(/\n {5,}/gu, ' ')
    .split('\n');
  expect(lines.length).toBeGreaterThan(20);
  const shown = plainly([...printed.values()].join('\n'));
  expect(lines.map(plainly).filter((line) => !shown.includes(line.trim()))).toEqual([]);
});
