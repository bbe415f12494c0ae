// 测速页的中文。

import { byteWords, durationWords, type Text } from "./text.ts";

export const zh: Text = {
  title: "在这台设备上测",
  detail: "精细程度",
  details: { quick: "快测", usual: "常规", full: "全测" },
  largest: "消息上限",
  start: "开始",
  again: "再测一次",
  stop: "停止",
  idle: "按下开始之前什么也不跑；开始之后，所有的核都会忙起来。",
  progress: "进度",
  running: (done, total, what) => `${done}/${total}：${what}`,
  finished: "测完了。",
  stopped: "已停止，停下之前测到的都在下面。",
  failed: (why) => `提前结束：${why}`,
  where: ({ browser, system, cores, isolated, resolution_us }) =>
    `${system}上的${browser}，${cores}个核，${isolated ? "已隔离" : "未隔离"}；时钟一格${durationWords(resolution_us)}`,
  not_isolated: "本页没有跨源隔离：rank之间不能共享内存，时钟也很粗，所以只测消息端口和worker的启动。",
  not_secure: "本页不是通过https提供的：浏览器不让rank共享内存，时钟也很粗，所以只测消息端口和worker的启动。",
  ops: {
    barrier: "barrier",
    "ping-pong": "往返",
    broadcast: "broadcast",
    "all-gather": "all-gather",
    "reduce-scatter": "reduce-scatter",
    "all-reduce": "all-reduce",
  },
  references: {
    copy: "两个worker拷贝",
    "wait-notify": "裸的wait和notify",
    dissemination: "裸的dissemination barrier",
    start: "启动worker",
  },
  engines: {
    "workers-shared": "worker，共享内存",
    "workers-ports": "worker，消息端口",
    threads: "线程",
    reference: "浏览器本身",
  },
  on_ranks: (op, ranks) => `${op}，${ranks}个rank`,
  floor: (resolution) => `不到时钟的一格：${resolution}`,
  op: "操作",
  view: "看什么",
  views: { time: "一次调用的时间", bandwidth: "总线带宽" },
  legend: "曲线",
  laid_over: (engine) => `${engine}（文件）`,
  chart: "点是中位数，竖线从最小到最大；两个轴都是对数。数字在下面的表里。",
  point: ({ engine, ranks, bytes, median_us, min_us, max_us }) =>
    `${zh.engines[engine]}，${bytes > 0 ? byteWords(bytes) : `${ranks}个rank`}：${durationWords(median_us)}` +
    `（${durationWords(min_us)}到${durationWords(max_us)}）`,
  goals: "给自己定的目标",
  goal_names: {
    "ring all-reduce of 16 MiB on 2 ranks, beside two workers copying":
      "2个rank环形all-reduce 16 MiB，比两个worker各拷贝一遍",
    "the same over ports, beside shared memory": "同样的all-reduce，消息端口比共享内存",
    "round trip of 8 bytes, beside a bare wait and notify": "8字节往返，比裸的wait和notify",
    "barrier of 8 ranks, beside a bare dissemination barrier":
      "8个rank的barrier，比裸的dissemination barrier",
    "a ready pool of 8 ranks, beside 8 empty workers": "8个rank从零到就绪，比启动8个空worker",
  },
  goal_columns: ["目标", "我们", "对照", "倍数", "要求"],
  limit: (limit, next) => (next === null ? `不超过${limit}` : `不超过${limit}，下一步不超过${next}`),
  verdicts: { reached: "达到", all: "都达到", missed: "没达到" },
  table: "全部数字",
  columns: ["操作", "引擎", "算法", "rank数", "大小", "中位数", "最小到最大", "总线GB/s"],
  troubles: "未能测出",
  export: "存为JSON Lines",
  lay: "叠上一个文件",
  take_off: "撤下文件",
  refused: (refusal) => {
    if (refusal.kind === "empty") return "这个文件里没有测量结果。";
    if (refusal.kind === "unread") return "浏览器读不了这个文件。";
    if (refusal.kind === "size") return `文件太大，最多${byteWords(refusal.limit)}。`;
    if (refusal.kind === "count") return `文件里的测量结果超过${refusal.limit}条。`;
    if (refusal.kind === "text") return `文件第${refusal.line}行不是JSON。`;
    const { line, field, got, least, most, whole } = refusal;
    const found = got === "" ? `缺少${field}` : `${field}是${got}`;
    return `文件第${line}行${found}，应当是${least}到${most}的${whole ? "整数" : "数"}。`;
  },
};
