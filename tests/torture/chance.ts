/** Chance that a seed repeats. */
export interface Chance {
  /** 0 to 1 */
  next(): number;
  /** A whole number from `from` to `to`, both included. */
  whole(from: number, to: number): number;
  /** True in so many of a hundred. */
  percent(of: number): boolean;
  one<T>(from: readonly [T, ...T[]]): T;
}

/** mulberry32: small, and good enough to scatter kills. */
export function chanceOf(seed: number): Chance {
  let state = seed >>> 0;
  const next = (): number => {
    state = (state + 0x6d_2b_79_f5) >>> 0;
    let t = state;
    t = Math.imul(t ^ (t >>> 15), t | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296;
  };
  const whole = (from: number, to: number): number => from + Math.floor(next() * (to - from + 1));
  return {
    next,
    whole,
    percent: (of) => next() * 100 < of,
    one: (from) => from[whole(0, from.length - 1)] ?? from[0],
  };
}
