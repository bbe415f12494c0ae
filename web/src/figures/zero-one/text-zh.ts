// 0-1原理图的中文文字。

import { grouped } from "../../draw/numbers.ts";
import { zh as network } from "../bitonic-network/text-zh.ts";
import type { Text } from "./text.ts";

const n = (value: number): string => grouped(value, "zh");

export const zh: Text = {
  title: "0-1原理",
  threshold: "阈值",
  threshold_value: (least, zeros, ones) =>
    ones === 0 ? `没有键达到阈值：${n(zeros)}个0。` : `从${least}起都算1：${n(zeros)}个0，${n(ones)}个1。`,
  find: "找一个反例",
  none_found: (inputs) => `没有反例：0和1的${n(inputs)}种输入全都排对。`,
  too_many: "输入太多，不在这里逐一试。",
  strip: { start: "开头", after: (layers) => `过${layers}层` },
  strip_label: "全部的影子：每条线一行，每个阈值一列",
  agreeing: (count, of) => `${of}个影子各自单独过一遍网络，有${count}个在每个比较器之后都仍是那组键的影子`,
  caption: ({ wires, edits, inputs, failing }) => {
    const columns = `拖动阈值：键投下的影子走的也是这些比较器，键排好了，影子也就排好了。${wires + 1}个影子并排放，就是下面那些条；一列就是一个影子。`;
    if (inputs === null) return { claim: "给键排序，就是给它们所有的影子同时排序。", rest: columns };
    if (failing > 0)
      return {
        claim: `${n(inputs)}个影子里，有${n(failing)}个揭穿这张网络。`,
        rest: "一列排错的0和1，能变回一组排错的键：0换成小的键，1换成大的键，各按线的次序来。",
      };
    const still = edits > 0 ? "网络已被改动，仍然全都排对。" : "";
    return {
      claim: "给键排序，就是给它们所有的影子同时排序。",
      rest: `${columns}${wires}个0和1只有${n(inputs)}种排法，全都排对。${still}`,
    };
  },
  legend: () => [
    "0，1",
    "这组键的全部影子；当前阈值",
    "比较器：大的键送到箭头那头",
    "已拆掉",
    "多余：没有它也都排对",
    "有些0和1在这里排错",
  ],
  help: network.help,
};
