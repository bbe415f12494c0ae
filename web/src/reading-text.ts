// The words for what was refused, the same for every figure.

import { grouped, type Language } from "./draw/numbers.ts";
import type { Kind } from "./generated/core.d.ts";
import { wholeRange, type Allowed, type Refusal } from "./reading.ts";

export interface RefusalText {
  /** Before the list: from an address, or typed. */
  readonly heading: Readonly<Record<"address" | "typed", string>>;
  one(refusal: Refusal): string;
  more(count: number): string;
  /** After the reason why there is no new result. */
  readonly still_older: string;
}

/** Longer texts are cut: they are there to be recognized. */
const SHOWN_MAX = 40;
const cut = (text: string): string => (text.length > SHOWN_MAX ? `${text.slice(0, SHOWN_MAX)}…` : text);

/** The largest finite number of each kind of floating point, as people write it. */
const LARGEST: Readonly<Record<Exclude<Kind, "i32" | "u32">, string>> = {
  f32: "3.4028235e38",
  f64: "1.7976931348623157e308",
};
const largest = (kind: Kind): string => LARGEST[kind as "f32"];

/** `5`, or `2 to 64`. */
const between = (
  { least, most }: { readonly least: number; readonly most: number },
  to: string,
  n: (value: number) => string,
): string => (least === most ? n(most) : n(least) + to + n(most));

function whyEn(got: string, allowed: Allowed): string {
  const n = (value: number): string => grouped(value, "en");
  const it = got === "" ? "what was typed" : `“${cut(got)}”`;
  switch (allowed.is) {
    case "whole":
      return `${it} is not a whole number from ${n(allowed.low)} to ${n(allowed.high)}`;
    case "names":
      return `${it} is none of ${allowed.names.join(", ")}`;
    case "value": {
      const range = wholeRange(allowed.kind);
      const held = range
        ? `whole numbers from ${n(range[0])} to ${n(range[1])}`
        : `numbers up to ±${largest(allowed.kind)}, Infinity and NaN`;
      return `${it} does not fit: ${allowed.kind} holds ${held}`;
    }
    case "finite":
      return `${it} is not a finite number`;
    case "place":
      return allowed.elements === 0
        ? `${it} has no place: there are no elements`
        : `${it} has no place: ranks are 0 to ${n(allowed.ranks - 1)}, elements 0 to ${n(allowed.elements - 1)}`;
    case "form":
      return `${it} is not written like ${allowed.example}`;
    case "together":
      return `${it} does not go together with ${allowed.other}`;
    case "items":
      return allowed.least === 0
        ? `only the first ${n(allowed.most)} of ${n(Number(got))} are used`
        : `there have to be ${between(allowed, " to ", n)} of them, not ${n(Number(got))}`;
    case "length":
      return `only the first ${n(allowed.fields)} fields and ${n(allowed.characters)} characters are read, and ${n(Number(got))} characters more were not`;
  }
}

function whyZh(got: string, allowed: Allowed): string {
  const n = (value: number): string => grouped(value, "zh");
  const it = got === "" ? "填的内容" : `“${cut(got)}”`;
  switch (allowed.is) {
    case "whole":
      return `${it}不是${n(allowed.low)}到${n(allowed.high)}之间的整数`;
    case "names":
      return `${it}不在${allowed.names.join("、")}之列`;
    case "value": {
      const range = wholeRange(allowed.kind);
      const held = range
        ? `${n(range[0])}到${n(range[1])}的整数`
        : `绝对值不超过${largest(allowed.kind)}的数、Infinity和NaN`;
      return `${it}放不下：${allowed.kind}只能存${held}`;
    }
    case "finite":
      return `${it}不是有限的数`;
    case "place":
      return allowed.elements === 0
        ? `${it}没有位置可放：一个元素也没有`
        : `${it}没有位置可放：rank从0到${n(allowed.ranks - 1)}，元素从0到${n(allowed.elements - 1)}`;
    case "form":
      return `${it}的写法不对，应当像${allowed.example}`;
    case "together":
      return `${it}不能和${allowed.other}一起用`;
    case "items":
      return allowed.least === 0
        ? `共${n(Number(got))}个，只用了前${n(allowed.most)}个`
        : `应当有${between(allowed, "到", n)}个，现在是${n(Number(got))}个`;
    case "length":
      return `只读前${n(allowed.fields)}项、前${n(allowed.characters)}个字符，余下${n(Number(got))}个字符没有读`;
  }
}

export const texts: Readonly<Record<Language, RefusalText>> = {
  en: {
    heading: { address: "Not everything in this address can be used:", typed: "Not used:" },
    one: ({ field, got, allowed, instead }) =>
      `${field}: ${whyEn(got, allowed)}${instead === null ? "" : `; ${cut(instead)} is shown`}.`,
    more: (count) => `and ${grouped(count, "en")} more.`,
    still_older: "Below is still the result before that.",
  },
  zh: {
    heading: { address: "地址里有些内容没有采用：", typed: "没有采用：" },
    one: ({ field, got, allowed, instead }) =>
      `${field}：${whyZh(got, allowed)}${instead === null ? "" : `；图里用的是${cut(instead)}`}。`,
    more: (count) => `还有${grouped(count, "zh")}处。`,
    still_older: "下面仍是之前的结果。",
  },
};
