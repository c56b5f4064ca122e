import { describe, expect, it, onTestFinished } from 'vitest';
import { z } from 'zod';
import type { Collection } from '#core/ports.ts';
import type { Backend } from '#store/backend.ts';
import { keyvCollection } from '#store/collection.ts';
import type { RecordKind } from '#store/kind.ts';
import { UnreadableRecord } from '#store/trouble.ts';
import { type Bed, Notebook } from '#tests/store/places.ts';

interface Card {
  readonly title: string;
  readonly seenAt: number | null;
}

const cards: RecordKind<Card> = {
  name: 'cards',
  version: 2,
  schema: z.object({ title: z.string(), seenAt: z.number().nullable() }),
  // The first version had nothing but a bare title.
  upgrade: (value) => ({ title: value, seenAt: null }),
};

const named = (name: string): RecordKind<Card> => ({ ...cards, name });
const card = (title: string): Card => ({ title, seenAt: 1 });

async function setUp(makeBed: () => Promise<Bed>) {
  const bed = await makeBed();
  const log = new Notebook();
  let backend: Backend = await bed.open({ log });
  const collection = (kind: RecordKind<Card> = cards, readOnly = false): Collection<Card> =>
    keyvCollection(backend.keyv(kind.name), kind, log, { readOnly });
  onTestFinished(async () => {
    await backend.close();
    await bed.end();
  });
  return {
    log,
    collection,
    keyv: (name: string) => backend.keyv(name),
    restart: async () => {
      await backend.close();
      backend = await bed.open({ log });
    },
  };
}

async function idsIn(some: Collection<Card>): Promise<string[]> {
  const ids: string[] = [];
  for await (const [id] of some.entries()) ids.push(id);
  return ids.toSorted();
}

