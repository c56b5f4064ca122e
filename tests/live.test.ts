/** The watchlist of a running service: a real file, edited as people edit it, and changed from chat. */
import { copyFile, cp, mkdtemp, readFile, readdir, rm, stat, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { PROPOSED } from '#core/watching.ts';
import { loadKnowledge } from '#src/knowledge.ts';
import { followWatchlist } from '#src/live.ts';
import type { Live } from '#src/live.ts';
import { openStore } from '#store/open.ts';
import type { Store } from '#store/store.ts';
import { quietLog } from '#tests/support/desk.ts';

const OPERATOR = { platform: 'telegram', id: '1' } as const;
const NOW = Date.parse('2025-02-03T10:00:00Z');

let folder: string;
let file: string;
let live: Live;
let store: Store;
let edits = 0;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'wirewatch-live-'));
  file = join(folder, 'watchlist.yaml');
  await copyFile('config/watchlist.yaml', file);
  await cp('config/lexicon', join(folder, 'lexicon'), { recursive: true });
  const loaded = await loadKnowledge({ config: folder, seeds: 'seeds', locales: ['config/locales'] });
  if (!loaded.ok) throw new Error(JSON.stringify(loaded.problems));
  const log = quietLog();
  store = await openStore('memory:', log);
  live = followWatchlist({
    first: loaded.knowledge,
    admins: { telegram: ['1'], discord: [] },
    check: ({ watchlist }) =>
      watchlist.subjects.has('kozlov')
        ? []
        : [{ file: 'wirewatch.yaml', line: 3, what: 'subscribes to kozlov, who is gone', fix: 'Change it.' }],
    records: store.watchChanges,
    proposed: store.proposed,
    clock: { now: () => NOW },
    log,
  });
  await live.refresh();
});

afterEach(async () => {
  await store.close();
  await rm(folder, { recursive: true });
});

/** Writes as an editor does, a moment later each time. */
async function edit(change: (text: string) => string): Promise<void> {
  await writeFile(file, change(await readFile(file, 'utf8')));
  edits += 1;
  const later = new Date(Date.now() + edits * 1_000);
  await utimes(file, later, later);
}

const entry = (title: string) => ({
  id: 'e',
  feed: 'f',
  source: 's',
  url: null,
  guid: null,
  title,
  lead: 'Hamas hostage, Israel',
  text: '',
  language: 'ru',
  publishedAt: null,
  firstSeenAt: 0,
  arrival: 'news' as const,
});
const found = (title: string) => live.knowledge.classify(entry(title)).mentions.map(({ subject }) => subject);

describe('the file', () => {
  test('is taken up when it has changed, by whoever holds the knowledge, and that is recorded', async () => {
    const { watchlist } = live.knowledge;
    expect(found('Трюфанофф')).not.toContain('trufanov');
    await edit((text) => text.replace('[Troufanov, Turbanov', '[Troufanov, Turbanov, Трюфанофф'));
    expect(await live.refresh()).toBe('taken up');
    expect(found('Трюфанофф')).toContain('trufanov');
    expect(watchlist.subjects.has('trufanov')).toBe(true);
    expect(await live.watching.latest(3)).toMatchObject([{ at: NOW, by: null, what: 'the file was edited' }]);
    expect(await live.refresh()).toBe('same');
  });

  test('with a mistake is refused with its line, and the list before stays in force until it is mended', async () => {
    await edit((text) => text.replace('- id: herkin', '- id: trufanov'));
    expect(await live.refresh()).toBe('refused');
    expect(live.watching.trouble()[0]).toMatchObject({ what: 'the id "trufanov" is there twice' });
    expect(live.watching.trouble()[0]?.line).toBeGreaterThan(400);
    expect(live.knowledge.watchlist.subjects.has('herkin')).toBe(true);
    expect(await live.refresh()).toBe('same');
    expect(live.watching.trouble()).not.toEqual([]);
    await edit((text) =>
      text.replace(/- id: trufanov(?=\n {4}kind: captive\n {4}names: \{ en: Maxim)/, '- id: herkin'),
    );
    await live.refresh();
    expect(live.watching.trouble()).toEqual([]);
  });

  test('that is gone, or no longer fits the settings, is refused too', async () => {
    const text = await readFile(file, 'utf8');
    await rm(file);
    expect(await live.refresh()).toBe('refused');
    await writeFile(file, text.replaceAll(/(?<=id: )kozlov/g, 'another'));
    expect(await live.refresh()).toBe('refused');
    expect(live.watching.trouble()[0]?.what).toContain('subscribes to kozlov');
    expect(live.knowledge.watchlist.subjects.has('kozlov')).toBe(true);
  });
});

describe('a change from chat', () => {
  test('is written whole, taken up at once, and recorded with who and when', async () => {
    const { mode } = await stat(file);
    const changed = await live.watching.change(
      { kind: 'alias', subject: 'trufanov', spelling: 'Трюфанофф' },
      OPERATOR,
    );
    expect(changed).toEqual({ done: true, what: 'trufanov is found as Трюфанофф too' });
    expect(found('Трюфанофф')).toContain('trufanov');
    expect(await readFile(file, 'utf8')).toContain('# --- captives and their kin');
    expect((await stat(file)).mode).toBe(mode);
    expect((await readdir(folder)).sort()).toEqual(['lexicon', 'watchlist.yaml']);
    expect(await live.watching.latest(3)).toEqual([
      { at: NOW, by: OPERATOR, what: 'trufanov is found as Трюфанофф too' },
    ]);
    expect(await live.refresh()).toBe('same');
  });

  test('several at once all stand in the file', async () => {
    const spellings = ['Трюфанофф', 'Труффалдин', 'Трафанофф'];
    await Promise.all(
      spellings.map((spelling) =>
        live.watching.change({ kind: 'alias', subject: 'trufanov', spelling }, OPERATOR),
      ),
    );
    const text = await readFile(file, 'utf8');
    for (const spelling of spellings) expect(text).toContain(spelling);
    expect(await live.watching.latest(5)).toHaveLength(3);
  });

  test('that would break something is refused and the file is as it was', async () => {
    const before = await readFile(file, 'utf8');
    const changed = await live.watching.change({ kind: 'remove', subject: 'kozlov' }, OPERATOR);
    expect(changed).toMatchObject({ done: false, because: expect.stringContaining('subscribes to kozlov') });
    expect(await readFile(file, 'utf8')).toBe(before);
    expect(await live.watching.latest(3)).toEqual([]);
  });

  test('an unknown spelling that was collected is offered until it is accepted', async () => {
    const proposal = { subject: 'trufanov', spelling: 'Друфунов', times: 2, entry: 'e', url: null, at: NOW };
    await store.proposed.set(PROPOSED, [proposal]);
    expect(await live.watching.proposals()).toEqual([proposal]);
    await live.watching.change({ kind: 'alias', subject: 'trufanov', spelling: 'Друфунов' }, OPERATOR);
    expect(await live.watching.proposals()).toEqual([]);
  });

  test('admins are known by number, and who has a terminal of the machine is one', () => {
    expect(live.watching.isAdmin(OPERATOR)).toBe(true);
    expect(live.watching.isAdmin({ platform: 'discord', id: '1' })).toBe(false);
    expect(live.watching.isAdmin({ platform: 'terminal', id: 'anna' })).toBe(true);
  });
});
