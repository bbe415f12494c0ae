// Space-time lanes: one strip per rank, one column per step. A cell is the chunk a rank is about to send (in the
// last column: the one it just received); darts between columns are the messages. All of it comes from a replay.

import { svg, type TemplateResult } from "lit/html.js";
import { Barcodes } from "./barcode.ts";
import { edge, ground, hue, ink, rule } from "./colors.ts";
import { Darts, along, flight, inFlight, type Point } from "./dart.ts";
import { badge, box, characters, fill, segment, smallBadge, stroke, type Mark } from "./marks.ts";
import { contributionCount, isComplete, type Message, type Replay, type Version } from "./replay.ts";

/** A replay placed on a picture. `first` is the moment of the whole run that its state 0 stands for. */
export interface Track {
  readonly replay: Replay;
  readonly first: number;
  readonly x: (t: number) => number;
}

export interface Rows {
  readonly y: (rank: number) => number;
  readonly pitch: number;
}

/** How much a cell can show at this density. */
export interface CellShape {
  readonly width: number;
  readonly height: number;
  readonly bars: boolean; // a barcode, else how full it is
  readonly index: boolean; // the chunk's number
}

/** The cell that fits between columns so far apart: never so wide that no dart fits between. */
export function cellShape(column_width: number, pitch: number, ranks: number): CellShape {
  const width = column_width >= 52 ? 36 : Math.max(3, Math.floor(column_width * (ranks > 8 ? 0.6 : 0.7)));
  return {
    width,
    height: Math.min(20, pitch - 3),
    bars: ranks <= 8 && width >= 12,
    index: ranks <= 8 && width >= 24,
  };
}

/** The chunk in the cell of this rank after so many of the replay's own steps. */
export function cellChunk(replay: Replay, step: number, rank: number): number {
  const sent = replay.steps[step]?.find((message) => message.from === rank);
  return (sent ?? replay.steps[step - 1]?.find((message) => message.to === rank))?.chunk ?? rank;
}

/** Messages of one longest chain of dependent messages, found backwards from the lowest chunk that ends one. */
export function criticalThread(replay: Replay): ReadonlySet<Message> {
  const all = replay.steps.flat();
  const longest = all.reduce((most, message) => Math.max(most, message.chain), 0);
  const ends = all.filter((message) => message.chain === longest).sort((a, b) => a.chunk - b.chunk);
  const thread = new Set<Message>();
  let message = ends[0];
  while (message) {
    thread.add(message);
    const { from, chain, step } = message;
    message = all.find(
      (earlier) => earlier.to === from && earlier.chain === chain - 1 && earlier.step < step,
    );
  }
  return thread;
}

function pieces(
  track: Track,
  rows: Rows,
  cell: CellShape,
  message: Message,
): readonly (readonly [Point, Point])[] {
  const t = track.first + message.step;
  const start = { x: track.x(t) + cell.width / 2, y: rows.y(message.from) };
  const end = { x: track.x(t + 1) - cell.width / 2, y: rows.y(message.to) };
  return flight(start, end, message.to < message.from, rows.pitch);
}

/** The lines every lane runs along, and who runs there. */
export function laneBases(
  ranks: number,
  rows: Rows,
  x: number,
  ends: readonly (readonly [number, number])[],
): TemplateResult {
  let lines = "";
  const every = Math.ceil(13 / rows.pitch);
  const badges = Array.from({ length: ranks }, (_, rank) => {
    for (const [left, right] of ends) lines += segment(left, rows.y(rank), right, rows.y(rank));
    return rows.pitch >= 20
      ? badge(x, rows.y(rank), rank)
      : smallBadge(x, rows.y(rank), rank, rows.pitch - 2, rank % every === 0);
  });
  return svg`${stroke(lines, rule, 1)}${badges}`;
}

export function lane(
  track: Track,
  rows: Rows,
  cell: CellShape,
  thread: ReadonlySet<Message>,
): TemplateResult {
  const dense = cell.width < 20;
  const darts = new Darts(dense ? Math.min(5, cell.width * 0.6) : 6);
  for (const messages of track.replay.steps) {
    for (const message of messages)
      darts.add(pieces(track, rows, cell, message), message.from, message.combines, thread.has(message));
  }
  return svg`${darts.marks(dense ? 1 : 1.25)}${cells(track, rows, cell, thread)}`;
}