/** What every collection promises, wherever its records are kept. */
export function collectionContract(place: string, makeBed: () => Promise<Bed>): void {
  describe(`a collection, ${place}`, () => {
    it('gives back what was set, null for what was not, and nothing after it was deleted', async () => {
      const { collection } = await setUp(makeBed);
      const some = collection();
      await some.set('a', card('first'));
      await some.set('a', card('second'));
      expect(await some.get('a')).toEqual(card('second'));
      expect(await some.get('b')).toBeNull();
      await some.delete('a');
      await some.delete('a');
      expect(await some.get('a')).toBeNull();
    });

    it('sets and gets many, in the order asked for, and takes the last of two with one id', async () => {
      const { collection } = await setUp(makeBed);
      const some = collection();
      await some.setMany([]);
      await some.setMany([
        ['a', card('a')],
        ['b', card('b')],
        ['a', card('a, again')],
      ]);
      expect(await some.getMany(['b', 'x', 'a', 'b'])).toEqual([
        card('b'),
        null,
        card('a, again'),
        card('b'),
      ]);
      expect(await some.getMany([])).toEqual([]);
    });

    it('keeps records over a restart', async () => {
      const { collection, restart } = await setUp(makeBed);
      await collection().set('a', card('kept'));
      await restart();
      expect(await collection().get('a')).toEqual(card('kept'));
    });

    it('keeps text as it is, whatever is in it', async () => {
      const { collection } = await setUp(makeBed);
      const some = collection();
      const titles = [
        ':',
        '::x',
        ':base64:aGFsbG8=',
        '',
        '\0 nul',
        '\ud800 half',
        '"\'\\',
        'Труфанов טרופנוב 🕊',
        'null',
      ];
      await some.setMany(titles.map((title, at) => [`t${String(at)}`, card(title)]));
      const read = await some.getMany(titles.map((_, at) => `t${String(at)}`));
      expect(read.map((one) => one?.title)).toEqual(titles);
    });

    it('takes any id, also one that looks like a prefix or a pattern', async () => {
      const { collection } = await setUp(makeBed);
      const some = collection();
      const ids = [
        'cards:x',
        'cards:cards:x',
        'x',
        ':x',
        '=x',
        'telegram:-100123/7',
        '%',
        '_',
        '*',
        '[a-z]',
        "o'clock",
        'Москва',
        '__proto__',
        'a'.repeat(300),
      ];
      await some.setMany(ids.map((id) => [id, card(id)]));
      expect((await some.getMany(ids)).map((one) => one?.title)).toEqual(ids);
      for (const id of ids) expect((await some.get(id))?.title).toBe(id);
      const listed: string[] = [];
      for await (const [id, { title }] of some.entries()) {
        expect(title).toBe(id);
        listed.push(id);
      }
      expect(listed.toSorted()).toEqual(ids.toSorted());
      for (const id of ids) await some.delete(id);
      for await (const [id] of some.entries()) expect.fail(`${id} is still there`);
    });

    it('keeps kinds apart, also where one name begins with another or an id names another kind', async () => {
      const { collection } = await setUp(makeBed);
      const sent = collection(named('sent'));
      const sentences = collection(named('sentences'));
      await sent.set('sentences:1', card('sent'));
      await sentences.set('sent:1', card('sentences'));
      await sentences.set('1', card('one'));
      expect(await sent.get('1')).toBeNull();
      expect(await idsIn(sent)).toEqual(['sentences:1']);
      expect(await idsIn(sentences)).toEqual(['1', 'sent:1']);
    });

    it('lists each of many records once, also while they are deleted', async () => {
      const { collection } = await setUp(makeBed);
      const some = collection();
      const ids = Array.from({ length: 2500 }, (_, at) => `card-${String(at)}`);
      await some.setMany(ids.map((id) => [id, card(id)]));
      expect(await idsIn(some)).toEqual(ids.toSorted());
      const listed: string[] = [];
      for await (const [id] of some.entries()) {
        listed.push(id);
        await some.delete(id);
      }
      expect(listed.toSorted()).toEqual(ids.toSorted());
      expect(await some.getMany(ids.slice(0, 3))).toEqual([null, null, null]);
    });

    it('brings an older record up to the shape of today', async () => {
      const { collection, keyv } = await setUp(makeBed);
      await keyv('cards').set('=old', { v: 1, value: 'A title' });
      expect(await collection().get('old')).toEqual({ title: 'A title', seenAt: null });
    });

    it.each([
      ['of a newer version', { v: 3, value: card('from tomorrow') }, 'version 3'],
      ['with a field of another type', { v: 2, value: { title: 7, seenAt: null } }, 'title'],
      ['without a version', card('bare'), 'not a versioned record'],
    ])('says which record cannot be read: one %s', async (_, stored, words) => {
      const { collection, keyv, log } = await setUp(makeBed);
      const some = collection();
      await some.set('good', card('good'));
      await keyv('cards').set('=bad', stored);

      const reading = some.get('bad');
      await expect(reading).rejects.toThrow(UnreadableRecord);
      await expect(reading).rejects.toThrow(/"bad" in "cards".*backup/);
      await expect(reading).rejects.toThrow(words);
      await expect(some.getMany(['good', 'bad'])).rejects.toThrow(UnreadableRecord);

      // One bad record does not take the others with it.
      expect(await idsIn(some)).toEqual(['good']);
      expect(log.lines.filter(({ level }) => level === 'error')).toMatchObject([
        { fields: { collection: 'cards', id: 'bad' } },
      ]);
    });

    it('refuses every write where it was opened only to look', async () => {
      const { collection } = await setUp(makeBed);
      await collection().set('a', card('a'));
      const looking = collection(cards, true);
      expect(await looking.get('a')).toEqual(card('a'));
      const refused = { trouble: 'read-only' };
      await expect(looking.set('a', card('b'))).rejects.toMatchObject(refused);
      await expect(looking.setMany([['a', card('b')]])).rejects.toMatchObject(refused);
      await expect(looking.delete('a')).rejects.toMatchObject(refused);
      expect(await looking.get('a')).toEqual(card('a'));
    });
  });
}
