// Where the running script came from: what the browser says about it, and never what else is on the page.

/** The name under which every host has the script; under another one it is a copy, and its neighbors are not ours. */
const NAME = /\/embed\.js$/;

/** The neighbor that tells a module its folder. A name, and no literal in the import: bundling would take it in. */
const NEIGHBOR = "./embed-root.js";

/** The folder of a classic script, by the element that runs it; null if that is not known for sure. */
export function folderOf(script: HTMLOrSVGScriptElement): URL | null {
  // An element of this name in the page would hide the real one.
  if (!(script instanceof HTMLScriptElement) || script.src === "") return null;
  const address = new URL(script.src);
  return NAME.test(address.pathname) && address.protocol !== "blob:" ? new URL(".", address) : null;
}

/**
 * The folder of a module. The browser resolves the import against the script that says it; where there is no such
 * address, or something else lies there, there is no answer.
 */
export async function folderOfModule(): Promise<URL | null> {
  try {
    const { root } = (await import(NEIGHBOR)) as typeof import("./root.ts");
    return new URL(root);
  } catch {
    return null;
  }
}
