import { describe, expect, it, onTestFinished } from 'vitest';
import { z } from 'zod';
import type { QueueItem } from '#core/ports.ts';
import type { Backend } from '#store/backend.ts';
import type { RecordKind } from '#store/kind.ts';
import type { StoredQueue } from '#store/queue.ts';
import { type Bed, Notebook, TestClock } from '#tests/store/places.ts';

interface Letter {
  readonly words: string;
}

/** The outbox by name, since an embedded store has tables for its own queues only. */
export const letters: RecordKind<Letter> = {
  name: 'outbox',
  version: 1,
  schema: z.object({ words: z.string() }),
  upgrade: (value) => value,
};

const DAY = 24 * 3600 * 1000;

export function letter(id: string, lane = 'anna', dueAt = 0): QueueItem<Letter> {
  return { id, lane, dueAt, value: { words: `words of ${id}` } };
}

async function setUp(makeBed: () => Promise<Bed>) {
  const bed = await makeBed();
  const log = new Notebook();
  const clock = new TestClock();
  let backend: Backend = await bed.open({ log, clock });
  let queue: StoredQueue<Letter> = await backend.queue(letters);
  onTestFinished(async () => {
    await backend.close();
    await bed.end();
  });
  return {
    log,
    clock,
    queue: () => queue,
    ids: async (now: number, n = 100, ms = 50) => (await queue.lease(now, n, ms)).map(({ id }) => id),
    restart: async () => {
      await backend.close();
      backend = await bed.open({ log, clock });
      queue = await backend.queue(letters);
    },
  };
}

const nobody = { failed: 0, unknown: 0, expired: 0, gone: 0 };

