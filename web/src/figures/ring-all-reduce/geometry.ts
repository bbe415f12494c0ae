// Where things stand in the wide and the stacked picture. One set of numbers for lanes, rails, braid, cut, the
// input over the handle and the cells a reader taps, so that they cannot drift apart.

import { cellShape, type CellShape, type Rows } from "../../draw/lanes.ts";
import type { RailShape } from "../../draw/rails.ts";
import { stepCount } from "./parameters.ts";

/** From this width on the rails stand beside the lanes and share their rows. */
export const TWO_PANES = 1040;
/** Below this the picture is a strip of steps over the rails, with space-time behind a tab. */
export const STACKED = 640;

export interface Geometry {
  readonly ranks: number;
  readonly steps: number;
  readonly two_panes: boolean;
  readonly width: number; // of the lanes
  readonly height: number;
  readonly column: number; // distance of two columns
  readonly cell: CellShape;
  readonly upper: Rows;
  readonly lower: Rows;
  readonly upper_top: number;
  readonly upper_bottom: number;
  readonly lower_top: number;
  readonly lower_bottom: number;
  readonly upper_badge: number;
  /** The ring's columns; the reduce-scatter's; the all-gather's. All take the whole run's step. */
  readonly x_ring: (t: number) => number;
  readonly x_scatter: (t: number) => number;
  readonly x_gather: (t: number) => number;
  readonly wall_left: number;
  readonly wall_right: number;
}

/** Lanes come closer as there are more of them, so that a picture of 32 ranks still fits a screen. */
export function lanePitch(ranks: number): number {
  if (ranks <= 6) return 30;
  if (ranks <= 8) return 27;
  if (ranks <= 12) return 22;
  if (ranks <= 16) return 17;
  return ranks <= 24 ? 13 : 10;
}

export function geometry(total_width: number, ranks: number): Geometry {
  const two_panes = total_width >= TWO_PANES;
  const width = two_panes ? total_width - RAILS_WIDTH - PANE_GAP : total_width;
  const steps = stepCount(ranks);
  const pitch = lanePitch(ranks);
  const narrow = width < 500;
  const gap = narrow ? 50 : ranks <= 6 ? 88 : 72;
  const margin = 30;
  const spacing = (room: number): number => room / Math.max(2, steps);
  const first_guess = cellShape(spacing(width - margin - gap - 20), pitch, ranks);
  const column = steps === 0 ? 0 : Math.min(120, (width - margin - first_guess.width - gap) / steps);
  const cell = cellShape(steps === 0 ? 60 : column, pitch, ranks);
  const left = margin + cell.width / 2;
  const upper_top = 66;
  const upper_bottom = upper_top + ranks * pitch;
  const lower_top = upper_bottom + 84;
  const lower_bottom = lower_top + ranks * pitch;
  const x_scatter = (t: number): number => left + t * column;
  const x_gather = (t: number): number => left + gap + t * column;
  const inset = Math.min(7, gap / 8) + cell.width / 2;
  const half = ranks - 1;
  return {
    ranks,
    steps,
    two_panes,
    width,
    column,
    cell,
    upper_top,
    upper_bottom,
    lower_top,
    lower_bottom,
    height: lower_bottom + 50,
    upper: { pitch, y: (rank) => upper_top + pitch / 2 + rank * pitch },
    lower: { pitch, y: (rank) => lower_top + pitch / 2 + rank * pitch },
    upper_badge: gap / 2,
    x_ring: (t) => left + gap / 2 + t * column,
    x_scatter,
    x_gather,
    wall_left: x_scatter(half) + inset,
    wall_right: x_gather(half) - inset,
  };
}

export const RAILS_WIDTH = 382;
const PANE_GAP = 40;

const railCells = (x: number, width: number, ranks: number): number => Math.min(46, (width - x) / ranks);

export interface Rails {
  readonly width: number;
  readonly height: number;
  readonly buffers: RailShape;
  readonly outputs: RailShape;
  readonly side: number; // where owners and pills stand
  readonly headings_above: boolean;
}

/** Beside the lanes: buffers on the upper rows, outputs on the lower ones. */
export function railsBeside(lanes: Geometry): Rails {
  const cell_width = railCells(30, 306, lanes.ranks);
  const shape = { ranks: lanes.ranks, x: 0, cells: 30, cell_width };
  return {
    width: RAILS_WIDTH,
    height: lanes.height,
    side: 30 + cell_width * lanes.ranks + 14,
    headings_above: false,
    buffers: { ...shape, rows: lanes.upper, head_y: lanes.upper_top - 12 },
    outputs: { ...shape, rows: lanes.lower, head_y: lanes.lower_top - 12 },
  };
}

/** Under the lanes, or alone on a phone: both rails have their own rows and headings. */
export function railsAlone(width: number, ranks: number, side_width: number): Rails {
  const pitch = Math.min(28, lanePitch(ranks));
  const rows: Rows = { pitch, y: (rank) => 66 + pitch / 2 + rank * pitch };
  const cell_width = railCells(29, width - side_width - 2, ranks) * 1;
  const fitted = side_width === 0 ? (width - 30) / ranks : cell_width;
  const shape = { ranks, x: 0, cells: 29, cell_width: fitted, rows, head_y: 54 };
  return {
    width,
    height: 66 + ranks * pitch + 6,
    buffers: shape,
    outputs: shape,
    side: 29 + fitted * ranks + 8,
    headings_above: true,
  };
}
