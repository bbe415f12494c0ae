// The shapes that cross the boundary of the sorter's WebAssembly module. Made from the Rust types of crates/sorter;
// its test `typescript` compares and, when asked to, writes this file.

/** Ways to build a network that sorts. */
export type NetworkKind = "bitonic" | "bitonic-by-recursion" | "odd-even-merge";

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
