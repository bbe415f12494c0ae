// 比较网络的中文文字。

import { grouped } from "../draw/numbers.ts";
import { factorial, powerOfTwo } from "./counts.ts";
import type { NetworkText, Told } from "./text.ts";

const n = (value: number): string => grouped(value, "zh");

function told({ number, of, layer, low, high, keys, ...item }: Told): string {
  const place = `第${number}个比较器，共${of}个，在第${layer}层：小的键送到线${low}，大的键送到线${high}`;
  const marks = `${item.turned ? "，已反向" : ""}${item.redundant ? "，多余" : ""}`;
  if (item.cut) return `${place}，已拆掉`;
  if (!keys) return `${place}${marks}`;
  return `${place}${marks}；出来的是${keys.low}和${keys.high}，${keys.swapped ? "交换过" : "没有交换"}`;
}

export const zh: NetworkText = {
  language: "zh",
  number: n,
  figure: "图",
  wires: "线",
  fewer: "少一条线",
  more: "多一条线",
  kind: "网络",
  kinds: {
    bitonic: "双调，循环写法",
    "bitonic-by-recursion": "双调，递归写法",
    "odd-even-merge": "奇偶归并",
  },
  drawing: {
    stage: (stage, block) => `阶段${stage}：每块${block}个`,
    added: "外加",
    distance: "距离",
    wire: "线",
  },
  drawing_label: (wires, comparators, layers) =>
    `${wires}条线的排序网络：${n(comparators)}个比较器，分${layers}层`,
  list_label: "比较器",
  key_label: (wire) => `线${wire}上的键`,
  told,
  nothing_selected: "选一个比较器：点它，或用方向键逐个选。",

  cut: "拆掉",
  restore: "装回",
  flip: "反向",
  add: "加一个",
  adding_first: "新比较器：先选小的键送到哪条线",
  adding_second: "再选大的键送到哪条线",
  adding_at: (wire, gap) => `线${wire}，第${gap + 1}层之前`,
  leave: "不加了",
  undo: "撤销",
  whole: "恢复原样",
  edited: (cut, turned, added) =>
    [cut && `拆掉${cut}个`, turned && `反向${turned}个`, added && `外加${added}个`].filter(Boolean).join("，"),

  sorts: ({ inputs }) => `什么都能排：${n(inputs)} / ${n(inputs)}`,
  fails: ({ inputs, failing }) => `${n(inputs)}种输入里排错${n(failing)}种`,
  too_many: (wires, most) => `${powerOfTwo(wires)}种输入不在这里逐一试；${most}条线以内会试`,
  these_sorted: () => "线上这组键排好了。",
  these_wrong: (places) => {
    const [first] = places;
    if (!first) return "";
    const rest = places.length > 1 ? `，另外还有${places.length - 1}处` : "";
    return `线上这组键没排好：线${first.wire}出来的是${first.above}，线${first.wire + 1}却是${first.below}${rest}。`;
  },
  these_under_way: (layers, of) => `已过${layers}层，共${of}层。`,
  smallest: "最小的反例，从线0读起",
  breaking_list: "会排错的一组键",
  put_on_wires: "放到线上",
  put_shadow: "把这串0和1放到线上",
  on_wires: "已经在线上了。",
  redundant_found: (count) => `有${count}个比较器多余：任拆其中一个，照样什么都能排`,

  data: "键",
  list_input: "全部的键，写成一列",
  list_hint: "填数即可，用逗号或空格隔开；写几个，就有几条线。",
  pattern: "填入",
  patterns: {
    shuffled: "打乱",
    sorted: "已排好",
    reversed: "倒序",
    equal: "全相等",
    "zero-one": "0和1",
  },

  comparators: "比较器",
  layers: "层数",
  depth: (depth) => `深度${depth}`,
  inputs_and_orders: "试过的输入（代替全部排列）",
  orders: (wires) => `${wires}! = ${factorial(wires, "zh")}种`,
  untried: "多到试不完",
  proof_time: (inputs) => (inputs === null ? "试完所有输入的时间" : `试完${n(inputs)}种输入的时间`),
  resolution: (ms) => `ms ± ${ms < 0.01 ? "0.005" : ms.toFixed(ms < 0.1 ? 2 : 1)}`,
  measured_live: "运行时测",
  not_proved: "这么大，不做证明",
  sources: { counted: "数出来的", modelled: "模型算的", measured: "测出来的" },
  proof: {
    where: "在本页用WebAssembly运行和证明",
    same: (comparators) => `循环与递归给出同样的${n(comparators)}个比较器`,
    differs: "循环与递归不一致",
    timer: (ms) => `时钟一格${ms < 0.1 ? `${Math.round(ms * 1000)} µs` : `${ms.toFixed(1)} ms`}`,
    edits: (count) => `改动${count}处`,
  },

  table: "表格",
  table_keys: "各条线上的键",
  after_layer: "过了第几层",
  wire: "线",

  player: {
    first: "回到开头",
    back: "后退一步",
    play: "播放",
    pause: "暂停",
    forward: "前进一步",
    speed: "速度",
    scrub: "过了几层",
    ends: ["未排", "排好"],
    value: (step, steps) => `过了${step}层，共${steps}层`,
    short_value: (step, steps) => `${step} / ${steps}层`,
  },
  tools: {
    reset: "重置",
    share: "分享",
    full: "全屏",
    open_full: "打开完整版",
    more: "更多工具",
    help: "快捷键",
    close: "关闭",
    copy_by_hand: "复制这个链接：",
  },
  still: "这是一次运行的静态图。启用脚本后，网络就在你的浏览器里运行。",
  starting: "负责计算的模块没能启动",
};
