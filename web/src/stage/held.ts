// What everybody holds at a moment: a row per rank, a column per parcel, and the first values where there is room.

import { svg, type TemplateResult } from "lit/html.js";
import { edge, muted, rule } from "../draw/colors.ts";
import { badge, box, heading, smallBadge, stroke, text, type Mark } from "../draw/marks.ts";
import { short } from "../draw/numbers.ts";
import { Cells } from "./content.ts";
import { HEAD, type Lanes, type Said } from "./lanes.ts";
import { slotsAt, valuesOf } from "./scene.ts";

const BADGE = 30;
/** A value needs so much beside its cell. */
const VALUE_WIDTH = 52;
const VALUE_COUNT_MAX = 4;

/** `moments` is how many of its rounds each rank has behind it. */
export function heldPicture(lanes: Lanes, moments: readonly number[], said: Said): TemplateResult {
  const { scene } = lanes.telling;
  const parcels = scene.parcels.count.length;
  const width = Math.min(40 + VALUE_COUNT_MAX * VALUE_WIDTH, (lanes.width - BADGE) / Math.max(1, parcels));
  const fitting = Math.min(VALUE_COUNT_MAX, Math.floor((width - 20) / VALUE_WIDTH));
  const tall = Math.min(22, lanes.pitch - 3);
  const every = Math.ceil(13 / lanes.pitch);
  const cells = new Cells(scene);
  const values: Mark[] = [];
  let frames = "";
  for (const [place, rank] of lanes.order.entries()) {
    const y = lanes.top + HEAD + (place + 0.5) * lanes.pitch - tall / 2;
    for (let parcel = 0; parcel < parcels; parcel++) frames += box(BADGE + parcel * width + 0.5, y, width, tall);
    for (const row of slotsAt(scene, rank, Math.min(scene.rounds, moments[rank] as number))) {
      if (scene.slots.layer[row] !== 0) continue;
      const content = scene.slots.content[row] as number;
      const x = BADGE + (scene.slots.parcel[row] as number) * width;
      const numbers = valuesOf(scene, content).slice(0, Math.max(0, fitting));
      const room = width - numbers.length * VALUE_WIDTH;
      cells.add(x + 1, y + 1, room - 2, tall - 2, [content]);
      for (const [index, value] of numbers.entries())
        values.push(text(x + room + (index + 1) * VALUE_WIDTH - 4, y + tall / 2 + 4, short(value, 6), { size: 11, anchor: "end" }));
    }
  }
  const badges = lanes.order.map((rank, place) => {
    const y = lanes.top + HEAD + (place + 0.5) * lanes.pitch;
    return lanes.pitch >= 19 ? badge(0, y, rank, Math.min(20, lanes.pitch - 2)) : smallBadge(0, y, rank, lanes.pitch - 2, place % every === 0);
  });
  return svg`${heading(0, lanes.top + 15, said.name)}${text(lanes.width, lanes.top + 15, said.cost, { anchor: "end", color: muted })}
    ${badges}${stroke(frames, parcels > 32 ? rule : edge, 1)}${cells.marks()}${values}`;
}
