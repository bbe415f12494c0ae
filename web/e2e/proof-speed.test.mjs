// How long the proof of a network takes on a page that has a core for itself: see the files that run alone in
// crates/xtask/src/test/layer.rs.

import assert from "node:assert/strict";
import { browse, scenario, serve } from "./harness.mjs";

scenario("65,536 inputs are tried in under 50 ms", async (t) => {
  const { page } = await browse(t);
  await page.goto(`${await serve()}/en/figure/bitonic-network/`);
  const figure = page.locator("bitonic-network-figure:not([hidden])");
  await figure.getByText("time to try 65,536 inputs").waitFor();
  const ms = await figure.evaluate(({ model }) => model.proof.ms);
  assert.ok(ms > 0 && ms < 50, `${ms} ms`);
});
