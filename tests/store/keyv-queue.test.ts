import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Settlement } from '#core/ports.ts';
import { queueOverKeyv } from '#store/backend.ts';
import { keyvOver } from '#store/collection.ts';
import type { StoredQueue } from '#store/queue.ts';
import { letter, letters } from '#tests/contracts/queue.ts';
import { deps, embeddedBed, memoryBed } from './places.ts';

class Killed extends Error {}

/** Records that outlive a process which is killed after so many writes: no later write reaches them. */
class Disk {
  readonly maps = new Map<string, Map<string, unknown>>();
  writesLeft = Infinity;

  keyv(namespace: string) {
    const map = this.maps.get(namespace) ?? new Map<string, unknown>();
    this.maps.set(namespace, map);
    const write = <R>(work: () => R): R => {
      if (this.writesLeft === 0) throw new Killed();
      this.writesLeft -= 1;
      return work();
    };
    class Mortal extends Map<string, unknown> {
      override get(key: string): unknown {
        return map.get(key);
      }
      override set(key: string, value: unknown): this {
        write(() => map.set(key, value));
        return this;
      }
      override delete(key: string): boolean {
        return write(() => map.delete(key));
      }
      override [Symbol.iterator](): MapIterator<[string, unknown]> {
        return map[Symbol.iterator]();
      }
    }
    return keyvOver(new Mortal(), namespace);
  }

  async open(): Promise<StoredQueue<{ readonly words: string }>> {
    return queueOverKeyv((namespace) => this.keyv(namespace), letters, deps());
  }
}

/** A day in the life of a queue. What the outside world would notice is told to `world`. */
async function work(
  queue: StoredQueue<{ readonly words: string }>,
  world: { put: string[]; seen: string[]; done: string[]; parked: string[] },
): Promise<void> {
  const ids = ['a', 'b', 'c', 'd'];
  world.put.push(...(await queue.put(ids.map((id) => letter(id, id === 'd' ? 'boris' : 'anna')))));
  for (let now = 0; now < 500; now += 100) {
    for (const { id, attempt } of await queue.lease(now, 2, 50)) {
      world.seen.push(id);
      let outcome: Settlement = { kind: 'done' };
      if (id === 'b' && attempt === 1) outcome = { kind: 'retry', at: now + 100, reason: 'flood limit' };
      if (id === 'd') outcome = { kind: 'parked', reason: 'malformed' };
      await queue.settle(id, outcome);
      if (outcome.kind === 'done') world.done.push(id);
      if (outcome.kind === 'parked') world.parked.push(id);
    }
  }
}

describe('a queue on a store without transactions', () => {
  it('loses nothing and repeats nothing that was settled, killed after whichever write', async () => {
    let kills = 0;
    for (let writes = 0; ; writes += 1) {
      const disk = new Disk();
      const world = {
        put: new Array<string>(),
        seen: new Array<string>(),
        done: new Array<string>(),
        parked: new Array<string>(),
      };
      const first = await disk.open();
      disk.writesLeft = writes;
      const ended = await work(first, world).then(
        () => true,
        (error: unknown) => {
          expect(error).toBeInstanceOf(Killed);
          return false;
        },
      );
      if (ended) break;
      kills += 1;
      const { done, parked } = { done: [...world.done], parked: [...world.parked] };
      const [putBefore, settledBefore] = [
        [...world.put],
        [...(disk.maps.get('outbox-settled')?.keys() ?? [])],
      ];
      world.seen.length = 0;
      world.put.length = 0;

      disk.writesLeft = Infinity;
      const second = await disk.open();
      await work(second, world);
      // What was put once is not new again, however far it had got.
      expect([writes, world.put.filter((id) => putBefore.includes(id))]).toEqual([writes, []]);
      // A tombstone counts, even where nobody lived to hear of it: a message is not sent again.
      expect([writes, world.seen.filter((id) => settledBefore.includes(`outbox-settled:=${id}`))]).toEqual([
        writes,
        [],
      ]);
      // Each item reached its end, in this life or the one before, once as far as anybody was told.
      expect([writes, world.seen.filter((id) => done.includes(id) || parked.includes(id))]).toEqual([
        writes,
        [],
      ]);
      const backlog = await second.backlog(10_000);
      expect([writes, backlog.waiting]).toEqual([writes, 0]);
      expect([writes, backlog.parked.map(({ id }) => id)]).toEqual([writes, ['d']]);
      expect([writes, await second.put(['a', 'b', 'c', 'd'].map((id) => letter(id)))]).toEqual([writes, []]);
      // Nothing is left behind either: no pending record, and a tombstone each for a, b and c.
      const third = await disk.open();
      expect((await third.backlog(0)).waiting).toBe(0);
      const sizes = [...disk.maps].map(([name, map]) => [name, map.size]);
      expect([writes, Object.fromEntries(sizes)]).toEqual([
        writes,
        { 'outbox-pending': 0, 'outbox-parked': 1, 'outbox-settled': 3 },
      ]);
    }
    expect(kills).toBeGreaterThan(15);
  });
});

