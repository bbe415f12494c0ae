// English words of the gap and of forks.

import { grouped } from "../../draw/numbers.ts";
import type { CaptionFacts, ForkFacts, GapFacts, Text } from "./text.ts";

const n = (value: number): string => grouped(value, "en");
const plural = (count: number, one: string): string => `${n(count)} ${one}${count === 1 ? "" : "s"}`;

type Caption = ReturnType<Text["caption"]>;

export const gaps: Text["gaps"] = {
  title: "in the gap",
  name: {
    none: "nothing",
    scale: "× η",
    optimizer: "optimizer step",
    "layer-norm": "LayerNorm per token",
    softmax: "softmax over all",
  },
  formula: { none: "f = id", scale: "f = × η", optimizer: "f = p − ηm", "layer-norm": "f = LN", softmax: "f = softmax" },
  what: {
    scale: "η = 0.01, a learning rate: every element times η.",
    optimizer: "Gradient descent with momentum: m ← 0.9 m + g, p ← p − 0.01 m. Each rank keeps p and m of its own chunk only.",
    "layer-norm": "Per token: minus its mean, divided by its standard deviation.",
    softmax: "eˣ divided by the sum of all eˣ, which no rank has seen.",
  },
  token: "token length",
  tokens: (count, cut) =>
    cut === 0 ? `${plural(count, "token")}, none of them cut` : `${n(cut)} of ${plural(count, "token")} cut`,
  times: (ranks) => `${ranks} ×`,
  touched: "elements f works on, per rank",
  state: "bytes of optimizer state per rank",
  instead_of: (whole) => `instead of ${n(whole)}`,
  verdict: "Same bits as f on the whole.",
  outputs_remark: (right, chunks) => `after f; ${n(right)} of ${n(chunks)} chunks as f on the whole gives them`,
  columns: ["elements f works on", "after an all-reduce", "bytes of state", "wrong chunks"],
};

export const fork: Text["fork"] = {
  told: ({ t, steps, cut, op, edits, differ, compared, swapped }) => {
    const [edit] = edits;
    const changes = [
      ...(edit ? [edits.length > 1 ? `${plural(edits.length, "value")} changed` : `rank ${edit.rank}’s element ${n(edit.index)} is ${edit.value}`] : []),
      ...(cut === null ? [] : [`cut after step ${cut}`]),
      ...(op === null ? [] : [`operator ${op}`]),
    ];
    const branch = `Forked at step ${t} (${changes.join(", ")}): ${differ === 0 ? "nothing" : `${n(differ)} of ${n(compared)} buffers`} ${differ === 1 ? "differs" : differ === 0 ? "differs" : "differ"} from here on.`;
    return swapped
      ? `${branch} This is the old future; the new one is the ghost.`
      : `${branch} The remaining ${plural(steps - t, "step")} ran again; the old future is the ghost.`;
  },
  show_old: "show the old future",
  show_new: "show the new future",
  discard: "discard the new one",
  past: (t, left) =>
    `You are after step ${t}. A change to a value, the operator or the cut leaves the past alone: the ranks run the remaining ${plural(left, "step")} again, from the buffers as they stand.`,
  values_at: (t) => `Values held after step ${t}`,
  legend: "differs from the other future",
  not_timed: "no run did these steps in one go",
};

/** What work in the gap shows. */
export function gapCaption({ ranks, chunks }: CaptionFacts, gap: GapFacts): Caption {
  const wire = `the same ${n(gap.bytes)} bytes on the wire`;
  const equal = `all ${n(chunks)} chunks equal bit for bit what f gives on whole vectors`;
  if (gap.gap === "layer-norm" && gap.wrong > 0)
    return {
      claim: `The chunks cut ${n(gap.cut_tokens)} of ${plural(gap.tokens, "token")}, and LayerNorm on pieces is another function: ${n(gap.wrong)} of ${n(chunks)} chunks are wrong.`,
      rest: `Whoever has a piece of a token cannot know the mean of the rest. The length of a token, here ${n(gap.token)}, has to divide the chunk.`,
    };
  if (gap.wrong > 0)
    return {
      claim: `Softmax looks at the whole vector, a rank only at its chunk: ${n(gap.wrong)} of ${n(chunks)} chunks are wrong.`,
      rest: `On every rank its own chunk adds up to 1, so what is gathered adds up to ${gap.total.toFixed(3)}. The program ends, and all ${ranks} ranks agree.`,
    };
  switch (gap.gap) {
    case "optimizer":
      return {
        claim: "Each rank updates the weights of the chunk it owns, and the second half carries new weights: ZeRO-1.",
        rest: `The momentum takes ${n(gap.state_bytes)} bytes per rank instead of ${n(gap.state_whole)}, with ${wire}; ${equal}.`,
      };
    case "layer-norm":
      return {
        claim: "Every chunk holds whole tokens, so LayerNorm fits into the gap: Megatron’s sequence parallelism.",
        rest: `${n(gap.touched)} elements per rank instead of ${n(gap.whole)}, ${wire}; ${equal}.`,
      };
    default:
      return {
        claim: "Each rank works on the chunk it owns, and after the all-gather all of them have all of it.",
        rest: `${n(gap.touched)} elements per rank instead of ${n(gap.whole)}, ${wire}; ${equal}.`,
      };
  }
}

/** What a fork shows. */
export function forkCaption(facts: CaptionFacts, fork: ForkFacts): Caption {
  const { agrees, identical, wrong, chunks } = facts;
  const { t, steps, swapped } = fork;
  const outcome = agrees ? "the result is still right" : `${n(wrong)} of ${n(chunks)} output chunks are wrong`;
  return {
    claim: swapped ? `Without the fork at step ${t}, ${outcome}.` : `Forked at step ${t}, and ${outcome}.`,
    rest: `Up to step ${t} both futures are one; the ${plural(steps - t, "step")} after it ran twice, on real ranks. ${identical ? "All ranks agree at the end." : "At the end the ranks do not even agree."}`,
  };
}
