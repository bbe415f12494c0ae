// A plan of passes written out a second time, for the tests, and for powers of two only.

/** The passes that a shape makes of them: `tile` and `registers` as powers of two, no tile if null. */
export function planOf(count, { tile, registers }) {
  const stages = Math.log2(count);
  const first = Math.min(stages, tile ?? registers);
  const where = tile === null ? "register" : "tile";
  const passes = [pass(count, `${where}-sort`, first, 0, (first * (first + 1)) / 2)];
  for (let stage = first + 1; stage <= stages; stage++) {
    for (let left = stage; left > 0; ) {
      const held = tile !== null && left <= tile ? left : Math.min(left, registers);
      const kernel = tile !== null && left <= tile ? "tile-merge" : `register-${left === stage ? "flip" : "merge"}`;
      passes.push(pass(count, kernel, stage, left - held, held));
      left -= held;
    }
  }
  const sum = (of) => passes.reduce((all, one) => all + of(one), 0);
  return {
    count,
    registers: 2 ** registers,
    tile: tile === null ? null : 2 ** tile,
    passes: passes.length,
    comparators: sum((one) => one.comparators),
    bytes: sum((one) => one.bytes),
    ladder: passes,
  };
}

const pass = (count, kernel, stage, low, steps) => ({
  kernel,
  stage,
  low,
  steps,
  bytes: 8 * count,
  comparators: (count / 2) * steps,
});
