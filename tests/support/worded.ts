import { isImplied } from '#core/claims/implied.ts';
import type { createClaimReader } from '#core/claims/read.ts';

type Read = ReturnType<typeof createClaimReader>;

/** A reader of what stands there in words: without the death of whose body is back. */
export function worded(read: Read): Read {
  return (entry, verdict) => read(entry, verdict).filter((claim) => !isImplied(claim));
}
