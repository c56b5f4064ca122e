import { createHash } from 'node:crypto';

/**
 * An id made from its causes: the same causes give the same id, so work that is done again after a crash
 * writes over itself instead of doubling.
 *
 * 132 bits of SHA-256 as 22 characters of base64url. A shorter hash could let two entries collide and hide one of
 * them; Discord's nonce takes at most 25 characters, so a longer one would not fit there.
 *
 * @param causes parts that together make the thing unique; each is length-prefixed, so that ("ab","c") and
 *   ("a","bc") differ.
 */
export function causeId(...causes: readonly string[]): string {
  const hash = createHash('sha256');
  for (const cause of causes) hash.update(`${String(cause.length)}:${cause};`);
  return hash.digest('base64url').slice(0, 22);
}
