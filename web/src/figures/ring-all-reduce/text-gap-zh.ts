// 缝和分叉的中文。

import { grouped } from "../../draw/numbers.ts";
import type { CaptionFacts, ForkFacts, GapFacts, Text } from "./text.ts";

const n = (value: number): string => grouped(value, "zh");

type Caption = ReturnType<Text["caption"]>;

export const gaps: Text["gaps"] = {
  title: "缝里",
  name: {
    none: "什么都不做",
    scale: "× η",
    optimizer: "优化器一步",
    "layer-norm": "逐token LayerNorm",
    softmax: "整条向量softmax",
  },
  formula: { none: "f = id", scale: "f = × η", optimizer: "f = p − ηm", "layer-norm": "f = LN", softmax: "f = softmax" },
  what: {
    scale: "η = 0.01，学习率：每个元素都乘η。",
    optimizer: "带动量的梯度下降：m ← 0.9 m + g，p ← p − 0.01 m。每个rank只存自己那个chunk的p和m。",
    "layer-norm": "对每个token：减去它的均值，除以它的标准差。",
    softmax: "eˣ除以所有eˣ之和，而没有哪个rank见过全部。",
  },
  token: "token长度",
  tokens: (count, cut) => (cut === 0 ? `${n(count)}个token，都没被切断` : `${n(count)}个token里切断了${n(cut)}个`),
  times: (ranks) => `${ranks} ×`,
  touched: "每个rank上f处理的元素",
  state: "每个rank的优化器状态，字节",
  instead_of: (whole) => `否则是${n(whole)}`,
  verdict: "与整条做f逐位相同。",
  outputs_remark: (right, chunks) => `f之后；${n(chunks)}个chunk里有${n(right)}个与整条做f相同`,
  columns: ["f处理的元素", "换成all-reduce之后做", "状态字节", "错的chunk"],
};

export const fork: Text["fork"] = {
  told: ({ t, steps, cut, op, edits, differ, compared, swapped }) => {
    const [edit] = edits;
    const changes = [
      ...(edit ? [edits.length > 1 ? `改了${n(edits.length)}个值` : `rank ${edit.rank}的第${n(edit.index)}个元素改成${edit.value}`] : []),
      ...(cut === null ? [] : [`剪在第${cut}步之后`]),
      ...(op === null ? [] : [`运算换成${{ sum: "求和", product: "求积", min: "取最小", max: "取最大", mean: "求平均" }[op]}`]),
    ];
    const branch = `第${t}步之后分叉（${changes.join("，")}）：从这里起，${n(compared)}个缓冲区里${differ === 0 ? "没有一个不同" : `有${n(differ)}个不同`}。`;
    return swapped
      ? `${branch}现在看的是旧的未来，新的成了残影。`
      : `${branch}剩下的${steps - t}步真的重跑了一遍，旧的未来成了残影。`;
  },
  show_old: "看旧的未来",
  show_new: "看新的未来",
  discard: "丢掉新的",
  past: (t, left) =>
    `现在停在第${t}步之后。此刻改值、改运算、挪刀口，都不动过去：各rank从手里现有的缓冲区出发，把剩下的${left}步重跑一遍。`,
  values_at: (t) => `第${t}步之后手里的值`,
  legend: "与另一个未来不同",
  not_timed: "这些步不是一次跑完的",
};

/** 缝里的活说明了什么。 */
export function gapCaption({ ranks, chunks }: CaptionFacts, gap: GapFacts): Caption {
  const wire = `线上的字节还是${n(gap.bytes)}`;
  const equal = `${n(chunks)}个chunk全都与整条做f逐位相同`;
  if (gap.gap === "layer-norm" && gap.wrong > 0)
    return {
      claim: `${n(gap.tokens)}个token里切断了${n(gap.cut_tokens)}个，只对半截做LayerNorm，算的是另一个函数：${n(chunks)}个chunk里错了${n(gap.wrong)}个。`,
      rest: `手里只有半截token，就无从知道另外半截的均值。token长度现在是${n(gap.token)}，得能整除chunk才行。`,
    };
  if (gap.wrong > 0)
    return {
      claim: `softmax要看整条向量，rank只看得见自己那个chunk：${n(chunks)}个chunk里错了${n(gap.wrong)}个。`,
      rest: `每个rank自己的chunk加起来都是1，收齐之后总和成了${gap.total.toFixed(3)}。程序照样跑完，${ranks}个rank彼此一致。`,
    };
  switch (gap.gap) {
    case "optimizer":
      return {
        claim: "每个rank只更新自己那个chunk的权重，后半程传的是新权重：这就是ZeRO-1。",
        rest: `动量在每个rank上只占${n(gap.state_bytes)}字节，不必是${n(gap.state_whole)}；${wire}，${equal}。`,
      };
    case "layer-norm":
      return {
        claim: "每个chunk装的都是完整的token，LayerNorm就放得进缝里：这就是Megatron的序列并行。",
        rest: `每个rank处理${n(gap.touched)}个元素，不必是${n(gap.whole)}；${wire}，${equal}。`,
      };
    default:
      return {
        claim: "每个rank只处理自己那个chunk，all-gather之后，人人手里都是处理好的整条。",
        rest: `每个rank处理${n(gap.touched)}个元素，不必是${n(gap.whole)}；${wire}，${equal}。`,
      };
  }
}

/** 分叉说明了什么。 */
export function forkCaption(facts: CaptionFacts, fork: ForkFacts): Caption {
  const { agrees, identical, wrong, chunks } = facts;
  const { t, steps, swapped } = fork;
  const outcome = agrees ? "结果仍然对" : `输出的${n(chunks)}个chunk里错了${n(wrong)}个`;
  return {
    claim: swapped ? `第${t}步要是没有分叉，${outcome}。` : `第${t}步之后分叉，${outcome}。`,
    rest: `前${t}步两个未来共用，后${steps - t}步在真实的rank上各跑了一遍。${identical ? "最后各rank彼此一致。" : "最后各rank连彼此都不一致。"}`,
  };
}