/** What every queue promises, wherever it is kept: the comments in core/ports.ts, one by one. */
export function queueContract(place: string, makeBed: () => Promise<Bed>): void {
  describe(`a queue, ${place}`, () => {
    it('says which items were new, in the order given, a doubled one once', async () => {
      const { queue } = await setUp(makeBed);
      expect(await queue().put([letter('c'), letter('a'), letter('c'), letter('b')])).toEqual([
        'c',
        'a',
        'b',
      ]);
      expect(await queue().put([letter('d'), letter('a')])).toEqual(['d']);
      expect(await queue().put([])).toEqual([]);
    });

    it('leaves an item alone that is put again, and never takes one again that was settled', async () => {
      const { queue, ids } = await setUp(makeBed);
      await queue().put([letter('a')]);
      await queue().put([{ ...letter('a'), value: { words: 'other words' } }]);
      const [first] = await queue().lease(0, 10, 50);
      expect(first).toEqual({ ...letter('a'), attempt: 1, step: 0, unknownSince: null });
      expect(await queue().put([letter('a')])).toEqual([]);
      await queue().settle('a', { kind: 'done' });
      expect(await queue().put([letter('a'), letter('b')])).toEqual(['b']);
      expect(await ids(1000)).toEqual(['b']);
    });

    it('gives due items, oldest first, no more than asked for', async () => {
      const { queue, ids } = await setUp(makeBed);
      await queue().put([
        letter('late', 'x', 30),
        letter('b', 'y', 10),
        letter('c', 'z', 10),
        letter('a', 'w', 5),
      ]);
      expect(await ids(20, 2)).toEqual(['a', 'b']);
      expect(await ids(20)).toEqual(['c']);
      expect(await ids(20)).toEqual([]);
      expect(await ids(30)).toEqual(['late']);
    });

    it('takes moments between two milliseconds, as a spread of random delays has them', async () => {
      const { queue, ids } = await setUp(makeBed);
      await queue().put([letter('a', 'anna', 10.5), letter('b', 'boris', 10.25)]);
      expect(await ids(10.4)).toEqual(['b']);
      await queue().settle('b', { kind: 'retry', at: 20.75, reason: 'flood limit' });
      expect((await queue().backlog(11)).lanes).toContainEqual({
        lane: 'boris',
        waiting: 1,
        oldestDueAt: 10.25,
        retryAt: 20.75,
        reason: 'flood limit',
      });
      expect((await queue().lease(20.7, 10, 5)).map(({ id, dueAt }) => [id, dueAt])).toEqual([['a', 10.5]]);
      expect(await ids(20.75)).toEqual(['b']);
    });

    it('gives several of a lane in one call, in order, and then nothing of it while they are held', async () => {
      const { queue, ids } = await setUp(makeBed);
      await queue().put([letter('1'), letter('2'), letter('3'), letter('other', 'boris')]);
      expect(await ids(0, 2)).toEqual(['1', '2']);
      expect(await ids(10)).toEqual(['other']);
      await queue().settle('1', { kind: 'done' });
      expect(await ids(20)).toEqual([]);
      await queue().settle('2', { kind: 'done' });
      expect(await ids(20)).toEqual(['3']);
    });

    it('gives an item to one of two who ask at the same moment', async () => {
      const { queue } = await setUp(makeBed);
      await queue().put(Array.from({ length: 20 }, (_, at) => letter(String(at), `lane ${String(at)}`)));
      const both = await Promise.all([queue().lease(0, 12, 50), queue().lease(0, 12, 50)]);
      const given = both.flat().map(({ id }) => id);
      expect(given).toHaveLength(20);
      expect(new Set(given).size).toBe(20);
    });

    it('takes an item once from two who put it at the same moment', async () => {
      const { queue } = await setUp(makeBed);
      const fresh = await Promise.all([queue().put([letter('a')]), queue().put([letter('a')])]);
      expect(fresh.flat()).toEqual(['a']);
    });

    it('is not held up by an item that is merely not due yet', async () => {
      const { queue, ids } = await setUp(makeBed);
      await queue().put([letter('tomorrow', 'anna', DAY), letter('now', 'anna', 0)]);
      expect(await ids(10)).toEqual(['now']);
    });

    it('gives an item again when its lease has ended, and says that it is another attempt', async () => {
      const { queue } = await setUp(makeBed);
      await queue().put([letter('a'), letter('b')]);
      await queue().lease(0, 1, 50);
      expect(await queue().lease(49, 10, 50)).toEqual([]);
      const again = await queue().lease(50, 10, 50);
      expect(again.map(({ id, attempt }) => [id, attempt])).toEqual([
        ['a', 2],
        ['b', 1],
      ]);
    });

    it('waits with the whole lane for a retry, and with no other, and keeps the order', async () => {
      const { queue, ids } = await setUp(makeBed);
      await queue().put([letter('1'), letter('2', 'anna', 1), letter('other', 'boris')]);
      await queue().lease(0, 1, 50);
      await queue().settle('1', { kind: 'retry', at: 500, reason: 'flood limit' });
      expect(await ids(10)).toEqual(['other']);
      await queue().settle('other', { kind: 'done' });
      await queue().put([letter('0', 'anna', 3)]);
      expect(await ids(499)).toEqual([]);
      const after = await queue().lease(500, 10, 50);
      expect(after.map(({ id, attempt }) => [id, attempt])).toEqual([
        ['1', 2],
        ['2', 1],
        ['0', 1],
      ]);
    });

    it('parks what cannot be sent: the next go on, people see why, it is never tried again', async () => {
      const { queue, ids, restart, clock } = await setUp(makeBed);
      await queue().put([letter('poison'), letter('good')]);
      await queue().lease(0, 1, 50);
      await queue().settle('poison', { kind: 'parked', reason: 'message is too long' });
      expect(await queue().put([letter('poison')])).toEqual([]);
      expect(await ids(10)).toEqual(['good']);
      await restart();
      expect(await ids(10 * DAY)).toEqual(['good']);
      expect(await queue().put([letter('poison')])).toEqual([]);
      const parked = [
        { id: 'poison', lane: 'anna', because: 'failed', reason: 'message is too long', at: clock.at },
      ];
      expect((await queue().backlog(0)).parked).toEqual(parked);
      await queue().settle('poison', { kind: 'done' });
      expect((await queue().backlog(0)).parked).toEqual([]);
      expect(await queue().put([letter('poison')])).toEqual([]);
    });

    it('lists the newest parked item first', async () => {
      const { queue, clock } = await setUp(makeBed);
      await queue().put([letter('a'), letter('b'), letter('c')]);
      for (const id of ['b', 'a', 'c']) {
        clock.at += 1000;
        await queue().settle(id, { kind: 'parked', reason: 'no' });
      }
      expect((await queue().backlog(0)).parked.map(({ id }) => id)).toEqual(['c', 'a', 'b']);
    });

    it('goes on after a restart where it was: order, attempts, waits, what was settled', async () => {
      const { queue, restart } = await setUp(makeBed);
      await queue().put([letter('done'), letter('held'), letter('next')]);
      await queue().put([letter('flooded', 'boris'), letter('behind', 'boris')]);
      await queue().lease(0, 1, 50);
      await queue().settle('done', { kind: 'done' });
      await queue().lease(0, 3, 50);
      await queue().settle('flooded', { kind: 'retry', at: 900, reason: 'flood limit' });
      const held = await queue().lease(60, 1, DAY);
      expect(held.map(({ id, attempt }) => [id, attempt])).toEqual([['held', 2]]);

      await restart();
      // What the dead process held is free again, at once.
      const given = await queue().lease(100, 10, 50);
      expect(given.map(({ id, attempt }) => [id, attempt])).toEqual([
        ['held', 3],
        ['next', 2],
      ]);
      expect(given[0]?.value).toEqual({ words: 'words of held' });
      const late = await queue().lease(900, 10, 50);
      expect(late.map(({ id, attempt }) => [id, attempt])).toContainEqual(['flooded', 2]);
      expect(await queue().put(['done', 'held', 'flooded', 'new'].map((id) => letter(id)))).toEqual(['new']);
    });

    it('tells which attempts may have been made from which were only held, over a restart too', async () => {
      const { queue, restart } = await setUp(makeBed);
      await queue().put([letter('begun'), letter('held'), letter('other', 'boris')]);
      await queue().lease(0, 10, 50);
      await queue().begin('begun', { step: 0, since: 10, until: 60 });
      await queue().begin('other', { step: 2, since: 20, until: 70 });
      await queue().settle('other', { kind: 'unknown', at: 30, reason: 'no answer' });
      await restart();
      const after = await queue().lease(40, 10, 50);
      expect(after.map(({ id, step, unknownSince }) => [id, step, unknownSince])).toEqual([
        ['begun', 0, 10],
        ['held', 0, null],
        ['other', 2, 20],
      ]);
      await queue().begin('begun', { step: 1, since: 60, until: 110 });
      await queue().settle('begun', { kind: 'retry', at: 70, reason: 'turned away' });
      const later = await queue().lease(200, 10, 50);
      expect(later.map(({ id, step, unknownSince }) => [id, step, unknownSince])).toEqual([
        ['begun', 1, null],
        ['held', 0, null],
        ['other', 2, 20],
      ]);
    });

    it('keeps a lane while an attempt that began goes on', async () => {
      const { queue, ids } = await setUp(makeBed);
      await queue().put([letter('1'), letter('2')]);
      await queue().lease(0, 1, 50);
      await queue().begin('1', { step: 0, since: 40, until: 90 });
      expect(await ids(60)).toEqual([]);
      expect(await ids(90)).toEqual(['1', '2']);
    });

    it('takes back what was leased and not tried, as if nothing had been', async () => {
      const { queue } = await setUp(makeBed);
      await queue().put([letter('1'), letter('2'), letter('3')]);
      await queue().lease(0, 3, 50);
      await queue().settle('1', { kind: 'done' });
      await queue().release(['2', '3'], { at: 100, reason: 'twenty a minute' });
      expect((await queue().backlog(10)).lanes).toMatchObject([{ retryAt: 100, reason: 'twenty a minute' }]);
      expect(await queue().lease(99, 10, 50)).toEqual([]);
      expect((await queue().lease(100, 10, 50)).map(({ id, attempt }) => [id, attempt])).toEqual([
        ['2', 1],
        ['3', 1],
      ]);
    });

    it('counts what is parked by its cause, and takes it up again in its old place', async () => {
      const { queue, ids, restart } = await setUp(makeBed);
      await queue().put([letter('1'), letter('2'), letter('3'), letter('4', 'boris')]);
      await queue().lease(0, 3, 50);
      await queue().begin('1', { step: 3, since: 0, until: 50 });
      await queue().settle('1', { kind: 'parked', because: 'unknown', reason: 'no answer' });
      await queue().settle('2', { kind: 'parked', because: 'expired', reason: 'too old' });
      await queue().settle('4', { kind: 'parked', because: 'gone', reason: 'blocked' });
      await restart();
      const { parked, parkedInAll } = await queue().backlog(10);
      expect(parkedInAll).toEqual({ failed: 0, unknown: 1, expired: 1, gone: 1 });
      expect(new Set(parked.map(({ id, because }) => `${id} ${because}`))).toEqual(
        new Set(['1 unknown', '2 expired', '4 gone']),
      );
      expect(await queue().revive(['1', '4', '3', 'nobody'])).toBe(2);
      await restart();
      const again = await queue().lease(100, 10, 50);
      expect(again.map(({ id, step, unknownSince }) => [id, step, unknownSince])).toEqual([
        ['1', 3, null],
        ['3', 0, null],
        ['4', 0, null],
      ]);
      expect((await queue().backlog(10)).parkedInAll).toEqual({ ...nobody, expired: 1 });
      expect(await ids(1000)).not.toContain('2');
    });

    it('forgets a lane: nothing of it is given, shown or kept, and its ids are not new again', async () => {
      const { queue, restart } = await setUp(makeBed);
      await queue().put([letter('1'), letter('2'), letter('3', 'boris')]);
      await queue().lease(0, 1, 50);
      await queue().settle('1', { kind: 'parked', reason: 'refused' });
      expect(await queue().forget(letter('1').lane)).toBe(2);
      await restart();
      expect((await queue().lease(100, 10, 50)).map(({ id }) => id)).toEqual(['3']);
      expect((await queue().backlog(100)).parked).toEqual([]);
      expect(await queue().put([letter('1'), letter('2')])).toEqual([]);
    });

    it('takes a second settlement of one item for what it is: late', async () => {
      const { queue, ids } = await setUp(makeBed);
      await queue().put([letter('a')]);
      await queue().lease(0, 1, 50);
      await queue().settle('a', { kind: 'done' });
      await queue().settle('a', { kind: 'done' });
      await queue().settle('a', { kind: 'retry', at: 10, reason: 'too late' });
      await queue().settle('a', { kind: 'parked', reason: 'too late' });
      expect(await ids(1000)).toEqual([]);
      expect(await queue().backlog(0)).toEqual({
        waiting: 0,
        oldestDueAt: null,
        lanes: [],
        parked: [],
        parkedInAll: nobody,
      });
    });

    it('does not swallow a settlement of what was never put', async () => {
      const { queue } = await setUp(makeBed);
      await expect(queue().settle('nobody', { kind: 'done' })).rejects.toThrow(/"nobody".*"outbox"/);
    });

    it('tells people what waits: how much, since when, which lane for what', async () => {
      const { queue } = await setUp(makeBed);
      await queue().put([letter('1', 'anna', 5), letter('2', 'anna', 6), letter('3', 'boris', 4)]);
      await queue().lease(10, 2, 50);
      await queue().settle('1', { kind: 'retry', at: 700, reason: 'flood limit' });
      const lanes = [
        { lane: 'boris', waiting: 1, oldestDueAt: 4, retryAt: null, reason: null },
        { lane: 'anna', waiting: 2, oldestDueAt: 5, retryAt: 700, reason: 'flood limit' },
      ];
      const parkedInAll = nobody;
      expect(await queue().backlog(20)).toEqual({
        waiting: 3,
        oldestDueAt: 4,
        lanes,
        parked: [],
        parkedInAll,
      });
      const over = await queue().backlog(700);
      expect(over.lanes).toContainEqual({
        lane: 'anna',
        waiting: 2,
        oldestDueAt: 5,
        retryAt: null,
        reason: null,
      });
    });

    it('carries any text', async () => {
      const { queue } = await setUp(makeBed);
      const value = { words: '\0 \ud83d\udd4a " \' \\ טרופנוב :base64:' };
      await queue().put([{ ...letter('a'), value }]);
      expect((await queue().lease(0, 1, 50))[0]?.value).toEqual(value);
    });

    it('forgets what was settled long ago, but not what is still put now and then, and nothing that waits', async () => {
      const { queue, clock, restart } = await setUp(makeBed);
      await queue().put(
        ['gone', 'gone, parked', 'in its feed', 'in its feed, parked', 'waiting'].map((id) => letter(id)),
      );
      for (const id of ['gone', 'in its feed']) await queue().settle(id, { kind: 'done' });
      for (const id of ['gone, parked', 'in its feed, parked']) {
        await queue().settle(id, { kind: 'parked', reason: 'no' });
      }
      const settledAt = clock.at;
      clock.at += 400 * DAY;
      expect(await queue().put([letter('in its feed'), letter('in its feed, parked')])).toEqual([]);
      await restart();
      expect(await queue().tidy(settledAt)).toBe(0);
      expect(await queue().tidy(settledAt + 1)).toBe(2);
      await restart();
      const all = ['gone', 'gone, parked', 'in its feed', 'in its feed, parked', 'waiting'];
      expect(await queue().put(all.map((id) => letter(id)))).toEqual(['gone', 'gone, parked']);
    });

    it('parks an item whose lane stands still rather than losing it, and gives the lane free', async () => {
      const { queue, ids } = await setUp(makeBed);
      await queue().put([letter('1'), letter('2')]);
      await queue().lease(0, 1, 50);
      await queue().settle('1', { kind: 'retry', at: DAY, reason: 'down' });
      await queue().settle('1', { kind: 'parked', reason: 'given up' });
      expect(await ids(10)).toEqual(['2']);
    });

    it('copes with thousands in one go', async () => {
      const { queue } = await setUp(makeBed);
      const many = Array.from({ length: 3000 }, (_, at) =>
        letter(`n${String(at)}`, `lane ${String(at % 7)}`, at),
      );
      expect(await queue().put(many)).toHaveLength(3000);
      expect(await queue().put(many)).toEqual([]);
      const given = await queue().lease(5000, 3000, 50);
      expect(given.map(({ id }) => id)).toEqual(many.map(({ id }) => id));
    });
  });
}
