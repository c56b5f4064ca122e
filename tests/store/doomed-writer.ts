/**
 * A program that owns a store, writes to it until it is killed, and says on stdout what it was told is written:
 * one JSON line an acknowledged write. Run by open.test.ts.
 */
import { writeSync } from 'node:fs';
import { openStore } from '#store/open.ts';
import { entry } from './samples.ts';
import { Notebook } from './places.ts';

const [, , url = ''] = process.argv;
const store = await openStore(url, new Notebook());

// Straight to the pipe: what stands in a buffer dies with us and would count as not acknowledged.
const say = (line: object): void => {
  writeSync(1, `${JSON.stringify(line)}\n`);
};

say({ ready: process.pid });
for (let n = 0; ; n += 1) {
  const ids = [`${String(n)}a`, `${String(n)}b`];
  await store.inbox.put(ids.map((id) => ({ id, lane: `lane ${id}`, dueAt: n, value: entry(id) })));
  say({ put: ids });
  await store.desk.set(`note ${String(n)}`, 'x'.repeat(n % 500));
  say({ noted: `note ${String(n)}` });
  const [leased] = await store.inbox.lease(n, 1, 1000);
  if (leased === undefined) throw new Error('nothing to lease');
  say({ leased: leased.id });
  await store.inbox.settle(leased.id, { kind: 'done' });
  say({ settled: leased.id });
}