describe('the two queues', () => {
  /** One step of a story that both are told. */
  const step = fc.oneof(
    fc.record({
      does: fc.constant('put' as const),
      items: fc.array(fc.record({ id: fc.nat(12), lane: fc.nat(2), due: fc.nat(60) }), { maxLength: 5 }),
    }),
    fc.record({ does: fc.constant('lease' as const), n: fc.nat(4), ms: fc.nat(30) }),
    fc.record({
      does: fc.constant('settle' as const),
      id: fc.nat(12),
      outcome: fc.oneof(
        fc.constant<Settlement>({ kind: 'done' }),
        fc.constant<Settlement>({ kind: 'parked', reason: 'no' }),
        fc.constant<Settlement>({ kind: 'parked', because: 'unknown', reason: 'no answer' }),
        fc.nat(100).map((at): Settlement => ({ kind: 'unknown', at, reason: `later, ${String(at % 3)}` })),
        fc.nat(100).map((at): Settlement => ({ kind: 'retry', at, reason: `later, ${String(at % 3)}` })),
      ),
    }),
    fc.record({ does: fc.constant('begin' as const), id: fc.nat(12), ms: fc.nat(30) }),
    fc.record({
      does: fc.constant('release' as const),
      ids: fc.array(fc.nat(12), { maxLength: 3 }),
      at: fc.nat(100),
    }),
    fc.record({ does: fc.constant('revive' as const), ids: fc.array(fc.nat(12), { maxLength: 3 }) }),
    fc.record({ does: fc.constant('wait' as const), ms: fc.nat(40) }),
    fc.record({ does: fc.constant('restart' as const) }),
  );

  it('answer alike, whatever happens to them', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(step, { maxLength: 40 }), async (story) => {
        const beds = [await memoryBed(), await embeddedBed()];
        let backends = await Promise.all(beds.map(async (bed) => bed.open()));
        let queues = await Promise.all(backends.map(async (backend) => backend.queue(letters)));
        let now = 0;
        try {
          for (const one of story) {
            if (one.does === 'wait') now += one.ms;
            if (one.does === 'restart') {
              for (const backend of backends) await backend.close();
              backends = await Promise.all(beds.map(async (bed) => bed.open()));
              queues = await Promise.all(backends.map(async (backend) => backend.queue(letters)));
            }
            const answers = await Promise.all(
              queues.map(async (queue) => {
                if (one.does === 'put') {
                  return queue.put(
                    one.items.map(({ id, lane, due }) => letter(String(id), String(lane), due)),
                  );
                }
                if (one.does === 'lease') return queue.lease(now, one.n, one.ms);
                if (one.does === 'settle') {
                  return queue.settle(String(one.id), one.outcome).catch((error: unknown) => String(error));
                }
                if (one.does === 'begin')
                  return queue
                    .begin(String(one.id), { step: one.ms % 3, since: now, until: now + one.ms })
                    .catch((error: unknown) => String(error));
                if (one.does === 'release')
                  return queue.release(one.ids.map(String), { at: one.at, reason: 'not now' });
                if (one.does === 'revive') return queue.revive(one.ids.map(String));
                return null;
              }),
            );
            expect(answers[0]).toEqual(answers[1]);
            const backlogs = await Promise.all(queues.map(async (queue) => queue.backlog(now)));
            expect(backlogs[0]).toEqual(backlogs[1]);
          }
        } finally {
          for (const backend of backends) await backend.close();
          for (const bed of beds) await bed.end();
        }
      }),
      { numRuns: 40, seed: 42 },
    );
  });
});
