// The built site brings the license of everything that is in it. Of the crates in the modules crates/xtask/src/licenses.rs has
// a test; the packages in the scripts are found here by bundling them once more.

import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import * as esbuild from "esbuild";
import { browse, scenario, serve } from "./harness.mjs";

const web = join(dirname(fileURLToPath(import.meta.url)), "..");
const ENTRIES = ["page", "embed-page", "bench-page", "openhood", "embed", "isolation/start", "isolation/service-worker"];

scenario("every page leads to the licenses of every package and every crate that the site contains", async (t) => {
  const { metafile } = await esbuild.build({
    entryPoints: ENTRIES.map((name) => join(web, `src/${name}.ts`)),
    ...{ bundle: true, splitting: true, format: "esm", target: "es2022", outdir: "unwritten", write: false, metafile: true },
    ...{ absWorkingDir: web, logLevel: "error" },
  });
  const used = Object.values(metafile.outputs).flatMap(({ inputs }) => Object.keys(inputs));
  const folders = new Set(used.map((path) => /.*node_modules\/(?:@[^/]+\/)?[^/]+/.exec(path)?.[0]).filter(Boolean));
  assert.ok(folders.size >= 4, [...folders].join());

  const { page } = await browse(t);
  const site = await serve();
  for (const [path, words] of [["en/", "Licenses"], ["zh/figure/ring-all-reduce/", "所用软件的许可"], ["en/bench/", "Licenses"]]) {
    await page.goto(`${site}/${path}`);
    assert.equal(await page.getByRole("link", { name: words }).evaluate((it) => it.href), `${site}/licenses.txt`);
  }
  const text = await (await fetch(`${site}/licenses.txt`)).text();
  for (const folder of folders) {
    const { name, version, license } = JSON.parse(await readFile(join(web, folder, "package.json"), "utf8"));
    assert.ok(text.includes(`- ${name} ${version}: ${license}\n`), name);
    const own = await readFile(join(web, folder, "LICENSE"), "utf8");
    assert.ok(text.includes(own.trim()), `the text of ${name}`);
  }
  for (const crate of ["wasm-bindgen", "js-sys", "web-sys", "serde_core", "bytemuck", "slab"])
    assert.match(text, new RegExp(`^- ${crate} \\d`, "m"));
});
