// “一条线就是一个rank”这张图的中文。

import { grouped } from "../../draw/numbers.ts";
import type { Text } from "./text.ts";

const n = (value: number): string => grouped(value, "zh");
const between = (values: readonly number[]): string => {
  const [least, most] = [Math.min(...values), Math.max(...values)];
  return least === most ? n(most) : `${n(least)}–${n(most)}`;
};

export const zh: Text = {
  language: "zh",
  title: "一条线就是一个rank",
  figure: "图",

  lanes_heading: (rounds) => (rounds === 0 ? "没有消息" : `依次${n(rounds)}轮`),
  lanes_label: "每一步之后各rank的块，以及它们之间的消息",
  stage: (stage) => `阶段${stage}`,
  phases: { split: "比较-分割", samples: "样本", splitters: "分界", counts: "个数", keys: "键" },
  bytes_heading: "各rank发出的字节",
  volumes_label: "三种排序里各rank发出的字节，以及最后手里的键数",
  algorithms: { bitonic: "双调", sample: "采样" },
  transposition: "奇偶交换",
  keys_heading: "手里的键",
  at_end: "最后",
  range: between,
  at_most: (values) => (new Set(values).size > 1 ? `≤ ${n(Math.max(...values))}` : between(values)),
  one_rank: "只有一个rank：没有伙伴可以换，把自己的键排好就完了。",

  ranks: "rank数",
  fewer: "少一个rank",
  more: "多一个rank",
  sort: "算法",
  summary: ({ elements, kind, pattern }) => `每个rank ${n(elements)}个${kind}，${zh.data.patterns[pattern]}`,
  running: "运行中……",
  still: "这是一次运行的静态图。启用脚本后，这些rank就在你的浏览器里排序。",
  verdict: ({ agrees, keys, ranks, differs }) => {
    if (!agrees) return `错了：不是那${n(keys)}个键的顺序`;
    if (differs.length > 0) return `按trace重放的结果与rank ${differs.join("、")}返回的不同`;
    return ranks === 1 ? `一个rank，${n(keys)}个键有序` : `从rank 0到rank ${ranks - 1}，${n(keys)}个键有序`;
  },
  caption: ({ parameters, failed, agrees, keys, bitonic, sample }) => {
    const { ranks, algorithm, elements } = parameters;
    if (failed) return { claim: "如你所愿，这次运行失败了。", rest: "上面画的是没有故障时的样子；走到哪一步停的，看下面的说明。" };
    if (!agrees)
      return {
        claim: "每个rank都跑完了，结果是错的。",
        rest: `只有检查发现了：它把${n(keys)}个键当成一张表再排一遍，逐位比较。`,
      };
    if (ranks === 1) return { claim: "一个rank，就是普通的排序。", rest: "没有人可以发消息。" };
    if (algorithm === "sample")
      return {
        claim: "先采样，每个键最多只走一次。",
        rest: `一个rank最多发${n(sample.bytes)}字节，用网络要发${n(bitonic.bytes)}。代价是：轮数从${bitonic.rounds}变成${sample.rounds}，各块也不再是${n(elements)}个键，而是${n(sample.least)}到${n(sample.most)}个。`,
      };
    return {
      claim: `给${ranks}个数排序的网络，也能排${n(keys)}个。`,
      rest: `把每条线读成一个rank，每个比较器读成两块的比较-分割：上面的rank留下较小的一半。该跟谁换，一个键也不用看：${bitonic.rounds}轮，最忙的rank发${n(bitonic.bytes)}字节，键是什么都一样。`,
    };
  },
  legend: ["排好的一块；颜色：键最后归谁", "两个rank互换整块，各留一半", "发出的字节，数出来的", "发出的字节，公式算的", "平均份额，和它的两倍"],
  sources: { counted: "数出来的", modelled: "模型算的", measured: "测出来的" },
  readouts: {
    rounds: "轮数",
    bytes: "每个rank发出的字节",
    load: "键最多的rank",
    time: "时间，一次",
    time_of: (runs) => `时间，${runs}次取中位数`,
    formula: ({ algorithm }) => (algorithm === "bitonic" ? "d(d + 1)/2" : "1 + d + 2(P − 1)"),
    blocks: (ratio) => `平均${ratio.toFixed(2)}块`,
    of_average: (ratio) => `${ratio.toFixed(2)} × n/P`,
    resolution: (us) => `± ${n(Math.round(us))} µs`,
    not_measured: "没有测",
    coarse: (us) => `本页未隔离，时钟一格是${us.toFixed(0)} µs`,
    simulated: "模拟的rank没有自己的时间",
    failed: "运行失败",
  },
  engine: {
    badge: ({ used }, ranks) =>
      ({
        "workers-shared": `${ranks}个worker · 共享内存`,
        "workers-ports": `${ranks}个worker · 消息端口`,
        simulated: "模拟",
        threads: `${ranks}个线程`,
      })[used],
    why: ({ used, why }, host) => {
      if (used === "workers-ports" && host?.ports_wanted) return "按要求走消息端口";
      if (used === "workers-ports" && host?.secure === false) return "本页不是通过https提供的，用不了共享内存";
      if (used === "workers-ports" && host?.isolated === false) return "本页未做跨源隔离，用不了共享内存";
      if (used === "simulated" && host?.workers === false) return "本页用不了worker";
      return why;
    },
  },
  proof: {
    timer: (us) => `时钟 ± ${us < 1 ? us.toFixed(1) : Math.round(us)} µs`,
    seed: (seed) => `种子 ${seed}`,
    trace: (hash) => `trace ${hash}`,
    replayed: (messages, keys) => `用${n(keys)}个键重放${n(messages)}条消息，与输出逐位相同`,
    mismatch: (ranks) => `重放与rank ${ranks.join("、")}不同`,
  },

  player: {
    first: "回到开头",
    back: "后退一步",
    play: "播放",
    pause: "暂停",
    forward: "前进一步",
    speed: "速度",
    scrub: "第几步",
    ends: ["", ""],
    value: (step, steps) => (step === 0 ? `各块已排好，共${steps}步，第一步之前` : `共${steps}步，第${step}步之后`),
    short_value: (step, steps) => `第${step}步 / ${steps}`,
  },
  tools: {
    reset: "重置",
    data: "键",
    break: "弄坏它",
    table: "表格",
    share: "分享",
    full: "全屏",
    open_full: "打开完整版",
    more: "更多工具",
    help: "快捷键",
    close: "关闭",
    copy_by_hand: "复制这个链接：",
  },
  data: {
    elements: "每个rank的键",
    kind: "类型",
    pattern: "输入",
    patterns: {
      random: "随机",
      sorted: "已排好",
      reversed: "倒序",
      "few-unique": "只有8个值",
      "all-equal": "全相等",
      "organ-pipe": "先升后降",
      skewed: "偏斜",
      specials: "极端值",
    },
    seed: "种子",
  },
  faults: {
    title: "弄坏它",
    on_rank: "作用于rank",
    none: "没有故障",
    name: { flip: "翻转一位", panic: "崩溃", silent: "沉默", delay: "延迟" },
    what: {
      flip: "那个rank的结果里翻转一位。每个rank都正常结束，只有检查发现不对。",
      panic: "那个rank在第一次交换之后崩溃。等它的rank会得到通知，你也会。",
      silent: "那个rank在第一次交换之后不再应答。谁等它，1.5 s后放弃。",
      delay: "那个rank晚30 ms。什么也没坏，只是后面的都得等。",
    },
    failed: "运行失败了。",
    waits: "谁在等谁",
    again: "去掉故障再跑",
    waiting: (rank, on, call, since_us) =>
      `rank ${rank}在${call}里等rank ${on}，等了${(since_us / 1000).toFixed(0)} ms`,
  },
  table: {
    messages: "消息",
    ranks: "各rank",
    no_message: "这一步没有消息",
    column_of: (step, steps) => `第${step}步，共${steps}步`,
    columns: {
      rank: "rank",
      from: "从",
      to: "到",
      keys: "键",
      bytes: "字节",
      sent: "发出的字节",
      start: "开始时的键",
      end: "最后",
    },
  },
  help: [
    ["空格", "播放、暂停"],
    ["← →", "后退一步、前进一步"],
    ["Home End", "回到开头、到结尾"],
    ["A", "换另一种排序"],
    ["B", "下一种故障"],
    ["T", "表格"],
    ["E", "键"],
    ["F", "全屏"],
    ["Esc", "关闭"],
  ],
};
