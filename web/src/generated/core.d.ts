// The shapes that cross the WebAssembly boundary. Made from the Rust types of crates/playground
// and of what it stands on; its test `typescript` compares and, when asked to, writes this file.

/**
 * The collectives, in the order of MPI 4.1, chapter 6.
 */
export type Collective = "barrier" | "broadcast" | "gather" | "all-gather" | "all-to-all" | "reduce-scatter" | "all-reduce" | "sort";

/**
 * The operators that an experiment can name.
 */
export type Op = "sum" | "product" | "min" | "max" | "mean";

/**
 * The kinds of numbers that an experiment can name.
 */
export type Kind = "f32" | "f64" | "i32" | "u32";

/**
 * Where ranks can run.
 */
export type Engine = "auto" | "workers" | "workers-shared" | "workers-ports" | "simulated" | "threads";

/** Numbers of one kind. */
export type Numbers = Float32Array | Float64Array | Int32Array | Uint32Array;
/** What to run: a `collective`, or a `plan` by hand. The report shows what was left out. */
export interface Experiment extends Partial<Omit<CompleteExperiment, "inputs" | "network">> {
    /** A name from the catalogue, or "auto", which is the default. */
    algorithm?: string;
    ranks: number;
    /** One per rank. */
    inputs?: ArrayLike<number>[];
    /** Instead of inputs: so many values per rank, made from the seed. */
    count?: number;
    network?: Partial<Network>;
}
/** How to run it. */
export interface RunOptions {
    /** To stop the run, which then rejects with the signal's reason. */
    signal?: AbortSignal;
    /** Whether the report, or the Error of a run that failed, shows what a stage draws of it. */
    scene?: boolean;
}
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

/**
 * A request that has been read: complete, consistent and within every limit.
 */
export interface CompleteExperiment {
    /**
     * What to do; none for plans by hand.
     */
    collective?: Collective;
    /**
     * How: the name of a row of the catalogue; none for plans by hand.
     */
    algorithm?: string;
    /**
     * Plans by hand, in place of a collective's.
     */
    plan?: ByHand;
    /**
     * Changes to the plans, in the order in which they are made.
     */
    edits: Edit[];
    /**
     * On how many ranks.
     */
    ranks: number;
    /**
     * What each rank brings.
     */
    inputs: Numbers[];
    /**
     * How values combine, in reductions.
     */
    op: Op;
    /**
     * The kind of every input.
     */
    kind: Kind;
    /**
     * The root, where there is one.
     */
    root: number;
    /**
     * Where to run.
     */
    engine: Engine;
    /**
     * What a message costs in simulated time and in predictions.
     */
    network: Network;
    /**
     * The simulator's schedule: "earliest", "seeded", "rendezvous", or what the trace of a report
     * says to play it again.
     */
    schedule: string;
    /**
     * How long one wait may last, in milliseconds.
     */
    limit_ms: number;
    /**
     * For generated inputs and seeded schedules.
     */
    seed: number;
    /**
     * What goes wrong on purpose.
     */
    faults: Fault[];
    /**
     * Whether the report shows every message.
     */
    trace: boolean;
    /**
     * All-reduce by ring only: how many steps combine. Anything but P − 1 is wrong on purpose.
     */
    cut?: number;
}

/**
 * The α-β-γ model of a network with one full-duplex port per rank.
 */
export interface Network {
    /**
     * Time to start a message, in microseconds.
     */
    alpha_us: number;
    /**
     * Time per byte sent, in nanoseconds.
     */
    beta_ns_per_byte: number;
    /**
     * Time per byte combined, in nanoseconds.
     */
    gamma_ns_per_byte: number;
}

/**
 * Something that goes wrong on purpose, on one rank.
 */
export interface Fault {
    /**
     * What.
     */
    kind: FaultKind;
    /**
     * Where.
     */
    rank: number;
    /**
     * From which step on; without one, from the beginning.
     */
    step?: number;
    /**
     * Milliseconds of a delay, elements of a count, or which bit flips.
     */
    value?: number;
}

/**
 * The things that can go wrong.
 */
export type FaultKind = "panic" | "kill" | "silent" | "delay" | "op" | "count" | "flip";

/**
 * Plans by hand, in place of a collective.
 */
