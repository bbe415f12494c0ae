// What a signal says while the module that will listen to it is still loading.

/** What `load` gives, or the signal's reason if that comes first; a signal that asks to stop already starts nothing. */
export async function unlessAborted<T>(load: () => Promise<T>, signal: unknown): Promise<T> {
  if (!isSignal(signal)) return load(); // no signal; or something else, which the module refuses in words
  if (signal.aborted) throw signal.reason;
  let giveUp = (): void => undefined;
  const aborted = new Promise<never>((_, reject) => {
    giveUp = () => reject(signal.reason as Error);
  });
  signal.addEventListener("abort", giveUp);
  try {
    return await Promise.race([load(), aborted]);
  } finally {
    signal.removeEventListener("abort", giveUp);
  }
}

/** Whatever behaves like one, of whichever realm. */
function isSignal(value: unknown): value is AbortSignal {
  try {
    const { aborted, reason, addEventListener } = value as AbortSignal;
    void reason;
    return typeof aborted === "boolean" && typeof addEventListener === "function";
  } catch {
    return false;
  }
}
