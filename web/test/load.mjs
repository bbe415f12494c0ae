// Bundles one TypeScript module for Node and imports it: the tests read the same source as the browser.

import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import * as esbuild from "esbuild";

const source = join(dirname(fileURLToPath(import.meta.url)), "../src");

export async function load(path) {
  const scratch = await mkdtemp(join(tmpdir(), "openhood-test-"));
  const outfile = join(scratch, "module.mjs");
  try {
    await esbuild.build({
      entryPoints: [join(source, path)],
      outfile,
      bundle: true,
      format: "esm",
      platform: "node",
      target: "es2022",
      logLevel: "error",
    });
    return await import(pathToFileURL(outfile).href);
  } finally {
    await rm(scratch, { recursive: true });
  }
}