export interface ByHand {
    /**
     * The collective that they are judged against. Without one they are right if they end and
     * leave nothing over.
     */
    claims?: Collective;
    /**
     * One per rank.
     */
    ranks: Plan[];
}

/**
 * What a run showed.
 */
export interface Report {
    /**
     * What was run, with every default filled in.
     */
    experiment: CompleteExperiment;
    /**
     * Where.
     */
    engine: EngineUsed;
    /**
     * What each rank holds at the end; none where it receives nothing.
     */
    outputs: (Numbers | null)[];
    /**
     * Whether that is right.
     */
    verdict: Verdict;
    /**
     * What really travelled.
     */
    totals: Totals;
    /**
     * What should have travelled.
     */
    predicted: Predicted;
    /**
     * How long it took.
     */
    time: Time;
    /**
     * The calls it consists of.
     */
    calls: Called[];
    /**
     * Every message, if asked for.
     */
    trace: Trace | null;
    /**
     * What a stage draws of the run, if asked for.
     */
    scene?: Scene;
}

/**
 * One of the calls that ranks made together.
 */
export interface Called {
    /**
     * What; none for plans by hand that claim nothing.
     */
    collective: Collective | null;
    /**
     * How; none for plans by hand.
     */
    algorithm: string | null;
    /**
     * The name that the experiment gives it, if it gives one.
     */
    name: string | null;
    /**
     * On which communicator; 0 is that of all ranks.
     */
    communicator: number;
    /**
     * Its first step in the trace.
     */
    from_step: number;
    /**
     * One past its last one.
     */
    to_step: number;
    /**
     * What should have travelled.
     */
    predicted: Predicted;
    /**
     * Whether its result is right.
     */
    verdict: Verdict;
}

/**
 * Where a run was asked for, and where it took place.
 */
export interface EngineUsed {
    /**
     * What the experiment asked for.
     */
    requested: Engine;
    /**
     * What ran.
     */
    used: Exclude<Engine, "auto" | "workers">;
    /**
     * Why not the better engine, in words; none if there is no better one.
     */
    why: string | null;
}

/**
 * The comparison of a run with the definition.
 */
export interface Verdict {
    /**
     * Whether every output is right, where ranks should hold the same they do, and no message is
     * left over.
     */
    agrees: boolean;
    /**
     * The error of the worst element: the one furthest outside, or nearest to, its tolerance.
     */
    max_error: number;
    /**
     * What that element may be off by; 0 where results must be exact.
     */
    tolerance: number;
    /**
     * Whether all ranks hold the same bits; none where they need not. NaN is one value here,
     * for WebAssembly does not fix its bits.
     */
    identical_on_all_ranks: boolean | null;
}

/**
 * Counts of what really travelled. Payload messages only, empty ones included.
 */
export interface Totals {
    /**
     * Length of the longest chain of dependent messages.
     */
    rounds: number;
    /**
     * Messages sent, per rank.
     */
    messages: number[];
    /**
     * Payload bytes sent, per rank.
     */
    bytes_sent: number[];
}

/**
 * What the plans of the ranks say, or for a sort what is known of it beforehand.
 */
export interface Predicted {
    /**
     * Length of the longest chain of dependent messages.
     */
    rounds: number;
    /**
     * Messages sent, per rank.
     */
    messages: number[];
    /**
     * Payload bytes sent, per rank.
     */
    bytes_sent: number[];
    /**
     * Time of the slowest rank, in microseconds of the network model; none where nobody can say it
     * beforehand.
     */
    time_us: number | null;
}

/**
 * How long a run took, in microseconds.
 */
export interface Time {
    /**
     * From the first rank's start to the last rank's end; none in the simulator.
     */
    wall_us: number | null;
    /**
     * Each rank's own time.
     */
    per_rank_us: number[];
    /**
     * The smallest difference that the clock can show; 0 in the simulator.
     */
    resolution_us: number;
    /**
     * Virtual time at the end; the simulator only.
     */
    virtual_us: number | null;
}

/**
 * A run as a table of messages.
 */
export interface Trace {
    /**
     * What the `_us` columns count: `virtual` or `wall` microseconds since the first rank began.
     */
    clock: "virtual" | "wall";
    /**
     * Simulated runs: the schedule that makes this very run happen again.
     */
    schedule: string | null;
    /**
     * The payload messages.
     */
    messages: Messages;
    /**
     * When each rank began.
     */
    started_us: Float64Array;
    /**
     * When each rank was done.
     */
    finished_us: Float64Array;
}

