// What a reader does to a network. Every edit makes new parameters; undo is going back to the old ones.

import { shuffled, WIRES_MAX, WIRES_MIN, type Added, type Parameters } from "./parameters.ts";

/** Which comparator is meant: one of the plain network, or one that was added. */
export type Place = { readonly base: number } | { readonly added: number };

const without = (list: readonly number[], one: number): number[] => list.filter((it) => it !== one);
const withOne = (list: readonly number[], one: number): number[] =>
  [...without(list, one), one].sort((a, b) => a - b);

/** Takes a comparator out; one of the plain network that is out already comes back. */
export function cutAt(parameters: Parameters, place: Place): Parameters {
  if ("added" in place)
    return { ...parameters, add: parameters.add.filter((_, index) => index !== place.added) };
  const { base } = place;
  return parameters.cut.includes(base)
    ? { ...parameters, cut: without(parameters.cut, base) }
    : { ...parameters, cut: withOne(parameters.cut, base), flip: without(parameters.flip, base) };
}

/** Turns a comparator round, so that it sends the larger key the other way. */
export function flipAt(parameters: Parameters, place: Place): Parameters {
  if ("added" in place) {
    const turned = (it: Added): Added => ({ gap: it.gap, low: it.high, high: it.low });
    return {
      ...parameters,
      add: parameters.add.map((it, index) => (index === place.added ? turned(it) : it)),
    };
  }
  const { base } = place;
  const flip = parameters.flip.includes(base)
    ? without(parameters.flip, base)
    : withOne(parameters.flip, base);
  return { ...parameters, flip, cut: without(parameters.cut, base) };
}

export const withAdded = (parameters: Parameters, added: Added): Parameters => ({
  ...parameters,
  add: [...parameters.add, added],
});

export const isEdited = ({ cut, flip, add }: Parameters): boolean =>
  cut.length + flip.length + add.length > 0;

/** The plain network again, with the same keys. */
export const restored = (parameters: Parameters): Parameters => ({
  ...parameters,
  cut: [],
  flip: [],
  add: [],
});

/** Another plain network: places in the old one mean nothing in it. */
export function withNetwork(
  parameters: Parameters,
  change: Partial<Pick<Parameters, "wires" | "kind">>,
): Parameters {
  const next = { ...restored(parameters), ...change, t: null };
  if (next.wires === parameters.wires) return next;
  const kept = parameters.keys?.slice(0, next.wires) ?? null;
  const fresh = shuffled(next.wires).slice(kept?.length ?? 0);
  return { ...next, keys: kept && [...kept, ...fresh], threshold: null };
}

export function withKey(parameters: Parameters, wire: number, value: number): Parameters {
  const keys = [...(parameters.keys ?? shuffled(parameters.wires))];
  keys[wire] = value;
  return { ...parameters, keys };
}

/** A whole list at once: there are as many wires as it has keys, within the limits. */
export function withKeys(parameters: Parameters, keys: readonly number[]): Parameters {
  const wires = Math.min(WIRES_MAX, Math.max(WIRES_MIN, keys.length));
  const enough = [...keys.slice(0, wires), ...shuffled(wires).slice(keys.length)];
  const next = wires === parameters.wires ? parameters : withNetwork(parameters, { wires });
  return { ...next, keys: enough };
}

export type Pattern = "shuffled" | "sorted" | "reversed" | "equal" | "zero-one";
export const patterns: readonly Pattern[] = ["shuffled", "sorted", "reversed", "equal", "zero-one"];

export function withPattern(parameters: Parameters, pattern: Pattern): Parameters {
  const { wires } = parameters;
  const count = (make: (wire: number) => number): number[] =>
    Array.from({ length: wires }, (_, wire) => make(wire));
  const made: Record<Pattern, () => readonly number[] | null> = {
    shuffled: () => null,
    sorted: () => count((wire) => wire + 1),
    reversed: () => count((wire) => wires - wire),
    equal: () => count(() => 5),
    "zero-one": () => shuffled(wires).map((key) => (key * 2 > wires ? 1 : 0)),
  };
  return { ...parameters, keys: made[pattern]() };
}
