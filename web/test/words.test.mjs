// One word for each concept, in every text that readers meet.

import assert from "node:assert/strict";
import { test } from "node:test";
import { load } from "./load.mjs";
import { literals, readerTexts } from "./reader-texts.mjs";
import { en, zh } from "./words.mjs";

const TABLES = { zh, en };
const SPACE = /[\s\u00a0\u202f]+/;

/** Finds a word of the table: as a whole word in English, over the ends of lines, and in whatever case. */
function pattern(words, language) {
  const escaped = words.split(SPACE).map((word) => word.replace(/[.*+?^${}()|[\]\\]/g, "\\$&"));
  const text = escaped.join(SPACE.source);
  return new RegExp(language === "en" ? `(?<![\\w-])${text}(?![\\w-])` : text, "gi");
}

const matches = (text, words, language) =>
  [...text.matchAll(pattern(words, language))].map(({ index, 0: match }) => [index, index + match.length]);

/** Where a text says what the table does not; `met` collects the exceptions that were needed. */
function strays(concept, { path, language, line, text }, met = new Set()) {
  if (concept.in && !concept.in.test(path)) return [];
  const named = (concept.but ?? []).filter(([at]) => at === path).map(([, words]) => words);
  return concept.not.flatMap((words) =>
    matches(text, words, language).flatMap(([from, to]) => {
      const around = [concept.word, ...named].find((allowed) =>
        matches(text, allowed, language).some(([start, end]) => start <= from && to <= end && end - start > to - from),
      );
      if (around !== undefined) {
        met.add(around);
        return [];
      }
      const at = line + text.slice(0, from).split("\n").length - 1;
      return [`${path}:${at}: “${words}” is “${concept.word}” (${concept.concept})`];
    }),
  );
}

for (const [language, table] of Object.entries(TABLES)) {
  const texts = readerTexts().filter((piece) => piece.language === language);

  test(`${language}: every concept has one word, in all figures, articles and templates`, () => {
    assert.deepEqual(
      table.flatMap((concept) => texts.flatMap((piece) => strays(concept, piece))),
      [],
    );
  });

  test(`${language}: every word of the table is used, and every exception is needed`, () => {
    for (const concept of table) {
      const own = texts.filter(({ path }) => !concept.in || concept.in.test(path));
      const used = own.some(({ text }) => text.toLowerCase().includes(concept.word.toLowerCase()));
      assert.ok(used, `nobody says “${concept.word}”`);
      const met = new Set();
      for (const piece of own) strays(concept, piece, met);
      for (const [path, words] of concept.but ?? []) assert.ok(met.has(words), `${path} has no “${words}”`);
    }
  });

  test(`${language}: each word that is not used would be found`, () => {
    for (const concept of table)
      for (const words of concept.not) {
        const piece = texts.find(({ path }) => !concept.in || concept.in.test(path));
        const planted = { ...piece, text: `${piece.text} … ${words} …` };
        const more = strays(concept, planted).length - strays(concept, piece).length;
        assert.ok(more >= 1, `“${words}” goes unseen in ${piece.path}`);
      }
  });
}

/** Controls that every figure has, whatever it shows. */
const CONTROLS = {
  player: ["first", "back", "play", "pause", "forward", "speed"],
  tools: ["reset", "share", "full", "open_full", "more", "help", "close", "copy_by_hand"],
};

for (const language of Object.keys(TABLES))
  test(`${language}: a control has the same name in every figure`, async () => {
    const paths = new Set(readerTexts().map(({ path }) => path));
    const own = [...paths].filter((path) => path.endsWith(`/text-${language}.ts`));
    const loaded = await Promise.all(own.map((path) => load(path.replace("web/src/", ""))));
    const words = loaded.map((module) => module[language]).filter((texts) => texts?.player);
    assert.ok(words.length >= 4, "the ring, the networks, the passes, the sorts across ranks");
    for (const [group, names] of Object.entries(CONTROLS))
      for (const name of names) {
        const said = new Set(words.map((texts) => texts[group][name]));
        assert.equal(said.size, 1, `${group}.${name}: ${[...said].join(", ")}`);
        assert.equal(typeof [...said][0], "string", `${group}.${name}`);
      }
  });

test("all kinds of texts are read, in both languages", () => {
  const texts = readerTexts();
  for (const [path, words, language] of [
    ["web/articles/bench/en.md", "Compared with what", "en"],
    ["web/articles/bitonic-network/zh.md", "阈值", "zh"],
    ["web/src/network/text-zh.ts", "阶段{}：每块{}个", "zh"],
    ["web/src/figures/ring-all-reduce/text-gap-en.ts", "show the old future", "en"],
    ["web/src/elements/share-text.ts", "复制", "zh"],
    ["web/src/reading-text.ts", "is not a finite number", "en"],
    ["web/src/embed/text.ts", "不知道它在哪个网站", "zh"],
    ["web/templates/words.json", "loads nothing from other sites", "en"],
    ["web/templates/embed.html", "启用脚本", "zh"],
  ]) {
    const found = texts.filter((piece) => piece.path === path && piece.text.includes(words));
    assert.equal(found[0]?.language, language, `${path}: ${words}`);
  }
});

test("strings are taken out of code with their lines, comments and code are not", () => {
  const source = 'import { a } from "./a.ts";\n// "no"\nconst b = `x ${c ? "y" : `z${d}`} w`; /* `no` */\nconst e = "f\\"g";\n';
  assert.deepEqual(
    literals(source).map(({ line, text }) => `${line} ${text}`),
    ["3 y", "3 z{}", "3 x {} w", '4 f\\"g'],
  );
});
