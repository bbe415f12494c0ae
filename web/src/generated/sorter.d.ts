// The shapes that cross the boundary of the WebAssembly module that sorts. Made from the Rust types of
// crates/sorter; its test `typescript` compares and, when asked to, writes this file.

/** Ways to build a network that sorts. */
export type NetworkKind = "bitonic" | "bitonic-by-recursion" | "odd-even-merge";
/** What a pass does with the keys that it holds. */
export type PassKernel =
  | "register-sort" | "register-flip" | "register-merge" | "tile-sort" | "tile-merge";
/** Numbers that can be sorted. */
export type Keys = Uint32Array | Int32Array | Float32Array;
/** How many keys are held at a time; without it, what suits the device. */
export interface PlanOptions {
    /** A power of two from 2 to 64: keys in the registers of a thread. Default 16. */
    registers?: number;
    /** A power of two from 64 to 8192: keys in the memory of a workgroup. Without it none are. */
    tile?: number;
    /** Whether every key carries a value; a sort knows that without being told. */
    pairs?: boolean;
    /** Whether threads may look into each other's registers where the device can; default true. */
    subgroups?: boolean;
}
/** How to sort. */
export interface SortOptions {
    /** Largest first: the exact reverse, so NaN comes first. */
    descending?: boolean;
    /** One value for each number, that stays with it. */
    payload?: Uint32Array;
    /** Equal numbers keep their order, in descending order too. */
    stable?: boolean;
    /** The result's payload tells where each number stood; implies stable. */
    argsort?: boolean;
    /** "auto" (default): the GPU if there is one. */
    device?: "auto" | "gpu" | "cpu";
    /** Whether to check the result; default true. */
    verify?: boolean;
    signal?: AbortSignal;
    plan?: PlanOptions;
    /** Times every pass on its own. */
    profile?: boolean;
    /** Breaks a GPU's work on purpose: no barriers, or one word of the result overwritten. */
    sabotage?: "barrier" | "word";
}

/**
 * Layers of comparators; those of one layer work at the same time.
 */
export interface SortingNetwork {
    /**
     * Two wires for each comparator: the smaller key goes to the first one.
     */
    comparators: Uint32Array;
    /**
     * Where each layer begins, counted in comparators; and, last, how many there are.
     */
    layers: Uint32Array;
    /**
     * The stage of each layer, from 1: after stage s, blocks of 2^s keys are sorted.
     */
    stages: Uint32Array;
}

/**
 * What trying all 2^n inputs of zeros and ones showed.
 */
export interface ZeroOneProof {
    /**
     * How many there are: 2^n.
     */
    inputs: number;
    /**
     * How many came out in a wrong order.
     */
    failing: number;
    /**
     * The smallest of them: bit i is what wire i carries.
     */
    smallest: number | null;
    /**
     * The numbers 1 to n, in an order that comes out wrong for the same reason.
     */
    counterexample: number[] | null;
    /**
     * Bit i is set if, for some input, wire i ends with 1 and wire i + 1 with 0.
     */
    unsorted: number;
}

/**
 * Which passes over memory sort so many keys, and what they cost.
 */
export interface SortPlan {
    /**
     * Keys.
     */
    count: number;
    /**
     * Keys that a thread holds in passes without a tile.
     */
    registers: number;
    /**
     * Keys that a workgroup holds in its memory, if that is used.
     */
    tile: number | null;
    /**
     * Dispatches on a GPU; on a CPU the passes of a radix sort.
     */
    passes: number;
    /**
     * Comparisons of two keys.
     */
    comparators: number;
    /**
     * Bytes read and written.
     */
    bytes: number;
    /**
     * Every pass on a GPU, in order.
     */
    ladder: PassPlan[];
}

/**
 * One pass over memory.
 */
export interface PassPlan {
    /**
     * What threads or workgroups do.
     */
    kernel: PassKernel;
    /**
     * The stage of the network; of a sort the last one.
     */
    stage: number;
    /**
     * Its last step compares at the distance 2^low; a flip of stage s, at up to 2^s - 1.
     */
    low: number;
    /**
     * Steps of the network.
     */
    steps: number;
    /**
     * Keys from here on stay untouched.
     */
    keys: number;
    /**
     * Threads, or in tile passes workgroups, that have something to compare.
     */
    units: number;
    /**
     * Comparisons of two keys.
     */
    comparators: number;
    /**
     * Bytes read and written.
     */
    bytes: number;
}

/**
 * Numbers in order.
 */
export interface Sorted {
    /**
     * Of the same kind as what was given, and always of the page that called.
     */
    values: Keys;
    /**
     * What the numbers carried, or, if asked for, their places in the input.
     */
    payload: Uint32Array | null;
    /**
     * What sorted.
     */
    device: SortDevice;
    /**
     * What it did.
     */
    plan: SortPlan;
    /**
     * How long that took.
     */
    times: SortTimes;
    /**
     * Null if it was not asked for.
     */
    verdict: SortVerdict | null;
}

/**
 * What sorted.
 */
export interface SortDevice {
    /**
     * Which kind of processor.
     */
    kind: "gpu" | "cpu";
    /**
     * As its driver calls it.
     */
    name: string;
    /**
     * Whether it is no real GPU, so that its times say nothing about one.
     */
    software: boolean;
    /**
     * Why not the GPU, in words.
     */
    why: string | null;
}

/**
 * How long it took, in milliseconds.
 */
export interface SortTimes {
    /**
     * From the copy of what was given to the result, without the verdict.
     */
    total_ms: number;
    /**
     * Until the numbers were on their way to the GPU.
     */
    upload_ms: number;
    /**
     * All passes, by the GPU's own clock, if it shows that.
     */
    gpu_ms: number | null;
    /**
     * What is left of the total: waiting, and copying back.
     */
    readback_ms: number;
    /**
     * Every pass, by the GPU's own clock, if that was asked for.
     */
    passes_ms: Float64Array | null;
}

/**
 * Whether the result is right.
 */
export interface SortVerdict {
    /**
     * Whether nothing of what follows is wrong.
     */
    agrees: boolean;
    /**
     * No number stands before a smaller one.
     */
    sorted: boolean;
    /**
     * Every number is there as often as it was, bit by bit.
     */
    permutation: boolean;
    /**
     * Equal numbers keep their order; null if that was not asked for.
     */
    stable: boolean | null;
}

/**
 * Which GPU there is.
 */
export interface Adapter {
    /**
     * Null if there is none.
     */
    gpu: Gpu | null;
    /**
     * Why there is none, in words.
     */
    why: string | null;
}

/**
 * A GPU.
 */
export interface Gpu {
    /**
     * As its driver calls it.
     */
    name: string;
    /**
     * Whether it computes on the CPU, so that its times say nothing about a GPU.
     */
    software: boolean;
    /**
     * What it can hold.
     */
    limits: GpuLimits;
}

/**
 * What a GPU can hold.
 */
export interface GpuLimits {
    /**
     * The longest list that it can sort.
     */
    keys: number;
    /**
     * Memory of a workgroup.
     */
    workgroup_bytes: number;
    /**
     * Whether it shows its own clock.
     */
    timestamps: boolean;
    /**
     * Whether threads can look into each other's registers.
     */
    subgroups: boolean;
}
