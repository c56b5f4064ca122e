import { setImmediate } from 'node:timers/promises';
import { describe, expect, it, onTestFinished } from 'vitest';
import { keyvCollection } from '#store/collection.ts';
import { KINDS } from '#store/records.ts';
import { Notebook, embeddedBed, memoryBed } from './places.ts';

const COUNT = 200_000;

describe.each([
  ['embedded', embeddedBed],
  ['in memory', memoryBed],
])('two hundred thousand records, %s', (_, makeBed) => {
  it('are listed each once, and others have their turn meanwhile', async () => {
    const bed = await makeBed();
    const backend = await bed.open();
    onTestFinished(async () => {
      await backend.close();
      await bed.end();
    });
    const aliases = keyvCollection(backend.keyv('aliases'), KINDS.aliases, new Notebook());
    const desk = keyvCollection(backend.keyv('desk'), KINDS.desk, new Notebook());
    await desk.set('mine', 'not an alias');
    for (let from = 0; from < COUNT; from += 10_000) {
      await aliases.setMany(
        Array.from({ length: 10_000 }, (_, at) => [`link:${String(from + at)}`, 'entry']),
      );
    }

    let turns = 0;
    const listing = new AbortController();
    const others = (async () => {
      while (!listing.signal.aborted) {
        turns += 1;
        await setImmediate();
      }
    })();
    const ids = new Set<string>();
    let listed = 0;
    for await (const [id] of aliases.entries()) {
      ids.add(id);
      listed += 1;
    }
    listing.abort();
    await others;

    expect(ids.size).toBe(COUNT);
    expect(listed).toBe(COUNT);
    // Others wait for a few hundred records at most, never for all of them.
    expect(turns).toBeGreaterThan(COUNT / 500);
  });
});
