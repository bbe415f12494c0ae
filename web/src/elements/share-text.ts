// The words of the share panel, the same for every figure.

import type { Language } from "../draw/numbers.ts";
import type { Format } from "./share-panel.ts";

export interface ShareText {
  readonly as: string;
  readonly name: Record<Format, string>;
  readonly what: Record<Format, string>;
  readonly copy: string;
  readonly save: string;
  readonly outcome: Record<"copied" | "refused" | "saved" | "failed", string>;
}

const en: ShareText = {
  as: "as",
  name: {
    link: "link",
    iframe: "iframe",
    element: "script + element",
    svg: "SVG",
    png: "PNG",
    markdown: "Markdown",
    "al-folio": "al-folio",
  },
  what: {
    link: "This page, with the figure as it stands now.",
    iframe: "The live figure on another page, without any script there.",
    element: "The same, but it grows with its content and follows your page’s theme. The script is needed once per page; the link inside is for feeds and readers that run none.",
    svg: "The picture as it stands, in one file that loads nothing. It turns dark where the reader’s system is.",
    png: "The picture as it stands, in the theme shown here, at twice its size. For mail, print and places without SVG.",
    markdown: "A picture that leads to the live figure, for feeds and readmes. Save the SVG beside the text.",
    "al-folio": "Save the PNG into assets/img. For the live figure, put the lines of “script + element” into the post.",
  },
  copy: "copy",
  save: "save as a file",
  outcome: {
    copied: "Copied.",
    refused: "The clipboard was refused; the text is selected, copy it by hand.",
    saved: "Saved.",
    failed: "This browser refused; save it as a file instead.",
  },
};

const zh: ShareText = {
  as: "形式",
  name: {
    link: "链接",
    iframe: "iframe",
    element: "script＋元素",
    svg: "SVG",
    png: "PNG",
    markdown: "Markdown",
    "al-folio": "al-folio",
  },
  what: {
    link: "打开就是这一页，图停在现在的样子。",
    iframe: "把活的图放进别的页面，那边不需要任何脚本。",
    element: "同样是活的图，高度随内容走，明暗跟着你的页面走。脚本每页只写一次；里面的链接留给不跑脚本的地方，比如RSS。",
    svg: "现在这一幕，一个文件，不再加载任何东西；读者的系统是深色，它就是深色。",
    png: "现在这一幕，明暗照眼前的样子，长宽各放大到两倍。用于邮件、打印，以及放不了SVG的地方。",
    markdown: "一张图，点开是活的图，适合RSS和README。把SVG存到文章旁边。",
    "al-folio": "把PNG存进assets/img。想要活的图，就把“script＋元素”那几行贴进文章。",
  },
  copy: "复制",
  save: "存成文件",
  outcome: {
    copied: "已复制。",
    refused: "浏览器不让写剪贴板；文字已选中，请手动复制。",
    saved: "已保存。",
    failed: "浏览器不允许；请改用“存成文件”。",
  },
};

export const texts: Record<Language, ShareText> = { en, zh };