/**
 * One column per property; row i of every column is message i. Rows are ordered by step, then
 * by sender, then in the order of sending.
 */
export interface Messages {
    /**
     * The sender.
     */
    from: Uint32Array;
    /**
     * The receiver.
     */
    to: Uint32Array;
    /**
     * The algorithm's step, from 0.
     */
    step: Uint32Array;
    /**
     * The first element of the result vector that the message carries.
     */
    start: Uint32Array;
    /**
     * How many elements it carries.
     */
    count: Uint32Array;
    /**
     * Its payload.
     */
    bytes: Uint32Array;
    /**
     * 1 if the receiver combined it with its own values, 0 if it stored it.
     */
    combine: Uint8Array;
    /**
     * Length of the longest chain of dependent messages that ends with this one.
     */
    chain: Uint32Array;
    /**
     * When the sender asked to send.
     */
    send_posted_us: Float64Array;
    /**
     * When the sender could use its buffer again.
     */
    send_released_us: Float64Array;
    /**
     * When the receiver asked for it.
     */
    recv_posted_us: Float64Array;
    /**
     * When the receiver had it.
     */
    recv_matched_us: Float64Array;
}

/**
 * One thing that is wrong with a request. A refused request lists all of them.
 */
export interface Problem {
    /**
     * Which field, as a path: `faults[0].rank`.
     */
    field: string;
    /**
     * What it holds.
     */
    got: string;
    /**
     * What it may hold.
     */
    allowed: string;
    /**
     * All of that in one sentence.
     */
    message: string;
}

/**
 * Everything about a request that cannot be.
 */
export interface Problems {
    problems: Problem[];
}

/**
 * Why a run failed. The error that JavaScript gets carries it.
 */
export interface Failure {
    /**
     * In which way.
     */
    kind: FailureKind;
    /**
     * The rank that failed, or that lost patience.
     */
    rank: number | null;
    /**
     * The other rank concerned.
     */
    peer: number | null;
    /**
     * The collective and its algorithm; none if the page itself broke down.
     */
    call: string | null;
    /**
     * What happened, in one sentence.
     */
    message: string;
    /**
     * Who was waiting for whom when the run ended.
     */
    waiting: Waiting[];
}

/**
 * The ways in which a run can fail.
 */
export type FailureKind = "memory" | "panic" | "killed" | "mismatch" | "deadlock" | "timeout" | "cancelled";

/**
 * One rank's wait.
 */
export interface Waiting {
    /**
     * Who waits.
     */
    rank: number;
    /**
     * For whom.
     */
    on: number;
    /**
     * For which message.
     */
    tag: string;
    /**
     * In which call.
     */
    call: string;
    /**
     * For how long.
     */
    since_us: number;
}

/**
 * One algorithm, as the command line and the JavaScript module list it.
 */
export interface CatalogueRow {
    /**
     * The collective it implements.
     */
    collective: Collective;
    /**
     * Its name among the algorithms of that collective.
     */
    algorithm: string;
    /**
     * Both in plain words.
     */
    title: string;
    /**
     * What must hold for it to work.
     */
    needs: string[];
    /**
     * Rounds, for P ranks.
     */
    rounds: string;
    /**
     * Messages that each rank sends.
     */
    messages: string;
    /**
     * Payload bytes that each rank sends.
     */
    bytes: string;
    /**
     * Where it comes from.
     */
    source: string;
}

/**
 * Where ranks can run on this page, and why not better.
 */
export interface Capabilities {
    /**
     * Whether the page is cross-origin isolated.
     */
    isolated: boolean;
    /**
     * Whether ranks can share memory.
     */
    shared_memory: boolean;
    /**
     * Whether workers start.
     */
    workers: boolean;
    /**
     * Processors that the browser admits to.
     */
    cores: number;
    /**
     * The most ranks and elements.
     */
    limits: Limits;
    /**
     * By what is missing: `shared_memory`, `workers`.
     */
    why: Record<string, string>;
}

/**
 * The most ranks and elements that a run may have.
 */
