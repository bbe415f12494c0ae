// From numbers to places on a picture, for every double there is: a span that overflows, one of no width, numbers that
// are infinite or none at all. What comes out is always finite.

/** The ends of a scale. */
export interface Span {
  readonly low: number;
  readonly high: number;
}

/** Where the finite ones of these numbers lie; null if there are none. */
export function spanOf(values: Iterable<number>): Span | null {
  let [low, high] = [Infinity, -Infinity];
  for (const value of values) {
    if (!Number.isFinite(value)) continue;
    low = Math.min(low, value);
    high = Math.max(high, value);
  }
  return low <= high ? { low, high } : null;
}

/**
 * How far along a span of finite ends a number stands, from 0 to 1. What lies beyond an end stands on it; NaN stands
 * nowhere. On a span of no width everything stands in the middle.
 */
export function part(value: number, { low, high }: Span): number | null {
  if (Number.isNaN(value)) return null;
  if (!(high > low)) return 0.5;
  const inside = Math.min(high, Math.max(low, value));
  const width = high - low;
  // Half of every number: the difference of two doubles may be too large for a third.
  const along = Number.isFinite(width) ? (inside - low) / width : (inside / 2 - low / 2) / (high / 2 - low / 2);
  return Math.min(1, Math.max(0, along));
}

/** The same on a logarithmic scale with ends above 0; zero and what is below it stand on the lower end. */
export function logPart(value: number, { low, high }: Span): number | null {
  if (Number.isNaN(value)) return null;
  const inside = Math.min(high, Math.max(low, value));
  return part(Math.log10(inside), { low: Math.log10(low), high: Math.log10(high) });
}

/** Exponents of the powers of ten around the numbers above 0, at least one apart; of 1 and 10 if there are none. */
export function decadesAround(values: Iterable<number>): Span {
  const { low, high } = spanOf([...values].filter((value) => value > 0)) ?? { low: 1, high: 10 };
  const first = Math.min(POWER_MAX - 1, Math.max(POWER_MIN, Math.floor(Math.log10(low))));
  return { low: first, high: Math.min(POWER_MAX, Math.max(first + 1, Math.ceil(Math.log10(high)))) };
}

/** Powers of ten that are doubles with all their digits. */
const [POWER_MIN, POWER_MAX] = [-307, 308];
