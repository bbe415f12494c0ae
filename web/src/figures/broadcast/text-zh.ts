// 广播这张图的中文。

import { grouped, microseconds } from "../../draw/numbers.ts";
import type { FigureWords } from "../../stage/definition.ts";

const n = (value: number): string => grouped(value, "zh");
const us = (value: number): string => `${microseconds(value, "zh")} µs`;

export const words: FigureWords = {
  title: "广播：谁先拿到，谁就帮着发",
  caption: ({ parameters, told }) => {
    const { ranks, fault, elements } = parameters;
    const [upper, lower] = told;
    if (told.some(({ failure }) => failure !== null))
      return { claim: "如你所愿，这次运行失败了。", rest: "虚线是没有送到的消息；线上的叉表示那个rank停在哪里，或者在哪里白等。" };
    if (fault?.kind === "flip")
      return { claim: `rank ${fault.rank}上有一位不同，没有哪个rank知道。`, rest: "广播不比较任何东西；只有对照定义的检查看得出来。" };
    if (fault?.kind === "delay")
      return { claim: `rank ${fault.rank}晚开始。`, rest: "经它转手的rank都跟着晚。如果每个rank都由root亲自发，晚的就只有它自己。" };
    if (ranks === 1) return { claim: "只有一个rank，值已经在它手里。", rest: "没有什么要发的。" };
    if (!upper?.report || !lower?.report)
      return {
        claim: `${n(upper?.scene.sends.from.length ?? 0)}条消息把${n(elements)}个值送到${ranks}个rank。`,
        rest: "除root以外，每个rank恰好收到一条。",
      };
    const messages = [upper, lower].map(({ scene }) => scene.sends.from.length);
    const times = [upper, lower].map(({ report }) => report?.predicted.time_us ?? 0) as [number, number];
    const ratio = Math.max(...times) / Math.max(1e-9, Math.min(...times));
    return {
      claim:
        messages[0] === messages[1]
          ? `两边都是${n(messages[0] ?? 0)}条消息，一边要花${ratio.toFixed(1)}倍的时间。`
          : `${n(messages[0] ?? 0)}条消息，对${n(messages[1] ?? 0)}条。`,
      rest: `上面${us(times[0])}，下面${us(times[1])}。一个端口一次只发一条消息，所以要紧的是最忙的rank得发几条：粗线就是终点一路在等的东西。`,
    };
  },
};
