// What `run` and `sort` give survives JSON. JSON.stringify makes objects of typed arrays, null of NaN and of the
// infinities, and 0 of -0; here they become what the module takes in again, and what the command `ranks` reads.

/** A number as JSON can carry it. */
const spelled = (number: number): number | string => {
  if (Object.is(number, -0)) return "-0";
  return Number.isFinite(number) ? number : String(number);
};

/** Plain data of plain data: typed arrays as lists, and numbers that JSON does not have as text. */
function plain(value: unknown): unknown {
  if (typeof value === "number") return spelled(value);
  if (typeof value !== "object" || value === null) return value;
  if (ArrayBuffer.isView(value)) return Array.from(value as Float64Array, spelled);
  if (Array.isArray(value)) return value.map(plain);
  return Object.fromEntries(Object.entries(value).map(([name, part]) => [name, plain(part)]));
}

/**
 * Gives plain data and all of its parts what JSON.stringify asks for. It is not enumerable, so whatever compares,
 * spreads, clones or posts the data sees what it saw before.
 */
export function survivingJson<Data>(data: Data): Data {
  if (typeof data !== "object" || data === null) return data;
  Object.defineProperty(data, "toJSON", { value: () => plain(data), configurable: true, writable: true });
  if (!ArrayBuffer.isView(data)) Object.values(data).forEach(survivingJson);
  return data;
}
