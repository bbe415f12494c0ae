// What an element says that does not know where its figure is, with what its author wrote about that.

import type { Language } from "../draw/numbers.ts";

const BY_ADDRESS = '<script src="https://.../embed.js">';
const BY_NAME = '<open-hood host="https://.../">';

export const noHost: Record<Language, (host: string) => string> = {
  en: (host) =>
    `No figure: its host is unknown (host="${host}"). Load embed.js by its own address, ${BY_ADDRESS}, ` +
    `or name a host on http or https, ${BY_NAME}.`,
  zh: (host) =>
    `没有图：不知道它在哪个网站（host="${host}"）。请按embed.js自己的地址加载它：${BY_ADDRESS}，` +
    `或者写明http或https网站：${BY_NAME}。`,
};
