import { expect, test } from 'vitest';
import { Secret } from '#config/secret.ts';
import { quietLog } from '#tests/support/desk.ts';
import { lookAtStore } from '../../src/cli/look.ts';

test('a store that cannot be read is closed all the same: a server would keep the command from ending', async () => {
  const settings = { store: { url: new Secret('memory:'), shown: 'memory', path: null } };
  let closed = false;
  const look = lookAtStore(settings, quietLog(), (store) => {
    store.close = async () => void (closed = true);
    return Promise.reject(new Error('a record that nobody understands'));
  });
  await expect(look).rejects.toThrow('a record that nobody understands');
  expect(closed).toBe(true);
});
