// When everything of a run happens, on each of the three clocks: rounds, the model's time, the time of the device.

import type { Trace } from "../generated/core.d.ts";
import type { Clock } from "./parameters.ts";
import type { Telling } from "./runs.ts";
import type { Send } from "./scene.ts";

export interface Track {
  /** By message: when it left its sender. */
  readonly posted: readonly number[];
  /** When its receiver had it; null if it never had. */
  readonly received: readonly (number | null)[];
  /** When each rank was done; or how far it came, if it did not get through. */
  readonly finished: readonly number[];
  /** The messages that the end had to wait for. */
  readonly critical: ReadonlySet<number>;
  readonly end: number;
}

/** A run that failed has rounds only; so has one of whose messages no time is known. */
export const clockFor = (told: readonly Telling[], clock: Clock): Clock =>
  told.every((telling) => telling.failure === null && traceOn(telling, clock) !== null) ? clock : "step";

export function trackOf(telling: Telling, sends: readonly Send[], clock: Clock): Track {
  const { scene, report, model } = telling;
  const trace = traceOn(telling, clock);
  const critical = new Set((clock === "wall" ? report?.scene : (model?.scene ?? scene))?.critical ?? []);
  if (trace) return { ...timed(trace, sends), critical };
  return {
    posted: sends.map(({ round }) => round),
    received: sends.map(({ round, received }) => (received === null ? null : Math.max(round, received) + 1)),
    finished: Array.from(scene.reached),
    critical,
    end: Math.max(scene.rounds, ...scene.reached),
  };
}

/** What has the times of a clock; its rows are those of the scene. */
function traceOn({ scene, report, model }: Telling, clock: Clock): Trace | null {
  if (clock === "step") return null;
  const trace = (clock === "model" ? model : report)?.trace;
  return trace && trace.messages.from.length === scene.sends.from.length ? trace : null;
}

function timed({ messages, started_us, finished_us }: Trace, sends: readonly Send[]): Omit<Track, "critical"> {
  const begin = Math.min(...started_us);
  const shifted = (column: ArrayLike<number>): number[] => Array.from(column, (at) => at - begin);
  const [posted, released] = [shifted(messages.send_posted_us), shifted(messages.send_released_us)];
  // A port sends one message after the other: what is posted with others leaves when those before it have left.
  const free = new Map<number, number>();
  for (const { row, from } of sends) {
    posted[row] = Math.max(posted[row] as number, Math.min(free.get(from) ?? 0, released[row] as number));
    free.set(from, released[row] as number);
  }
  const finished = shifted(finished_us);
  return { posted, received: shifted(messages.recv_matched_us), finished, end: Math.max(...finished) };
}

/** How many of its rounds each rank has behind it at some time: those of which every message has arrived. */
export function momentsAt(ranks: number, sends: readonly Send[], track: Track, now: number): number[] {
  const open = new Array<number>(ranks).fill(Infinity);
  for (const send of sends) {
    const done = track.received[send.row] ?? Infinity;
    if (done <= now) continue;
    open[send.from] = Math.min(open[send.from] as number, send.round);
    if (send.received !== null) open[send.to] = Math.min(open[send.to] as number, send.received);
  }
  return open;
}
