// The shapes that cross the WebAssembly boundary.

export type Collective =
  | "barrier"
  | "broadcast"
  | "gather"
  | "scatter"
  | "all-gather"
  | "reduce"
  | "reduce-scatter"
  | "all-reduce"
  | "all-to-all"
  | "scan"
  | "exclusive-scan";
export type Op = "sum" | "product" | "min" | "max" | "mean";
export type Kind = "f32" | "f64" | "i32" | "u32";
export type Numbers = Float32Array | Float64Array | Int32Array | Uint32Array;
export type FaultKind = "panic" | "silent" | "delay" | "op" | "count" | "flip";

export interface Fault {
  kind: FaultKind;
  rank: number;
  step?: number;
  value?: number;
}
export interface Network {
  alpha_us: number;
  beta_ns_per_byte: number;
  gamma_ns_per_byte?: number;
}

export interface Experiment {
  collective: Collective;
  algorithm?: string;
  ranks: number;
  inputs?: ArrayLike<number>[];
  count?: number;
  op?: Op;
  kind?: Kind;
  root?: number;
  engine?: "auto" | "workers" | "workers-shared" | "workers-ports" | "simulated" | "threads";
  network?: Network;
  schedule?: string;
  limit_ms?: number;
  seed?: number;
  faults?: Fault[];
  trace?: boolean;
  cut?: number;
}

export interface EngineUsed {
  requested: string;
  used: "workers-shared" | "workers-ports" | "simulated" | "threads";
  why: string | null;
}
export interface Verdict {
  agrees: boolean;
  max_error: number;
  tolerance: number;
  identical_on_all_ranks: boolean | null;
}
export interface Totals {
  rounds: number;
  messages: number[];
  bytes_sent: number[];
}
export interface Predicted {
  rounds: number;
  messages: number[];
  bytes_sent: number[];
  time_us: number | null;
}
export interface Time {
  wall_us: number | null;
  per_rank_us: number[];
  resolution_us: number;
  virtual_us: number | null;
}

export interface Messages {
  from: Uint32Array;
  to: Uint32Array;
  step: Uint32Array;
  start: Uint32Array;
  count: Uint32Array;
  bytes: Uint32Array;
  combine: Uint8Array;
  chain: Uint32Array;
  send_posted_us: Float64Array;
  send_released_us: Float64Array;
  recv_posted_us: Float64Array;
  recv_matched_us: Float64Array;
}
export interface Trace {
  clock: "virtual" | "wall";
  schedule: string | null;
  messages: Messages;
  started_us: Float64Array;
  finished_us: Float64Array;
}

export interface Report {
  experiment: Experiment;
  engine: EngineUsed;
  outputs: (Numbers | null)[];
  verdict: Verdict;
  totals: Totals;
  predicted: Predicted;
  time: Time;
  trace: Trace | null;
}

export interface Problem {
  field: string;
  got: string;
  allowed: string;
  message: string;
}
export interface Waiting {
  rank: number;
  on: number;
  tag: string;
  call: string;
  since_us: number;
}
export interface Failure {
  kind: "panic" | "killed" | "timeout" | "mismatch" | "deadlock" | "cancelled";
  rank: number | null;
  peer: number | null;
  call: string;
  message: string;
  waiting: Waiting[];
}
export interface CatalogueRow {
  collective: Collective;
  algorithm: string;
  title: string;
  needs: string[];
  rounds: string;
  messages: string;
  bytes: string;
  source: string;
}
export interface Capabilities {
  isolated: boolean;
  shared_memory: boolean;
  workers: boolean;
  cores: number;
  gpu: null;
  limits: Record<string, number>;
  why: Record<string, string>;
}
