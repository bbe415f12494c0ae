// The shapes that cross the WebAssembly boundary. Made from the Rust types of crates/playground;
// its test `typescript` compares and, when asked to, writes this file.

/** What ranks can do together. */
export type Collective =
  | "barrier" | "broadcast" | "gather" | "all-gather" | "all-to-all" | "reduce-scatter"
  | "all-reduce" | "sort";
/** How values combine in reductions. */
export type Op = "sum" | "product" | "min" | "max" | "mean";
/** Kinds of numbers. */
export type Kind = "f32" | "f64" | "i32" | "u32";
/** Where an experiment may be asked to run. */
export type Engine =
  | "auto" | "workers" | "workers-shared" | "workers-ports" | "simulated" | "threads";
/** What can go wrong on purpose. */
export type FaultKind = "panic" | "kill" | "silent" | "delay" | "op" | "count" | "flip";
/** In which way a run failed. */
export type FailureKind =
  | "memory" | "panic" | "killed" | "mismatch" | "deadlock" | "timeout" | "cancelled";
/** Numbers of one kind. */
export type Numbers = Float32Array | Float64Array | Int32Array | Uint32Array;
/** What to measure: see `Measure` in crates/experiment. */
export interface MeasureRequest {
    op: "barrier" | "all-reduce" | "all-gather" | "reduce-scatter" | "broadcast" | "ping-pong";
    engine?: Engine;
    ranks: number;
    /** A multiple of 4. */
    bytes?: number;
    /** Samples that are not kept. */
    warmup?: number;
    samples?: number;
    /** Calls per sample. */
    batch?: number;
}
/** Samples: `laps_us[rank][sample]` is what `batch` calls in a row took that rank. */
export interface Measured {
    engine: Engine;
    algorithm: string;
    laps_us: Float64Array[];
}
/** How to stop a run, which then rejects with the signal's reason. */
export interface RunOptions {
    signal?: AbortSignal;
}

/**
 * What to run.
 */
export interface Experiment {
    collective: Collective;
    /**
     * A name from the catalogue, or "auto".
     */
    algorithm?: string;
    ranks: number;
    /**
     * One per rank; in a report always typed arrays of the kind.
     */
    inputs?: ArrayLike<number>[];
    /**
     * Instead of inputs: so many values per rank, made from the seed.
     */
    count?: number;
    op?: Op;
    kind?: Kind;
    root?: number;
    engine?: Engine;
    network?: Network;
    /**
     * "earliest", "seeded", "rendezvous" or what a report's trace says to play it again.
     */
    schedule?: string;
    /**
     * How long one wait may last.
     */
    limit_ms?: number;
    seed?: number;
    faults?: Fault[];
    /**
     * Whether the report shows every message.
     */
    trace?: boolean;
    /**
     * All-reduce by ring only: how many steps add. Anything but P - 1 is wrong on purpose.
     */
    cut?: number;
}

/**
 * What a message costs in simulated time.
 */
export interface Network {
    alpha_us: number;
    beta_ns_per_byte: number;
    gamma_ns_per_byte?: number;
}

/**
 * Something that goes wrong on purpose, on one rank.
 */
export interface Fault {
    kind: FaultKind;
    rank: number;
    /**
     * From which step on; without one, from the beginning.
     */
    step?: number;
    value?: number;
}

/**
 * What a run showed.
 */
export interface Report {
    /**
     * Complete, with the algorithm that was used.
     */
    experiment: Experiment;
    engine: EngineUsed;
    /**
     * One per rank; null where it receives nothing.
     */
    outputs: (Numbers | null)[];
    verdict: Verdict;
    totals: Totals;
    predicted: Predicted;
    time: Time;
    trace: Trace | null;
}

/**
 * Where a run took place.
 */
export interface EngineUsed {
    requested: Engine;
    used: "workers-shared" | "workers-ports" | "simulated" | "threads";
    /**
     * Why not the better engine, in words.
     */
    why: string | null;
}

/**
 * Whether the outputs are what the definition says.
 */
export interface Verdict {
    agrees: boolean;
    max_error: number;
    tolerance: number;
    identical_on_all_ranks: boolean | null;
}

/**
 * What really travelled.
 */
export interface Totals {
    /**
     * Length of the longest chain of dependent messages.
     */
    rounds: number;
    /**
     * Per rank.
     */
    messages: number[];
    /**
     * Per rank.
     */
    bytes_sent: number[];
}

/**
 * What the catalogue's formulas say.
 */
export interface Predicted {
    rounds: number;
    messages: number[];
    bytes_sent: number[];
    time_us: number | null;
}

/**
 * How long it took.
 */
export interface Time {
    wall_us: number | null;
    per_rank_us: number[];
    /**
     * The smallest difference that the clock shows.
     */
    resolution_us: number;
    virtual_us: number | null;
}

/**
 * Every message.
 */
export interface Trace {
    /**
     * What the `_us` columns count, from the moment the first rank began.
     */
    clock: "virtual" | "wall";
    /**
     * Simulated runs: what makes this very run happen again.
     */
    schedule: string | null;
    messages: Messages;
    /**
     * Per rank.
     */
    started_us: Float64Array;
    /**
     * Per rank.
     */
    finished_us: Float64Array;
}

/**
 * Row i of every column is message i; ordered by step, then by sender, then by receiver.
 */
export interface Messages {
    from: Uint32Array;
    to: Uint32Array;
    /**
     * The algorithm's step, from 0.
     */
    step: Uint32Array;
    /**
     * The first element of the result vector that it carries.
     */
    start: Uint32Array;
    /**
     * How many elements it carries.
     */
    count: Uint32Array;
    bytes: Uint32Array;
    /**
     * 1: the receiver combined it with its own values; 0: it stored it.
     */
    combine: Uint8Array;
    /**
     * Length of the longest chain of dependent messages that ends with this one.
     */
    chain: Uint32Array;
    send_posted_us: Float64Array;
    send_released_us: Float64Array;
    recv_posted_us: Float64Array;
    recv_matched_us: Float64Array;
}

/**
 * Something about a request that cannot be.
 */
export interface Problem {
    field: string;
    got: string;
    allowed: string;
    message: string;
}

/**
 * Everything about a request that cannot be.
 */
export interface Problems {
    problems: Problem[];
}

/**
 * Why a run failed. The Error that a run is rejected with carries it.
 */
export interface Failure {
    kind: FailureKind;
    rank: number | null;
    peer: number | null;
    call: string | null;
    message: string;
    waiting: Waiting[];
}

/**
 * One rank's wait.
 */
export interface Waiting {
    rank: number;
    on: number;
    tag: string;
    call: string;
    since_us: number;
}

/**
 * One algorithm.
 */
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

/**
 * Where ranks can run on this page, and why not better.
 */
export interface Capabilities {
    isolated: boolean;
    shared_memory: boolean;
    workers: boolean;
    cores: number;
    limits: Record<string, number>;
    /**
     * By what is missing: `shared_memory`, `workers`.
     */
    why: Record<string, string>;
}