export interface Limits {
    /**
     * Ranks as workers.
     */
    worker_ranks: number;
    /**
     * Ranks in the simulator.
     */
    simulated_ranks: number;
    /**
     * Elements that one rank brings.
     */
    elements_per_rank: number;
    /**
     * Elements that inputs and results of all ranks have together.
     */
    elements_in_all: number;
}

/**
 * What one rank does: rounds, one after the other, on one memory. All plans of a call have equally
 * many rounds.
 */
export interface Plan {
    /**
     * Whose plan it is.
     */
    rank: number;
    /**
     * Of how many.
     */
    size: number;
    /**
     * Elements of memory: input and result, which may overlap, and whatever else it takes.
     */
    elements: number;
    /**
     * Where the rank's input lies before the first round; none if it brings nothing.
     */
    input: Ranges | null;
    /**
     * Where its result lies after the last round; none if it receives nothing.
     */
    result: Ranges | null;
    /**
     * What it does.
     */
    rounds: Round[];
}

/**
 * Messages that may all move at once, and what the rank does with its memory after them. The round
 * ends when all of it is done.
 *
 * Among the messages no element is written twice, nor written while it is sent; to combine is to
 * write. Local moves run one by one, in order, and each reads before it writes.
 */
export interface Round {
    /**
     * What the rank sends and receives.
     */
    messages: Message[];
    /**
     * What it does alone, afterwards.
     */
    local: Local[];
}

/**
 * One end of a message. The k-th send from a to b meets the k-th receive of b from a, counted by
 * round and then by place.
 */
export type Message = { send: number; elements: Ranges } | { receive: number; elements: Ranges } | { combine: number; elements: Ranges; side: Side };

/**
 * Something that a rank does in its own memory.
 */
export type Local = { copy: Ranges; to: Ranges } | { fold: Ranges; onto: Ranges; side: Side };

/**
 * Elements of one rank's memory, in the order in which they travel: a list of ranges, none of
 * which is empty and none of which begins where the one before it ends.
 */
export type Ranges = [start: number, end: number][];

/**
 * An operand's place beside its operator.
 */
export type Side = "left" | "right";

/**
 * A change to the plans of a call. What is done decides which of the fields are there.
 */
export interface Edit {
    /**
     * Whose plan.
     */
    rank: number;
    /**
     * Which of its rounds.
     */
    round: number;
    /**
     * Which message of the round; what is inserted goes before it, or behind the last one.
     */
    message?: number;
    /**
     * Which local move of the round; what is inserted goes before it, or behind the last one.
     */
    local?: number;
    /**
     * What happens to it.
     */
    do: EditVerb;
    /**
     * The other rank of a message that turns, or the round that changes places with this one.
     */
    to?: number;
    /**
     * How many elements further on; backwards if it is negative.
     */
    by?: number;
    /**
     * What is inserted.
     */
    value?: Message | Local;
}

/**
 * What can happen to a round, or to a part of it.
 */
export type EditVerb = "drop" | "turn" | "shift" | "swap-round" | "insert";

/**
 * What is proved of plans, for one number of ranks, one root and one length: as the command line
 * and the JavaScript module say it.
 */
export interface Proof {
    /**
     * Whether they end, under rendezvous too, and keep what they claim.
     */
    right: boolean;
    /**
     * Whether every rank gets through where nothing limits what is buffered.
     */
    ends: boolean;
    /**
     * Whether every rank gets through where every send waits for its receive.
     */
    ends_under_rendezvous: boolean;
    /**
     * What is wrong, by round.
     */
    complaints: Complaint[];
    /**
     * Messages sent, per rank.
     */
    messages: number[];
    /**
     * Payload bytes sent, per rank.
     */
    bytes: number[];
    /**
     * Length of the longest chain of dependent messages.
     */
    rounds: number;
    /**
     * Elements of memory beyond input and result, per rank.
     */
    scratch: number[];
    /**
     * In which order operands are combined.
     */
    order: Order;
    /**
     * Whether all ranks bracket in the same way what all of them are to hold.
     */
    same_bracketing: boolean | null;
    /**
     * Time of the slowest rank, in microseconds of the network model; none if it never ends.
     */
    time_us: number | null;
}

/**
 * In which order values are combined.
 */
export type Order = "none" | "rank" | "any";

/**
 * Something that is wrong with plans.
 */
