/** What the rules know of the events of captivity by their names, beyond what a watch says of its events. */
import type { ClaimEvent } from '#core/claim.ts';

/** Who has died, or whose body is back. */
export function isDeath(event: ClaimEvent): boolean {
  return event === 'died' || event === 'body-returned';
}

/** Captivity and its beginning: they end nothing, and are told of people in passing. */
export function isTaking(event: ClaimEvent): boolean {
  return event === 'abducted' || event === 'held';
}

/** Nothing that anybody waits for: nobody promises it, and that it may be so is no claim. */
export function isNotAwaited(event: ClaimEvent): boolean {
  return isTaking(event) || event === 'sign-of-life' || event === 'wounded' || event === 'talks';
}
