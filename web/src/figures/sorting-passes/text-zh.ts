// “排序是一张账单”这张图的中文。

import { grouped } from "../../draw/numbers.ts";
import { bytesWords, countWords, powerOfTwo, timeWords, type Text } from "./text.ts";

const n = (value: number): string => grouped(value, "zh");
const passes = (count: number): string => `${n(count)}遍`;
const keys = (bits: number): string => n(2 ** bits);

const kernels = {
  "register-sort": "寄存器里排序",
  "register-flip": "寄存器里翻折",
  "register-merge": "寄存器里归并",
  "tile-sort": "tile里排序",
  "tile-merge": "tile里归并",
} as const;

export const zh: Text = {
  language: "zh",
  title: "排序是一张账单",
  figure: "图",

  plans: { naive: "朴素", fused: "融合", blocked: "分块", registers: "寄存器" },
  shape: ({ tile, registers }) =>
    tile === null
      ? registers === 1
        ? "一遍只做一步"
        : `每线程${keys(registers)}个键`
      : registers === 1
        ? `tile ${keys(tile)}`
        : `tile ${keys(tile)}，线程${keys(registers)}`,
  row: (count, bytes) => `${passes(count)} · ${bytesWords(bytes)}`,
  row_partly: (done, all, bytes) => `第${done}遍，共${all}遍 · 已搬${bytesWords(bytes)}`,
  bytes: bytesWords,
  bytes_moved: "搬运的字节",
  ladder_heading: "四种方案搬运的字节",
  ladder_label: "四种方案，每遍读写内存画一根条",
  raster_heading: "一列是一步，一个框是一遍",
  raster_label: "每一步在多远的距离上比较，哪些步在一遍里做完",
  stage: "阶段",
  distance: (bit) => (bit < 5 ? String(2 ** bit) : powerOfTwo(bit)),
  tile_line: (bits) => `tile ${keys(bits)}`,
  pass: (pass, ms) => {
    const high = pass.kernel.endsWith("sort") ? pass.stage - 1 : pass.low + pass.steps - 1;
    const stage = pass.kernel.endsWith("sort") ? `阶段1到${pass.stage}` : `阶段${pass.stage}`;
    const distances =
      high === pass.low ? `距离${powerOfTwo(high)}` : `距离${powerOfTwo(high)}到${powerOfTwo(pass.low)}`;
    const time = ms === null ? "" : `，${timeWords(ms)}`;
    return `${kernels[pass.kernel]}：${stage}，${distances}，${pass.steps}步，${bytesWords(pass.bytes)}${time}`;
  },
  resting: "逐遍走一走选中的方案。",

  times: {
    heading: "在这台设备上的时间",
    label: "测出来的时间，对数刻度",
    rows: {
      gpu: "GPU，按它自己的时钟",
      wall: "GPU，按我们等的时间",
      upload: "上传",
      readback: "读回",
      radix: "CPU，基数排序",
      builtin: "CPU，.sort()",
    },
    none: "按“运行”，测一测GPU的每一遍和数据的一来一回，再与CPU上的两种排序比较。",
    running: "正在测……",
    milliseconds: timeWords,
    of: (runs) => `${runs}次的中位数，两端是最快和最慢`,
    software: (name) =>
      `${name}是用这台设备的CPU算的。它的时间只说明哪种方案适合它，与任何GPU的速度无关。`,
    no_timestamps: "这个适配器没有自己的时钟",
  },
  roof: {
    heading: "屋顶线（roofline）",
    label: "每秒比较次数对每字节比较次数，上方是普通拷贝的带宽",
    across: "每字节比较次数",
    up: "每秒比较次数",
    roof: (bandwidth) => `拷贝：${bytesWords(bandwidth)}/s`,
    no_gpu: "这次是CPU排的，它没有这样的屋顶线。",
    not_measured: "按“运行”，每试一种方案，屋顶线之下就多一个点。",
    reached: (fraction) => `达到拷贝带宽的${Math.round(fraction * 100)}%`,
  },
  keys: { before: "排序之前", after: "排序之后", label: "排序前后的键" },

  count: "键数",
  count_bits: "键数2ⁿ，n =",
  halve: "键数减半",
  double: "键数加倍",
  plan: "方案",
  presets: { automatic: "自动", naive: "朴素", fused: "融合", blocked: "分块", registers: "寄存器" },
  run: "运行",
  running: "运行中……",
  still: "这是各种方案的静态图。启用脚本后，它们就在你的浏览器里排序。",
  summary: ({ kind, pattern, descending, count }) =>
    `${countWords(count, "zh")}个${kind}，${zh.data.patterns[pattern]}，${descending ? "降序" : "升序"}`,
  verdict: ({ agrees, sorted, permutation }, count) =>
    agrees ? `${n(count)}个键有序，一个不少` : sorted ? "错了：有序，却不是原来那些键" : permutation ? "错了：次序不对" : "错了：次序不对，也不是原来那些键",
  waiting: "还没运行",
  badge: ({ kind, name, software }) =>
    kind === "cpu" ? "CPU，WebAssembly" : software ? `${name} · 软件` : name,
  why: (reason) =>
    ({
      "the browser offers no GPU adapter": "浏览器没有提供GPU适配器",
      "this browser has no WebGPU here": "浏览器在这里没有WebGPU",
      "this page is not served over https, so the browser offers no WebGPU": "本页不是通过https提供的，浏览器不给用WebGPU",
    })[reason] ?? reason,
  caption: ({ count, naive, passes: chosen, plan, bytes, naive_bytes, comparators, wrong }) => {
    if (wrong)
      return {
        claim: "它跑完了，结果是错的。",
        rest: "GPU没有报任何错。只有检查发现了：它把键读回来，从头走一遍，再比较指纹。",
      };
    if (plan === "naive" || chosen === naive)
      return {
        claim: `${countWords(count, "zh")}个键，读写内存${passes(naive)}，共${bytesWords(naive_bytes)}。`,
        rest: `每一遍把所有键读进来，各比一次，再写回去：${n(comparators)}次比较，平均十六字节才比一次。`,
      };
    return {
      claim: `读写内存${n(naive)}遍，或者${n(chosen)}遍：比较的次数一样多。`,
      rest: `一根条是一遍，宽是它搬的字节，高是这期间做掉的步数。所以四行面积相等，都是${n(comparators)}次比较；真正花钱的是宽度：一遍一步是${bytesWords(naive_bytes)}，照这里的方案是${bytesWords(bytes)}。`,
    };
  },
  legend: [
    "在工作组内存的tile里做的一遍",
    "在寄存器里做的一遍",
    "网络的一步；带点的是翻折",
    "一遍里做完的步",
    "从这里往下都在tile里",
  ],
  readouts: {
    measured: "测出来的",
    modelled: "模型算的",
    counted: "数出来的",
    passes: "读写内存的遍数",
    bytes: "读写的字节",
    comparators: "比较次数",
    time: "时间，从头到尾",
    of_naive: (ratio) => `朴素方案的1/${ratio.toFixed(1)}`,
    per_byte: (comparators) => `每字节${comparators.toFixed(2)}次`,
    formula: (stages) => `n/4 · ${stages} · ${stages + 1}`,
    per_key: "每键",
    many: (count) =>
      count < 1e5
        ? n(count)
        : count < 1e8
          ? `${n(Number((count / 1e4).toPrecision(3)))}万`
          : `${Number((count / 1e8).toPrecision(3))}亿`,
    spread: (min, max) => `${timeWords(min)}到${timeWords(max)}`,
    one: "一次",
  },
  proof: {
    seed: (seed) => `种子 ${seed}`,
    adapter: (name, why) => (name === null ? `没有GPU：${why}` : `适配器 ${name}`),
    chosen: (plan) => `自动：${zh.plans[plan]}`,
    checked: "每次输出都查：有序，且还是那些键",
  },

  player: {
    first: "回到开头",
    back: "后退一步",
    play: "播放",
    pause: "暂停",
    forward: "前进一步",
    speed: "速度",
    scrub: "第几遍",
    ends: ["", ""],
    value: (step, all) => (step === 0 ? `共${all}遍，第一遍之前` : `共${all}遍，第${step}遍之后`),
    short_value: (step, all) => `第${step}遍 / ${all}`,
  },
  tools: {
    reset: "重置",
    data: "键与方案",
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
    tile: "tile里的键",
    registers: "线程里的键",
    kind: "类型",
    order: "次序",
    orders: ["升序", "降序"],
    pattern: "输入",
    patterns: {
      random: "随机",
      sorted: "已排好",
      reversed: "倒序",
      "few-unique": "只有8个值",
      "all-equal": "全相等",
      "organ-pipe": "先升后降",
      skewed: "偏斜",
      specials: "NaN、±0、±∞",
    },
    device: "设备",
    devices: { auto: "GPU，没有就CPU", gpu: "只用GPU", cpu: "CPU" },
    seed: "种子",
    keys,
  },
  breaks: {
    title: "弄坏它",
    none: "没有故障",
    name: { barrier: "不设屏障", word: "写坏一个字", tile: "tile太大" },
    what: {
      barrier: "工作组里的线程会读到别人还没写好的键。程序不会崩溃；在有的设备上，线程碰巧步调一致，结果甚至会对。",
      word: "最后一遍之后，GPU内存里某个键的一位被翻转。次序也许还在，但已经不是原来那些键了。",
      tile: "一个tile，有这台设备工作组内存的四倍大。设备拒绝这个着色器，下面是它的原话。",
    },
    needs_gpu: "这里没有GPU，没法弄坏它：CPU上的排序既没有屏障，也没有tile。",
    failed: "设备拒绝了。",
    again: "去掉故障再跑",
  },
  table: {
    caption: (plan) => `方案“${zh.plans[plan]}”的各遍`,
    columns: {
      pass: "遍",
      kernel: "做什么",
      stage: "阶段",
      distances: "距离",
      steps: "步",
      comparators: "比较次数",
      bytes: "字节",
      time: "时间",
    },
    kernels,
    totals: "各方案对照",
    plan: "方案",
    passes: "遍数",
  },
  help: [
    ["空格", "播放、暂停"],
    ["← →", "后退一步、前进一步"],
    ["Home End", "回到开头、到结尾"],
    ["1 2 3 4", "选方案"],
    ["R", "运行并测"],
    ["B", "下一种故障"],
    ["T", "表格"],
    ["E", "键与方案"],
    ["F", "全屏"],
    ["Esc", "关闭"],
  ],
};
