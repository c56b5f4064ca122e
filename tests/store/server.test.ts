import { expect, it } from 'vitest';
import { adapter, shownUrl } from '#store/server.ts';
import { wordsOf } from '#store/trouble.ts';

it.each([
  ['redis://user:secret@cache.example.org:6379/2', 'redis://cache.example.org:6379/2'],
  [
    'postgres://user:secret@db.example.org/wire?password=secret&sslmode=require',
    'postgres://db.example.org/wire',
  ],
  ['redis://user:sec/ret@host:port', 'redis://…'],
])('shows %s without what may be secret', (url, shown) => {
  expect(shownUrl(url)).toBe(shown);
});

it('says which package to install when an adapter is missing', async () => {
  const missing = '@keyv/of-a-server-that-nobody-has';
  await expect(adapter(missing, async () => import(missing))).rejects.toMatchObject({
    trouble: 'not-installed',
    message: expect.stringContaining(`Run: npm install ${missing}`),
  });
});

it('does not call an adapter missing that fails in another way', async () => {
  const broken = Promise.reject(new TypeError('it is broken'));
  await expect(adapter('@keyv/redis', () => broken)).rejects.toThrow(TypeError);
});

it('has words for a host of which every address refuses', () => {
  const each = ['connect ECONNREFUSED ::1:6379', 'connect ECONNREFUSED 127.0.0.1:6379'];
  expect(
    wordsOf(
      new AggregateError(
        each.map((text) => new Error(text)),
        '',
      ),
    ),
  ).toBe(each.join(', '));
});
