// 环形all-reduce这张图的中文。

import { grouped, scientific } from "../../draw/numbers.ts";
import type { Text } from "./text.ts";
import { fork, forkCaption, gapCaption, gaps } from "./text-gap-zh.ts";

const n = (value: number): string => grouped(value, "zh");

export const zh: Text = {
  language: "zh",
  title: "环形all-reduce：一刀两半",
  figure: "图",
  number: n,

  one_ring: "一个all-reduce",
  ring_steps: (steps) => `${steps}步，没有缝`,
  step: "步",
  cut_after: (cut) => (cut === 0 ? "剪在第1步之前" : `剪在第${cut}步之后`),
  cut_remark: (cut, ranks) => {
    const off = cut - (ranks - 1);
    return off === 0 ? `P − 1 = ${ranks - 1}` : `${off < 0 ? "早了" : "晚了"}${Math.abs(off)}步`;
  },
  half_adds: (steps) => `${steps}步，收到就加`,
  half_copies: (steps) => `${steps}步，收到就覆盖`,
  gap: "缝",
  chunk: "chunk",
  chunk_name: (chunk) => `chunk ${chunk}`,
  owns: "归属",
  verdict: "判定",
  buffers_on_cut: "刀口上的缓冲区",
  buffers_after: (step) => (step === 0 ? "第1步之前的缓冲区" : `第${step}步之后的缓冲区`),
  halves_after: (step) => `第${step}步之后两半的缓冲区`,
  buffers_remark: "列是chunk，条是已经加进来的份额",
  buffers_remark_dense: "列是chunk，高度是已经加进来的份数",
  outputs: "各rank的输出",
  outputs_remark: (report, checks) => {
    const wrong = checks.reduce((sum, check) => sum + check.wrong_count, 0);
    const same = checks.filter((check) => check.identical_to_first).length;
    return wrong > 0
      ? `${n(checks.length ** 2)}个chunk里错了${n(wrong)}个，${same === checks.length ? "各rank却完全一致" : "各rank也不一致"}`
      : `每个chunk的首个值；误差 ≤ ${scientific(report.verdict.max_error)}；${same}个rank逐位一致`;
  },
  no_outputs: "运行失败，没有人返回结果",
  pill: (check) =>
    check.wrong_count > 0 ? `错${check.wrong_count}` : check.ulp > 999 ? "接近" : `${check.ulp} ULP`,
  of_compared: (compared) => `/ ${n(compared)}`,
  buffers_equal: "个缓冲区相等：整环对两半，",
  compared_at: (moments) => `${moments}个时刻逐位比较`,
  space_time_label: "环与它的两半的时空图",
  strip_label: "环的各步，剪成两半",
  rails_label: "各rank手里的缓冲区，和它们返回的结果",
  one_rank: "只有一个rank：没有邻居，没有消息，输入就是和。",

  ranks: "rank数",
  data_summary: ({ ranks, elements, op, kind }) => {
    const even = elements % ranks === 0;
    const each = even
      ? n(elements / ranks)
      : `${n(Math.floor(elements / ranks))}–${n(Math.ceil(elements / ranks))}`;
    return `${ranks}个chunk，每个${each}个${kind}，${{ sum: "求和", product: "求积", min: "取最小", max: "取最大", mean: "求平均" }[op]}`;
  },
  tab_buffers: "缓冲区",
  tab_space_time: "时空图",
  tab_outputs: "输出",
  views: "视图",
  still: "这是一次运行的静态图。启用脚本后，这些rank就在你的浏览器里跑。",
  starting: "正在启动各rank……",
  running: "运行中……",
  verdict_line: ({ agrees, wrong, chunks, ranks, differs }) => {
    if (differs.length > 0) return `按trace重放的结果与rank ${differs.join("、")}返回的不同。`;
    if (agrees) return `${ranks}个rank的结果都对。`;
    return `错了：${n(chunks)}个chunk里错${n(wrong)}个。`;
  },
  caption: (facts) => {
    const { ranks, cut, equal, compared, wrong, chunks } = facts;
    if (facts.failed)
      return { claim: "如你所愿，这次运行失败了。", rest: "下面两条泳道是没有故障的两半，它们都跑完了。" };
    if (ranks === 1)
      return { claim: "一个rank的环没有消息可发。", rest: "它的reduce-scatter和all-gather都是空的。" };
    if (facts.fault !== null && !facts.agrees)
      return {
        claim: `${n(chunks)}个chunk里错了${n(wrong)}个。`,
        rest: "环照样跑完，只有对照定义的检查发现了。",
      };
    if (facts.fork !== null) return forkCaption(facts, facts.fork);
    if (facts.gap !== null) return gapCaption(facts, facts.gap);
    if (facts.agrees && cut === ranks - 1) {
      return {
        claim: `第${ranks - 1}步走完，每个rank手里恰有一个chunk凑齐了${ranks}份。`,
        rest: `停在这里，它是reduce-scatter；剩下的${ranks - 1}步，是all-gather。两半分开各跑一遍，${n(compared)}个缓冲区里有${n(equal)}个与整环逐位相同。`,
      };
    }
    if (facts.agrees)
      return {
        claim: `剪在第${cut}步之后，结果居然还对。`,
        rest: `用这组数据和这个运算，从输出上看不出刀口在哪里；${n(compared)}个缓冲区里有${n(equal)}个相同。`,
      };
    return {
      claim: `剪在第${cut}步之后，${wrong === chunks ? `${n(wrong)}个chunk全错` : `${n(chunks)}个chunk里错了${n(wrong)}个`}。`,
      rest: `${facts.identical ? `程序照样跑完，${ranks}个rank逐位一致：彼此一致，证明不了正确。` : "程序照样跑完，各rank连彼此都不一致。"}${n(compared)}个缓冲区里，还有${n(equal)}个与两半相同。`,
    };
  },
  legend: () => [
    "已经加入的几份",
    "最后一次相加，凑齐",
    "消息，收到就加",
    "消息，收到就覆盖",
    "关键路径：最长的依赖链之一",
    "逐位相同，逐位不同",
  ],

  readouts: {
    messages: "每个rank发出的消息",
    bytes: "每个rank发出的字节",
    modelled_time: (alpha, beta) => `时间，α ${alpha} µs，β ${beta} ns/B`,
    measured_time: (runs) => (runs > 1 ? `时间，${runs}次取中位数` : "时间，一次"),
    measured: "测出来的",
    modelled: "模型算的",
    counted: "数出来的",
    not_measured: "没有测",
    not_measured_why: {
      coarse: (us) => `本页未隔离，时钟一格是${us.toFixed(0)} µs`,
      simulated: "模拟的rank没有自己的时间",
    },
    resolution: (us) => `± ${n(Math.round(us))} µs`,
    of_vector: (ratio) => `${ratio.toFixed(2)} n`,
    uneven: (least, most) => `${n(least)}–${n(most)}`,
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
    timer: (us) => `时钟 ± ${us < 1 ? us.toFixed(1) : us.toFixed(0)} µs`,
    seed: (seed, edits) => (edits > 0 ? `种子 ${seed}，改过${edits}个值` : `种子 ${seed}`),
    trace: (hash) => `trace ${hash}`,
    replayed: (messages) => `重放${n(messages)}条消息`,
    naive: (difference) => `与朴素求和（gather-broadcast）最多差${difference}`,
    mismatch: (ranks) => `重放与rank ${ranks.join("、")}不同`,
  },

  player: {
    first: "回到开头",
    back: "后退一步",
    play: "播放",
    pause: "暂停",
    forward: "前进一步",
    speed: "速度",
    scrub: "步",
    ends: ["reduce-scatter", "all-gather"],
    value: (step, steps, half, cut) =>
      `第${step}步，共${steps}步：${step === cut ? "刀口" : step > half ? "all-gather" : "reduce-scatter"}`,
    short_value: (step, steps) => `第${step}步，共${steps}步`,
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
  fewer: "少一个rank",
  more: "多一个rank",
  cut_input: "刀口的位置",
  cut_value: (cut, ranks) =>
    `第${cut}步之后，共${2 * (ranks - 1)}步${cut === ranks - 1 ? "，两半各自完整" : ""}`,
  data: {
    elements: "每个rank的元素数",
    operator: "运算",
    kind: "类型",
    seed: "种子",
    ops: { sum: "求和", product: "求积", min: "最小", max: "最大", mean: "平均" },
    values: "输入的值",
    rank: "rank",
    chunk: "chunk",
    restore: "全部还原",
    tap: "点缓冲区里的一格，就能改它的值",
    empty: "这个chunk是空的",
    window: (from, to, count) => `第${n(from)}–${n(to)}个，共${n(count)}个`,
    earlier: "前面的值",
    later: "后面的值",
    element: (rank, index) => `rank ${rank}的第${index}个元素`,
    edited: (count) => `改过${count}个值`,
  },
  faults: {
    title: "弄坏它",
    on_rank: "作用于rank",
    none: "没有故障",
    name: {
      panic: "崩溃",
      kill: "猝死",
      silent: "沉默",
      delay: "延迟",
      op: "运算不同",
      count: "长度不同",
      flip: "翻转一位",
    },
    what: {
      panic: "这个rank的代码中途崩溃",
      kill: "这个rank中途消失，连同它的内存，一声不响",
      silent: "这个rank不再应答，别人等1.5 s后放弃",
      delay: "这个rank停100 ms，结果不许变",
      op: "这个rank换了一种运算来调用",
      count: "这个rank换了一个长度来调用",
      flip: "跑完之后，把这个rank的结果翻转一位",
    },
    failed: "运行失败",
    waits: "谁在等谁",
    again: "去掉故障再跑",
    waiting: (rank, on, call, since) =>
      `rank ${rank}在${call}里等rank ${on}，等了${n(Math.round(since / 1000))} ms`,
  },
  gaps,
  fork,
  table: {
    messages: "消息",
    outputs: "输出",
    no_message: "第1步之前没有消息",
    step_of: (step, steps) => `第${step}步，共${steps}步`,
    columns: {
      run: "运行",
      from: "发自",
      to: "发往",
      chunk: "chunk",
      elements: "元素",
      bytes: "字节",
      receiver: "收到后",
      sent: "发出 µs",
      received: "收到 µs",
    },
    adds: "相加",
    stores: "覆盖",
    run_ring: "all-reduce",
    cell: (contributions, ranks) => `${contributions} / ${ranks}`,
    error: "最大误差",
    ulp: "ULP",
    wrong: "错的chunk",
    first_values: "首个值",
  },
  help: [
    ["空格", "播放、暂停"],
    ["← →", "后退一步、前进一步"],
    ["Shift ← →", "后退、前进一半"],
    ["Home End", "回到开头、到结尾"],
    ["[ ]", "速度：慢些、快些"],
    ["0–9", "跟着一个rank"],
    ["B", "下一种故障"],
    ["G", "缝里换一件活"],
    ["X", "换到另一个未来"],
    ["T", "表格"],
    ["E", "数据"],
    ["F", "全屏"],
    ["?", "这张快捷键表"],
    ["Esc", "关闭"],
  ],
};
