// Language tags, as pages, readers and addresses write them.

import assert from "node:assert/strict";
import { test } from "node:test";
import { load } from "./load.mjs";

const { languageOf, chosenLanguage, pageLanguage } = await load("language.ts");

const TAGS = {
  zh: "zh ZH zh-CN ZH-tw zh-Hans zH-hAnT-hK zh-cmn-Hans cmn cmn-Hans CMN-Hant-TW yue yue-HK nan-Latn lzh zho zh_CN zh-x-old",
  en: "en EN en-US en-GB-oed En-latn-us eng en-x-zh en_GB",
  // Zhuang, Middle English, and tags whose language is another one, none, or private.
  null: "za zha enm enc de de-CH fr-zh ja-Hani x-zh i-zh und mul zhx z e -zh 中文 zh! auto",
};

test("the primary subtag says the language, in any case, with any script and region", () => {
  for (const [language, tags] of Object.entries(TAGS))
    for (const tag of tags.split(" ")) assert.equal(String(languageOf(tag)), language, tag);
  assert.equal(languageOf(""), null, "nothing is said");
});

test("a wish comes before the reader's preferences, and one that is not spoken here before none", () => {
  assert.equal(chosenLanguage("ZH-tw", ["en"]), "zh");
  assert.equal(chosenLanguage("auto", ["de", "cmn-Hans-CN", "en"]), "zh");
  assert.equal(chosenLanguage("de", ["zha", "en-GB", "zh"]), "en", "Zhuang is no Chinese");
  assert.equal(chosenLanguage("", ["yue-HK"]), "zh");
  assert.equal(chosenLanguage(null, ["de", "fr"]), "en");
  assert.equal(chosenLanguage(null, []), "en");
});

test("a page speaks the language of its root", () => {
  for (const [lang, language] of [
    ["zh-Hans", "zh"],
    ["ZH", "zh"],
    ["en", "en"],
    ["", "en"],
  ])
    assert.equal(pageLanguage({ documentElement: { lang } }), language, lang);
});

test("the front door reads tags in the same way, and a remembered language first", async () => {
  const open = async (languages, last) => {
    let target = null;
    const page = {
      navigator: { languages },
      localStorage: { getItem: () => last },
      location: { search: "?ranks=4", hash: "#x", replace: (address) => (target = address) },
    };
    const before = Object.keys(page).map((name) => [name, Object.getOwnPropertyDescriptor(globalThis, name)]);
    for (const [name, value] of Object.entries(page))
      Object.defineProperty(globalThis, name, { value, configurable: true });
    try {
      await load("choose.ts");
    } finally {
      for (const [name, own] of before)
        if (own) Object.defineProperty(globalThis, name, own);
        else delete globalThis[name];
    }
    return target;
  };
  assert.equal(await open(["cmn-Hans", "en"], null), "zh/?ranks=4#x");
  assert.equal(await open(["ZH-TW"], null), "zh/?ranks=4#x");
  assert.equal(await open(["zha", "de"], null), "en/?ranks=4#x");
  assert.equal(await open(["zh"], "en"), "en/?ranks=4#x");
});
