// Contiguous blocks of a vector, one per rank: the first `length mod parts` are one element longer.
// The same rule as the Rust side; the picture needs it to say which chunk a message carries.

export interface Block {
  readonly start: number;
  readonly count: number;
}

export function partition(length: number, parts: number): Block[] {
  const short = Math.floor(length / parts);
  const longer = length % parts;
  return Array.from({ length: parts }, (_, index) => ({
    start: index * short + Math.min(index, longer),
    count: short + (index < longer ? 1 : 0),
  }));
}

/** The remainder that is never negative. */
export const modulo = (value: number, modulus: number): number => ((value % modulus) + modulus) % modulus;
