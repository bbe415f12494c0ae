// Hue means rank and nothing else, but for keys that are sorted: they have a ramp. The eight hues live in the page's style
// sheet (--r0 .. --r7, light and dark); ranks above 7 take them again, told apart by one to three notches in the badge and
// by their number.

export const HUE_COUNT = 8;

export const ink = "var(--ink)";
export const muted = "var(--muted)";
export const ground = "var(--ground)";
export const edge = "var(--edge)";
export const rule = "var(--rule)";
export const wash = "var(--wash)";

export const hueIndex = (rank: number): number => rank % HUE_COUNT;
export const hue = (rank: number): string => `var(--r${hueIndex(rank)})`;
export const notches = (rank: number): number => Math.floor(rank / HUE_COUNT);

/** The ramp's last color. */
const KEY_LAST = 15;

/** A key's color by its place among all keys: where they are sorted, the ramp (--k0 .. --k15) is in order. */
export const keyColor = (place: number, count: number): string =>
  `var(--k${Math.round((place / Math.max(1, count - 1)) * KEY_LAST)})`;
