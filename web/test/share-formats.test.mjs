// What people copy out of the share panel: whatever an address holds, it means nothing where it is pasted, and it still
// leads to the same state.

import assert from "node:assert/strict";
import { test } from "node:test";
import { load } from "./load.mjs";

const { alFolio, element, iframe, link, markdown } = await load("elements/share-formats.ts");

const ROOT = "https://figures.example/openhood/";
const LIQUID = "%}{{site.time}}{%include%20x%}";

/** Everything below U+0100, and a few that are more than one unit long or meant for somebody else. */
const MARKS = [...Array.from({ length: 256 }, (_, code) => String.fromCharCode(code)), "𝒳", "图", "\u2028"];
const TEXTS = [
  ...MARKS.map((mark) => `a${mark}b${mark}${mark}`),
  "%}{{site.time}}{%include x%}",
  "{# x #} ${x} #{x} <%= x %> <?php x ?> {{< x >}} [[x]]",
  `"><script>alert(1)</script>`,
  "' onload=alert(1) '",
  "](https://elsewhere.example) `x` ![x](y) &copy; &#60;",
  "line\n\nbreak",
];

const shared = (text, address = {}) => ({
  name: "ring-all-reduce",
  title: `ring ${text}`,
  link: new URL(`en/figure/ring-all-reduce/?x=${encodeURIComponent(text)}#${text}`, ROOT).href,
  root: ROOT,
  language: "en",
  state: { query: new URLSearchParams(address), fragment: new URLSearchParams({ data: text }) },
  height: 640,
});

const NAMED = { amp: "&", quot: '"', lt: "<", gt: ">" };
const decoded = (text) =>
  text.replace(/&(?:#(\d+)|(\w+));/g, (_, code, name) => (code ? String.fromCharCode(code) : NAMED[name]));

/** The attributes of a tag of that name, as a browser reads them; the whole must be such tags and words between. */
function attributesOf(html, tag) {
  const found = new RegExp(`<${tag}((?: [a-z]+(?:="[^"<>]*")?)*)>`).exec(html);
  assert.ok(found, `${tag} in ${html}`);
  const pairs = [...found[1].matchAll(/ ([a-z]+)(?:="([^"]*)")?/g)];
  return Object.fromEntries(pairs.map(([, name, value]) => [name, decoded(value ?? "")]));
}

const parameters = (href) => {
  const { search, hash } = new URL(href);
  return [Object.fromEntries(new URLSearchParams(search)), Object.fromEntries(new URLSearchParams(hash.slice(1)))];
};

/** Marks that Markdown or a template reads, outside the frame of the form itself. */
const LOUD = /[{}`[\]|\\*$\u0000-\u0009\u000b-\u001f]/;

test("nothing in an address or a title reaches the reader of a page as code", () => {
  for (const text of TEXTS) {
    const given = shared(text);
    const include = /^\{% include figure\.liquid (.*) %\}$/.exec(alFolio(given));
    const picture = /^\[!\[(.*)\]\(ring-all-reduce\.svg\)\]\((.*)\)$/.exec(markdown(given));
    assert.ok(include && picture, text);
    for (const part of [link(given), iframe(given), element(given), include[1], picture[1], picture[2]])
      assert.doesNotMatch(part, LOUD, JSON.stringify(text));
    // Words in quotes, and none that ends early.
    assert.match(include[1], /^path="[^"']*" class="[^"']*" alt="[^"']*" caption='<a href="[^"'<>]*">[^"'<>]*<\/a>'$/);
    for (const address of [link(given), picture[2]]) assert.match(address, /^[!-~]+$/, JSON.stringify(text));
    for (const address of [link(given), picture[2]]) assert.doesNotMatch(address, /[()<>"'; ]/, JSON.stringify(text));
    assert.doesNotMatch(iframe(given), /\n/);
    assert.equal(element(given).split("\n").length, 4, JSON.stringify(text));
  }
});

test("what was escaped comes back as it was", () => {
  for (const text of TEXTS) {
    const given = shared(text, { ranks: text });
    const [query, fragment] = parameters(given.link);
    for (const href of [
      link(given),
      attributesOf(element(given), "a").href,
      /\]\(([^()]*)\)$/.exec(markdown(given))[1],
      decoded(/href="([^"]*)"/.exec(alFolio(given))[1]),
    ])
      assert.deepEqual(parameters(href), [query, fragment], JSON.stringify(text));
    const framed = { figure: "ring-all-reduce", lang: "en", theme: "auto", v: "1", ranks: text };
    const { src, title } = attributesOf(iframe(given), "iframe");
    assert.deepEqual(parameters(src), [framed, { data: text }], JSON.stringify(text));
    assert.equal(title, given.title);
    const { figure, ranks, data } = attributesOf(element(given), "open-hood");
    assert.deepEqual({ figure, ranks, data }, { figure: "ring-all-reduce", ranks: text, data: text });
  }
});

test("an address that was made for a template engine is quiet in every form", () => {
  const given = { ...shared(""), link: `${ROOT}en/figure/ring-all-reduce/#${LIQUID}` };
  const quiet = `${ROOT}en/figure/ring-all-reduce/#%25%7D%7B%7Bsite.time%7D%7D%7B%25include%20x%25%7D`;
  assert.equal(link(given), quiet);
  assert.equal(link({ ...given, link: quiet }), quiet, "and stays as it is");
  for (const form of [markdown, alFolio, element]) assert.ok(form(given).includes(quiet), form(given));
});

test("a parameter that is no name of an attribute stays out of the element and in the frame", () => {
  const odd = { onload: "alert(1)", "x><script>": "1", "a b": "2", ranks: "4" };
  const given = shared("1", odd);
  assert.deepEqual(Object.keys(attributesOf(element(given), "open-hood")), ["figure", "ranks", "data"]);
  const [query] = parameters(attributesOf(iframe(given), "iframe").src);
  assert.equal(query["x><script>"], "1");
});

test("the host of an address keeps the brackets it needs", () => {
  const given = { ...shared(""), link: "http://[::1]:8080/en/figure/ring-all-reduce/?ranks=4" };
  assert.equal(link(given), given.link);
});
