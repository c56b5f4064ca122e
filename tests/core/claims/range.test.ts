import { describe, expect, it } from 'vitest';
import { spanBetween, touches } from '#core/claims/range.ts';

const span = (first: number, last: number) => ({ first, last });

describe('what stands between two', () => {
  it('is the words behind the left one and before the right one', () => {
    expect(spanBetween(span(0, 1), span(4, 6))).toEqual(span(2, 3));
    expect(spanBetween(span(0, 1), span(3, 3))).toEqual(span(2, 2));
  });

  it('is nothing between neighbours, and where the two overlap', () => {
    expect(spanBetween(span(0, 3), span(4, 4))).toBeNull();
    expect(spanBetween(span(0, 3), span(2, 5))).toBeNull();
  });

  it('holds nothing where it is empty, though a cue runs over both neighbours', () => {
    expect(touches([span(3, 4)], spanBetween(span(2, 3), span(4, 4)))).toBe(false);
    expect(touches([span(3, 4)], spanBetween(span(2, 3), span(5, 5)))).toBe(true);
  });
});
