// 各个集合通信图共用的中文。

import { grouped, microseconds } from "../draw/numbers.ts";
import type { Words } from "./text.ts";

const n = (value: number): string => grouped(value, "zh");
const us = (value: number): string => `${microseconds(value, "zh")} µs`;
const ranks = (all: readonly (readonly [number, number])[]): string =>
  all.map(([first, last]) => (first === last ? `rank ${first}` : `rank ${first}–${last}`)).join("、");

export const zh: Words = {
  language: "zh",
  figure: "图",
  picture: "各rank之间的消息，以及每条消息之后各rank手里有什么",
  algorithm: (name) => name.replaceAll("-", " "),
  cost: ({ messages, rounds, time_us, failed }) =>
    failed
      ? `发出${n(messages)}条消息后失败`
      : [`${n(messages)}条消息`, rounds === null ? "" : `${n(rounds)}轮`, time_us === null ? "" : us(time_us)]
          .filter((part) => part !== "")
          .join(" · "),
  units: { step: "轮", model: "µs", wall: "µs" },
  load: {
    sends: "发出的字节",
    receives: "收到的字节",
    bytes: (count) => (count === 0 ? "没有" : n(count)),
  },

  ranks: "rank数",
  fewer: "少一个rank",
  more: "多一个rank",
  algorithms: "算法",
  beside: "对照",
  none: "无",
  clock: "时钟",
  clocks: { step: "按轮", model: "按模型", wall: "本机实测" },
  view: "画法",
  views: { lanes: "按rank", tree: "按树", held: "各自手里", load: "字节" },
  running: "运行中……",
  still: "这是一次运行的静态图。启用脚本，这些rank就在你的浏览器里运行。",
  failed: "运行失败了。",
  waits: "谁在等谁",
  again: "不带故障再跑",
  waits_for: (rank) => `在等${rank}`,
  waiting: (rank, on, call, since_us) =>
    `rank ${rank}在${call}里等rank ${on}，已经${(since_us / 1000).toFixed(0)} ms`,
  verdict: (agrees, count) => (agrees ? `${count}个rank全对` : "错：与定义不符"),
  hint: "指着一条消息，就能看到它带着什么、这些值又是怎么来的。",
  message: ({ algorithm, from, to, round, count, whose, combined, arrives }) => {
    const what = count === 0 ? "一条空消息" : `${n(count)}个值`;
    const origin = whose.length === 0 ? "" : `（来自${ranks(whose)}）`;
    const end = arrives === null ? "" : arrives === "never" ? "它没有送到。" : `${us(arrives.us)}后送到。`;
    const does = combined ? "接收方把它并入自己的值。" : "";
    return `${algorithm === null ? "" : `${zh.algorithm(algorithm)}，`}第${round + 1}轮：rank ${from}给rank ${to}发${what}${origin}。${does}${end}`;
  },
  legend: {
    copies: "收到后存下的消息",
    combines: "收到后并入的消息",
    critical: "终点要等的那条路",
    has: "rank手里的值，颜色表示来自哪个rank",
    nothing: "还没有",
  },
  sources: { counted: "计数", modelled: "按模型", measured: "实测" },
  readouts: {
    rounds: "轮数",
    bytes: "最忙的rank发出的字节",
    time: "模型里的时间",
    wall: "时间，运行一次",
    besides: (algorithm, value) => `${zh.algorithm(algorithm)}：${value}`,
    resolution: (value) => `± ${n(Math.round(value))} µs`,
    not_measured: "没有测",
    coarse: (value) => `本页未隔离，时钟的步长是${value.toFixed(0)} µs`,
    simulated: "模拟的rank没有自己的时间",
    failed: "运行失败",
  },
  engine: {
    badge: ({ used }, count) =>
      ({
        "workers-shared": `${count}个worker · 共享内存`,
        "workers-ports": `${count}个worker · 消息端口`,
        simulated: "模拟",
        threads: `${count}个线程`,
      })[used],
  },
  proof: {
    proved: ({ right, complaints }) =>
      right ? "未运行就已证明：无论怎样调度都会结束，每个元素都对" : `未运行就能看出：${complaints[0]?.message ?? "不对"}`,
    labels: "按名字走一遍，得到的值与各rank的输出逐位相同",
    labels_differ: "按名字走一遍，得到的值与各rank的输出不同",
    seed: (seed) => `种子${seed}`,
    trace: (hash) => `trace ${hash}`,
  },
  player: {
    first: "回到开头",
    back: "后退一步",
    play: "播放",
    pause: "暂停",
    forward: "前进一步",
    speed: "速度",
    scrub: "步",
    ends: ["", ""],
    value: (step, steps) => (step === 0 ? "开头" : `第${step}步之后，共${steps}步`),
    short_value: (step, steps) => `${step} / ${steps}`,
  },
  tools: {
    reset: "重置",
    data: "数据",
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
  data: { elements: "值的个数", kind: "类型", seed: "种子", root: "root", op: "运算" },
  faults: {
    title: "故障",
    on_rank: "在rank",
    none: "没有故障",
    name: { flip: "翻转一位", panic: "崩溃", silent: "沉默", delay: "延迟" },
    what: {
      flip: "那个rank的结果里翻转一位。每个rank都若无其事地结束，只有检查看得出来。",
      panic: "那个rank在第一轮之前崩溃。等它的rank会得到通知，你也会。",
      silent: "那个rank从头到尾不应答。谁等它，1.5 s后放弃。",
      delay: "那个rank晚开始：模型里晚20 µs，真实运行里晚20 ms。依赖它的也跟着晚。",
    },
  },
  table: {
    messages: "消息",
    columns: ["轮", "从", "到", "值", "字节", "送到"],
    nothing: "没有消息",
  },
  help: [
    ["Space", "播放、暂停"],
    ["← →", "后退一步、前进一步"],
    ["Home End", "开头、结尾"],
    ["N P", "下一条、上一条消息"],
    ["A", "换算法"],
    ["V", "换画法"],
    ["C", "换时钟"],
    ["B", "换故障"],
    ["T", "表格"],
    ["F", "全屏"],
    ["Esc", "关闭"],
  ],
};