function cells(track: Track, rows: Rows, cell: CellShape, thread: ReadonlySet<Message>): TemplateResult {
  const { replay } = track;
  const threaded = [...thread][0]?.chunk;
  const codes = new Barcodes();
  let [back, single, double, level, solid, empty] = ["", "", "", "", "", ""];
  const labels =
    replay.states[0]?.map(() => ({ xs: [] as number[], digits: "", bold_xs: [] as number[], bold: "" })) ??
    [];
  for (let step = 0; step <= replay.steps.length; step++) {
    for (let rank = 0; rank < replay.ranks; rank++) {
      const chunk = cellChunk(replay, step, rank);
      const version = replay.states[step]?.[rank]?.[chunk];
      if (!version) continue;
      const x = track.x(track.first + step) - cell.width / 2;
      const y = rows.y(rank) - cell.height / 2;
      const state = frame(version);
      back += box(x, y, cell.width, cell.height);
      if (version.values.length === 0) {
        empty += box(x + 0.5, y + 0.5, cell.width - 1, cell.height - 1);
        if (!cell.index) continue;
      } else if (!cell.bars) {
        const height = Math.min(1, contributionCount(version) / replay.ranks) * (cell.height - 1);
        if (state === "done") solid += box(x, y, cell.width, cell.height);
        else if (state === "copy") single += box(x + 0.5, y + 0.5, cell.width - 1, cell.height - 1);
        else level += box(x, y + cell.height - height, cell.width, height);
        continue;
      }
      if (version.values.length > 0) code(version, x, y);
      const label = labels[rank];
      if (!cell.index || !label) continue;
      const at = x + (cell.width >= 36 ? 8.3 : 6.5);
      if (chunk === threaded) {
        label.bold_xs.push(at);
        label.bold += chunk;
      } else {
        label.xs.push(at);
        label.digits += chunk;
      }
    }
  }

  /** Frame and barcode of a cell that is wide enough for them. */
  function code(version: Version, x: number, y: number): void {
    const state = frame(version);
    if (state === "done") double += outline(x, y, cell, true);
    if (state === "copy") single += outline(x, y, cell, false);
    const inset = state === "done" ? 5 : 4;
    const left = cell.index ? (cell.width >= 36 ? 14.5 : 11) : 4;
    codes.add(
      x + left,
      y + inset,
      cell.width - left - (cell.width >= 36 ? 4.5 : 4),
      cell.height - 2 * inset,
      version.contributions,
    );
  }

  return svg`${fill(back, ground)}${stroke(empty, edge, 1, "2 2")}${fill(level, edge)}${fill(solid, ink)}${stroke(single, cell.bars ? edge : ink, 1)}
    ${stroke(double, ink, 1)}${codes.marks()}
    ${labels.map(
      (label, rank) => svg`${characters(label.xs, rows.y(rank) + 4, label.digits)}
      ${characters(label.bold_xs, rows.y(rank) + 4, label.bold, { weight: 700 })}`,
    )}`;
}

/** Partial: no frame. Finished by its last addition: double border. Copy of a finished chunk: single border. */
export function frame(version: Version): "partial" | "done" | "copy" {
  if (!isComplete(version)) return "partial";
  return version.combined ? "done" : "copy";
}

function outline(x: number, y: number, cell: CellShape, double: boolean): string {
  const outer = box(x + 0.5, y + 0.5, cell.width - 1, cell.height - 1);
  return double ? outer + box(x + 2.5, y + 2.5, cell.width - 5, cell.height - 5) : outer;
}

/** The messages of the moment `t`, part-way along their darts. */
export function travelling(track: Track, rows: Rows, cell: CellShape, t: number): Mark {
  const step = Math.floor(t) - track.first;
  const fraction = t - Math.floor(t);
  const messages = fraction > 0 ? (track.replay.steps[step] ?? []) : [];
  const places = messages.map((message) => ({
    at: along(pieces(track, rows, cell, message), fraction),
    sender: message.from,
  }));
  return inFlight(places, Math.max(4, Math.min(9, cell.height / 2)));
}

/** A small pointer over the column of the present moment. */
export const nowMark = (x: number, y: number): Mark => fill(`M${x - 5} ${y - 6}h10l-5 6z`, ink);

/** One rank's row, for following it with the eye. */
export const followBand = (x: number, width: number, rows: Rows, rank: number): Mark =>
  svg`${fill(box(x, rows.y(rank) - rows.pitch / 2, 2.5, rows.pitch), hue(rank))}
    ${stroke(
      segment(x, rows.y(rank) - rows.pitch / 2, x + width, rows.y(rank) - rows.pitch / 2) +
        segment(x, rows.y(rank) + rows.pitch / 2, x + width, rows.y(rank) + rows.pitch / 2),
      hue(rank),
      1,
    )}`;