export interface Complaint {
    /**
     * What.
     */
    kind: ComplaintKind;
    /**
     * On which rank.
     */
    rank: number;
    /**
     * In which round; if a result is wrong, in the one that wrote it last.
     */
    round: number;
    /**
     * The other rank that it concerns, if there is one.
     */
    peer?: number;
    /**
     * The first element of the rank's memory that it concerns, if it concerns any.
     */
    element?: number;
    /**
     * In words.
     */
    message: string;
}

/**
 * The ways in which plans can be wrong.
 */
export type ComplaintKind = "unmatched" | "length" | "conflict" | "unwritten" | "missing" | "double" | "order" | "place" | "cycle";

/**
 * What calls took.
 */
export interface Measured {
    /**
     * Where they ran.
     */
    engine: Engine;
    /**
     * What ran.
     */
    algorithm: string;
    /**
     * `laps_us[rank][sample]` is what `batch` calls in a row took that rank.
     */
    laps_us: Float64Array[];
}

/**
 * A call as a stage draws it.
 */
export interface Scene {
    /**
     * How many ranks.
     */
    ranks: number;
    /**
     * How many rounds every rank has; a sort's are its steps. There is one moment more.
     */
    rounds: number;
    /**
     * The root, where there is one.
     */
    root: number | null;
    /**
     * Whether values are combined: then a parcel is some elements of a vector that all ranks have;
     * else it is some elements of one rank's input.
     */
    combines: boolean;
    /**
     * Why there are no parcels and contents; none if there are.
     */
    unlabelled: string | null;
    /**
     * How many rounds each rank got through.
     */
    reached: Uint32Array;
    /**
     * Places that travel together.
     */
    parcels: Parcels;
    /**
     * What can lie in a slot.
     */
    contents: Contents;
    /**
     * What lies in whose slots, and when.
     */
    slots: Slots;
    /**
     * Messages. Row i is row i of the trace: by the sender's round, by sender, by place in the
     * round.
     */
    sends: Sends;
    /**
     * What ranks do alone.
     */
    locals: Locals;
    /**
     * What they return.
     */
    results: Results;
    /**
     * When everything happens in the model; none if some rank never gets through, and for sorts.
     */
    model: Model | null;
    /**
     * The rows of `sends` that the end had to wait for, first to last: by the times of the trace
     * if there is one, else by the model. Each begins on the rank on which the one before it was
     * received, or else by which it was sent. Empty if neither came to an end.
     */
    critical: Uint32Array;
    /**
     * Whether the labels stand for what the ranks returned, bit by bit; none if nobody ran, or if
     * there are no labels.
     */
    outputs_match: boolean | null;
}

/**
 * Places that travel together: the coarsest cut of which every message, every local move, every
 * input and every result takes whole pieces.
 */
export interface Parcels {
    /**
     * Whose input a parcel is part of; empty if values are combined.
     */
    rank: Uint32Array;
    /**
     * Its first element, of that input or of the vector that all ranks have.
     */
    element: Uint32Array;
    /**
     * How many elements it has.
     */
    count: Uint32Array;
}

/**
 * What can lie in a slot: so many labels as its parcel has elements, all made in the same way.
 */
export interface Contents {
    /**
     * The parcel in whose place it is.
     */
    parcel: Uint32Array;
    /**
     * Its first label; the others follow. Larger labels are younger.
     */
    label: Uint32Array;
    /**
     * 0: part of an input; 1: combined; 2: a mean, divided.
     */
    made: Uint8Array;
    /**
     * The content that was its left operand, or that was divided; −1 if none, or blank memory.
     */
    left: Int32Array;
    /**
     * The content that was its right operand; −1 if none, or blank memory.
     */
    right: Int32Array;
    /**
     * The rank that brought or made it.
     */
    rank: Uint32Array;
    /**
     * The first moment at which it was there.
     */
    moment: Uint32Array;
    /**
     * Contents that are made of inputs in different places, which is a mistake.
     */
    astray: Uint32Array;
    /**
     * Whose inputs it is made of: where its numbers in `whose` end.
     */
    whose_ends: Uint32Array;
    /**
     * Threes of numbers: the first rank, how many ranks, and how often each of them is in.
     */
    whose: Uint32Array;
    /**
     * Where its numbers in `values` end.
     */
    value_ends: Uint32Array;
    /**
     * The first values of each, or all where there is room.
     */
    values: Numbers;
}

