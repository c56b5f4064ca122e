import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { loadSettings } from '#config/load.ts';

const ROOT = join(import.meta.dirname, '../..');

async function own() {
  const loaded = await loadSettings({ folder: join(ROOT, 'config'), env: {}, cwd: ROOT });
  if (!loaded.ok) throw new Error(JSON.stringify(loaded.problems));
  return loaded.settings;
}

test('the feeds cover the languages of the watch', async () => {
  const { feeds, sources } = await own();
  const languages = Map.groupBy(feeds, ({ language }) => language);
  expect([...languages.keys()].sort()).toEqual(['ar', 'de', 'en', 'fr', 'he', 'ru', 'uk']);
  expect(feeds.length).toBeGreaterThanOrEqual(30);
  const used = new Set(feeds.map(({ source }) => source.id));
  // Agencies may be known only by what others take from them.
  expect(sources.filter(({ id, agency }) => !used.has(id) && !agency)).toEqual([]);
});

test("Russia's state agencies are marked as its media, publicly funded broadcasters are not", async () => {
  const { sources } = await own();
  const state = Map.groupBy(sources, ({ stateMedia }) => stateMedia);
  expect(state.get('Russia')?.map(({ id }) => id)).toEqual(['tass', 'ria', 'rt', 'sputnik']);
  expect(state.get(null)?.map(({ id }) => id)).toEqual(
    expect.arrayContaining(['bbc', 'dw', 'france24', 'tagesschau', 'rferl', 'interfax']),
  );
});

test('docs/feeds.md says of every address where it was found, and of no other', async () => {
  const { feeds } = await own();
  const page = await readFile(join(ROOT, 'docs/feeds.md'), 'utf8');
  const rows = [...page.matchAll(/^\| `([^`]+)` \| (\S+) \| (.+) \|$/gm)];
  expect(rows.map(([, id, url]) => [id, url])).toEqual(feeds.map(({ id, url }) => [id, url]));
  expect(rows.filter(([, , , seen]) => !/[\w-]+\/[\w.-]+(: |, issue )/.test(seen ?? ''))).toEqual([]);
  expect(page).toContain(
    `holds ${String(feeds.length)} feeds of ${String(new Set(feeds.map(({ source }) => source.id)).size)} publishers`,
  );
});
