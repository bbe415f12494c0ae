// 排序网络图的中文文字。

import { grouped } from "../../draw/numbers.ts";
import { powerOfTwo } from "../../network/counts.ts";
import type { CaptionFacts, Text } from "./text.ts";

const n = (value: number): string => grouped(value, "zh");

function sorting({ wires, kind, comparators, layers, inputs, edits }: CaptionFacts): string {
  const power = 2 ** Math.ceil(Math.log2(wires));
  const any =
    kind !== "odd-even-merge" && power !== wires && edits === 0
      ? `它就是${power}条线的网络，去掉碰到另外${power - wires}条线的比较器。`
      : "";
  const proved =
    inputs === null
      ? `${powerOfTwo(wires)}种0和1的输入，这么多就不逐一试了。`
      : `0和1的输入一共${n(inputs)}种，全都排对；任何一组键、任何次序，由此都排得对。`;
  return `${n(comparators)}个比较器，分${n(layers)}层，个个把小的往上送、大的往下送。${any}${proved}`;
}

export const zh: Text = {
  title: "排序网络",
  caption: (facts) => {
    const { cut, edits, inputs, failing, wrong } = facts;
    if (edits === 0) return { claim: "接线从不看数据。", rest: sorting(facts) };
    if (inputs === null)
      return {
        claim: `改动${n(edits)}处，而没有谁把输入全试过。`,
        rest: wrong > 0 ? "线上这组键就已经排错。" : "线上这组键排对了，但这说明不了什么。",
      };
    if (failing === 0)
      return { claim: "它照样什么都能排。", rest: `改动${n(edits)}处之后，${n(inputs)}种输入仍然全都排对。` };
    const missing = cut === edits ? `拆掉${n(cut)}个比较器` : `改动${n(edits)}处`;
    const seen = wrong > 0 ? "线上这组键就看得出来。" : "线上这组键却看不出来，它们照样排好了。";
    return {
      claim: `${missing}，${n(inputs)}种输入里有${n(failing)}种排错。`,
      rest: `${seen}图下写着最小的反例，旁边是1到${facts.wires}的一种排列，它因为同样的缘故排错。`,
    };
  },
  legend: () => ["比较器：大的键送到箭头那头", "在这里交换过", "已拆掉", "多余：没有它也排得对", "已反向", "小的键，大的键", "相邻两个次序不对"],
  help: [
    ["空格", "播放、暂停"],
    ["← →", "后退一步、前进一步"],
    ["Shift ← →", "后退、前进一个阶段"],
    ["Home End", "回到开头、到结尾"],
    ["[ ]", "速度：慢些、快些"],
    ["0–9", "跟着那条线上的键"],
    ["E T", "键、表格"],
    ["U", "撤销"],
    ["在键的格子里：↑ ↓", "加一、减一"],
    ["Alt ↑ ↓", "到上一个、下一个键"],
    ["在比较器列表里：↑ ↓", "逐个选"],
    ["← →", "逐层选"],
    ["Delete", "拆掉、装回"],
    ["F", "反向"],
    ["A", "加一个：方向键选，按两次Enter"],
  ],
};
