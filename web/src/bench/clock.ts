// How fine the clock is. Browsers coarsen it: 5 to 20 µs where the page is isolated, 100 µs or more elsewhere.

const STEPS = 200;
/** A clock that does not move must not hold up the page. */
const PATIENCE_MS = 100;

/** The smallest step that the clock was seen to make, in microseconds. */
export function resolution(now: () => number = () => performance.now()): number {
  const started = now();
  let [last, smallest] = [started, PATIENCE_MS];
  for (let steps = 0; steps < STEPS && last - started < PATIENCE_MS; ) {
    const time = now();
    if (time <= last) continue;
    smallest = Math.min(smallest, time - last);
    last = time;
    steps++;
  }
  // Differences of doubles carry noise far below any step.
  return Number((smallest * 1000).toPrecision(3));
}

/** A sample lasts so many steps of the clock, so that the clock is 2 % of it at most. */
const STEPS_PER_SAMPLE = 50;
/** And so long in any case: what the machine does beside meets many short samples unevenly. */
const SAMPLE_US = 1000;

export const sampleFloor = (resolution_us: number): number =>
  Math.max(SAMPLE_US, STEPS_PER_SAMPLE * resolution_us);