/**
 * What lies where and when. A rank has one slot for every parcel of which it ever holds anything.
 */
export interface Slots {
    /**
     * Whose.
     */
    rank: Uint32Array;
    /**
     * Of which parcel.
     */
    parcel: Uint32Array;
    /**
     * 0; more for other versions that are needed at the same time.
     */
    layer: Uint32Array;
    /**
     * What lies there.
     */
    content: Uint32Array;
    /**
     * The first moment at which it does.
     */
    from: Uint32Array;
    /**
     * The first moment at which it does not any more.
     */
    until: Uint32Array;
    /**
     * The first moment from which on nobody reads it any more; what is in a result is needed
     * beyond the last one.
     */
    needed: Uint32Array;
}

/**
 * The messages that ranks began to send.
 */
export interface Sends {
    /**
     * The sender.
     */
    from: Uint32Array;
    /**
     * The receiver.
     */
    to: Uint32Array;
    /**
     * In which of the sender's rounds.
     */
    round: Uint32Array;
    /**
     * In which of the receiver's rounds it was received; −1 if it was not.
     */
    received: Int32Array;
    /**
     * How many elements it carries.
     */
    count: Uint32Array;
    /**
     * 1 if its receiver combined it with its own values, 0 if not.
     */
    combined: Uint8Array;
    /**
     * Length of the longest chain of dependent messages that ends with this one.
     */
    chain: Uint32Array;
    /**
     * What it carries, where that is not simply elements: `keys`, `samples`, `splitters` or
     * `counts` of a sort. Empty if all are.
     */
    about: string[];
    /**
     * Where its pieces end in the next three columns.
     */
    ends: Uint32Array;
    /**
     * The contents it carries, in order; −1 for blank memory.
     */
    carried: Int32Array;
    /**
     * What its receiver made of each by combining; −1 if it did not.
     */
    became: Int32Array;
    /**
     * 1 for a piece by which its receiver, who stores it, gets that content for the first time:
     * the branches of the tree on which a content spreads from the rank that brought or made it.
     */
    first: Uint8Array;
    /**
     * Where its numbers in `heard` end.
     */
    heard_ends: Uint32Array;
    /**
     * Twos of numbers: the first rank and how many ranks of which its sender had heard when the
     * round began.
     */
    heard: Uint32Array;
}

/**
 * What ranks did alone, rank by rank in order.
 */
export interface Locals {
    /**
     * Who.
     */
    rank: Uint32Array;
    /**
     * After the messages of which round.
     */
    round: Uint32Array;
    /**
     * 1 if it combined, 0 if it copied.
     */
    fold: Uint8Array;
    /**
     * Where its pieces end.
     */
    ends: Uint32Array;
    /**
     * What it made, or copied; −1 for blank memory.
     */
    contents: Int32Array;
}

/**
 * What ranks returned, and what is wrong with it. A mean is divided on the way out: its contents
 * stand in no slot.
 */
export interface Results {
    /**
     * 1 for a rank that returned a result, 0 for one that returned nothing.
     */
    returned: Uint8Array;
    /**
     * Where its pieces end.
     */
    ends: Uint32Array;
    /**
     * The contents it returned, in order; −1 for blank memory.
     */
    contents: Int32Array;
    /**
     * How many elements each piece has.
     */
    counts: Uint32Array;
    /**
     * Elements that are not what the collective says, if one is known.
     */
    amiss: Amiss[];
}

/**
 * What is wrong with elements of a result that follow each other.
 */
export interface Amiss {
    /**
     * Whose result.
     */
    rank: number;
    /**
     * The first element.
     */
    element: number;
    /**
     * How many.
     */
    count: number;
    /**
     * Ranks whose contribution is not there.
     */
    missing: number[];
    /**
     * Ranks whose contribution is there more than once.
     */
    double: number[];
    /**
     * Whether something is there that belongs elsewhere.
     */
    astray: boolean;
}

/**
 * When everything happens in the model.
 */
export interface Model {
    /**
     * When the sender began the round of each message; −1 for one that nobody receives.
     */
    posted_us: Float64Array;
    /**
     * When its receiver had it; −1 for one that nobody receives.
     */
    received_us: Float64Array;
    /**
     * When each rank was through.
     */
    finished_us: Float64Array;
}
