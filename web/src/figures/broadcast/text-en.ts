// The English of the figure of broadcasts.

import { grouped, microseconds } from "../../draw/numbers.ts";
import type { FigureWords } from "../../stage/definition.ts";

const n = (value: number): string => grouped(value, "en");
const us = (value: number): string => `${microseconds(value, "en")} µs`;

export const words: FigureWords = {
  title: "Broadcast: everyone who has it helps",
  caption: ({ parameters, told }) => {
    const { ranks, fault, elements } = parameters;
    const [upper, lower] = told;
    if (told.some(({ failure }) => failure !== null))
      return {
        claim: "This run failed, as you asked.",
        rest: "Dashed messages never arrived; a cross on a lane marks where a rank stopped or waits in vain.",
      };
    if (fault?.kind === "flip")
      return {
        claim: `One bit differs on rank ${fault.rank}, and no rank knows.`,
        rest: "Broadcast compares nothing; only the check against the definition does.",
      };
    if (fault?.kind === "delay")
      return {
        claim: `Rank ${fault.rank} begins late.`,
        rest: "Whoever gets the values through it finishes late too. Where the root sends to everybody itself, nobody else does.",
      };
    if (ranks === 1) return { claim: "One rank has the values already.", rest: "There is nothing to send." };
    if (!upper?.report || !lower?.report)
      return {
        claim: `${n(upper?.scene.sends.from.length ?? 0)} messages bring ${n(elements)} values to ${ranks} ranks.`,
        rest: "Every rank but the root receives exactly one of them.",
      };
    const messages = [upper, lower].map(({ scene }) => scene.sends.from.length);
    const times = [upper, lower].map(({ report }) => report?.predicted.time_us ?? 0) as [number, number];
    const ratio = Math.max(...times) / Math.max(1e-9, Math.min(...times));
    return {
      claim:
        messages[0] === messages[1]
          ? `${n(messages[0] ?? 0)} messages both times, and one takes ${ratio.toFixed(1)} times as long.`
          : `${n(messages[0] ?? 0)} messages against ${n(messages[1] ?? 0)}.`,
      rest: `${us(times[0])} above, ${us(times[1])} below. A port sends one message after the other, so what counts is how many the busiest rank has to send: the thick line is what the end waited for.`,
    };
  },
};
