// What belongs to a page and to no figure: the place at which it is read, and its colors.

import assert from "node:assert/strict";
import { test } from "node:test";
import { load } from "./load.mjs";

const { placeIn, wayTo } = await load("place.ts");
const { themeAfter } = await load("theme.ts");

/** Parts of these heights, one under the other, when so much of the page is above the window. */
const scrolled = (heights, by) => {
  let bottom = 60 - by;
  return heights.map((height) => ({ top: bottom, bottom: (bottom += height) }));
};

test("the other language, longer or shorter, is read on at the same part and as far down in it", () => {
  const [here, there] = [[600, 400, 900], [700, 200, 1800]];
  for (const [by, goal] of [
    [60, 60],
    [360, 410],
    [860, 860],
    [1060 + 450, 960 + 900],
  ]) {
    const place = placeIn(scrolled(here, by));
    assert.equal(wayTo(place, scrolled(there, 0)), goal, `${by} px down`);
    assert.equal(wayTo(place, scrolled(there, 100)), goal - 100, "from where a browser has already scrolled to");
  }
});

test("above the first part, and below the last, there is no other place than the top and the end", () => {
  assert.equal(placeIn(scrolled([600], 59)), null);
  assert.equal(placeIn([]), null);
  assert.deepEqual(placeIn(scrolled([600, 400], 5000)), [1, 1]);
  assert.equal(wayTo([7, 0.5], scrolled([600], 0)), 0, "a page without that part stays where it is");
});

test("the theme button shows the other theme, then the system's own, then follows the system again", () => {
  for (const [system, other] of [
    ["light", "dark"],
    ["dark", "light"],
  ]) {
    assert.equal(themeAfter("auto", system), other);
    assert.equal(themeAfter(other, system), system);
    assert.equal(themeAfter(system, system), "auto");
  }
});
