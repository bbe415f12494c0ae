// What a reader gets to read, taken out of the sources: articles, files of texts and templates, piece by piece.

import { readdirSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const root = join(dirname(fileURLToPath(import.meta.url)), "../..");
const HAN = /\p{Script=Han}/u;

/** Every piece with its file, its line and its language. */
export function readerTexts() {
  return files().flatMap((path) => {
    const source = readFileSync(join(root, path), "utf8");
    return pieces(path, source).map((piece) => ({ path, language: languageOf(path, piece.text), ...piece }));
  });
}

function files() {
  const all = ["web/articles", "web/src", "web/templates"].flatMap((folder) =>
    readdirSync(join(root, folder), { recursive: true }).map((name) => `${folder}/${name}`),
  );
  // Beside the texts of both languages, `text.ts` only says which there are.
  const isType = (path) => all.includes(path.replace(/\/text\.ts$/, "/text-zh.ts"));
  const read = all.filter((path) => /\/(zh|en)\.md$|text[^/]*\.ts$|templates\/.*\.(json|html)$/.test(path));
  return read.filter((path) => !path.endsWith("/text.ts") || !isType(path)).sort();
}

function languageOf(path, text) {
  const told = /[/-](zh|en)\.(?:md|ts)$/.exec(path);
  return told ? told[1] : HAN.test(text) ? "zh" : "en";
}

function pieces(path, source) {
  if (path.endsWith(".ts")) return literals(source);
  if (path.endsWith(".md")) return [{ line: 1, text: prose(source) }];
  // A line of a template or of its words is in one language.
  const blank = path.endsWith(".html") ? blanked(source, /\{#[^]*?#\}|\{[{%].*?[%}]\}|<[^>]*>/g) : source;
  return blank.split("\n").map((text, index) => ({ line: index + 1, text }));
}

/** An article without code, figures and the targets of its links. */
const prose = (source) => blanked(source, /^(`{3,}).*\n[^]*?^\1$|`[^`\n]*`|<[^>]*>|\]\([^)]*\)/gm);

/** What matches is blank, and lines stay lines. */
const blanked = (source, pattern) => source.replace(pattern, (match) => match.replace(/[^\n]/g, " "));

/** The strings of a module, without imports and comments. What a template takes in is `{}` there, and a piece of its own. */
export function literals(source) {
  const found = [];
  const text = blanked(source, /^import [^]*?;$/gm);
  let at = 0;
  const add = (from, words) => found.push({ line: text.slice(0, from).split("\n").length, text: words });

  function code(end) {
    for (; at < text.length && text[at] !== end; at++) {
      if (text.startsWith("//", at)) at = text.indexOf("\n", at);
      else if (text.startsWith("/*", at)) at = text.indexOf("*/", at) + 1;
      else if (text[at] === "{") at++, code("}");
      else if (`"'`.includes(text[at])) quoted(text[at]);
      else if (text[at] === "`") template();
    }
  }

  function quoted(sign) {
    const from = at;
    for (at++; text[at] !== sign; at++) if (text[at] === "\\") at++;
    add(from, text.slice(from + 1, at));
  }

  function template() {
    const from = at;
    let words = "";
    for (at++; text[at] !== "`"; at++) {
      if (text.startsWith("${", at)) {
        at += 2;
        code("}");
        words += "{}";
      } else words += text[at];
    }
    add(from, words);
  }

  code("");
  return found;
}
