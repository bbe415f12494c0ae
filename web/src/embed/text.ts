// What an element says that does not know where its figure is, with what its author wrote about that.

import type { Language } from "../draw/numbers.ts";

const ways = (or: string): string =>
  `<script src="https://.../embed.js">${or}<open-hood host="https://.../">`;

export const noHost: Record<Language, (host: string) => string> = {
  en: (host) => `No figure: its host is unknown (host="${host}"). Load embed.js by its address, or name it: ${ways(", ")}.`,
  zh: (host) => `没有图：不知道它在哪个网站（host="${host}"）。请按地址加载embed.js，或写明网站：${ways("，")}。`,
};
