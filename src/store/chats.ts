/** What is kept of a chat, under the id that it has and those that it had. */
import type { Subscribers } from '#core/subscribers.ts';
import { destinationKey, greetingKey } from '#core/subscription.ts';
import type { Destination } from '#core/subscription.ts';
import type { Store } from './store.ts';

/** Erases all that is kept of a chat: subscription, what waits for it, what was sent to it, when its digest came. */
export async function forgetChat(
  store: Store,
  subscribers: Subscribers,
  destination: Destination,
): Promise<void> {
  const key = destinationKey(destination);
  const keys = [key, ...(await formerKeys(store, key))];
  await subscribers.remove(destination);
  for (const one of keys) {
    await store.outbox.forget(one);
    await store.desk.delete(`digest:${one}`);
  }
  // Channels to which somebody added the bot before writing to it: noted under the person, whose private chat has the same number.
  if (destination.platform === 'telegram') await store.desk.delete(greetingKey(destination.chat));
  for (const id of await sentTo(store, keys)) await store.sent.delete(id);
  // Its own note is the last, since only by that the rest is found.
  for (const one of keys.toReversed()) await store.desk.delete(`former:${one}`);
  await store.scrub();
}

/**
 * Takes along when the last digest came, and notes the id that the chat had: what was sent there, and what still waits for it,
 * bears the old one. Nothing of a chat of which nothing is kept.
 */
export async function moveChat(
  store: Store,
  subscribers: Subscribers,
  from: Destination,
  to: Destination,
): Promise<void> {
  const [old, key] = [destinationKey(from), destinationKey(to)];
  const lastDigest = await store.desk.get(`digest:${old}`);
  const former = [...(await formerKeys(store, key)), ...(await formerKeys(store, old)), old];
  if (subscribers.of(from) === null && lastDigest === null && (await sentTo(store, former)).length === 0)
    return;
  await store.desk.set(`former:${key}`, [...new Set(former)].join(' '));
  if (lastDigest !== null && (await store.desk.get(`digest:${key}`)) === null)
    await store.desk.set(`digest:${key}`, lastDigest);
}

/** Destination keys that a chat had before it got this one. */
export async function formerKeys(store: Store, key: string): Promise<readonly string[]> {
  return (await store.desk.get(`former:${key}`))?.split(' ') ?? [];
}

/** Ids of what was sent to these destinations. */
async function sentTo(store: Store, keys: readonly string[]): Promise<readonly string[]> {
  const ids: string[] = [];
  for await (const [id, { destination }] of store.sent.entries())
    if (keys.includes(destinationKey(destination))) ids.push(id);
  return ids;
}
