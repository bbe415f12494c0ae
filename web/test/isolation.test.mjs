// When a page asks for the service worker, and what that does to answers.

import assert from "node:assert/strict";
import { test } from "node:test";
import { load } from "./load.mjs";

const { stepOf } = await load("isolation/visit.ts");
const { concerns, isolated } = await load("isolation/answer.ts");

const visit = (changes = {}) =>
  stepOf({
    isolated: false,
    allowed: true,
    framed: false,
    query: new URLSearchParams(changes.search ?? ""),
    controlled: false,
    navigation: "navigate",
    frames_isolate: true,
    ...changes,
  });

test("a first visit at the top registers and reloads", () => {
  assert.equal(visit(), "register and reload");
  assert.equal(visit({ navigation: "back_forward" }), "register and reload");
  assert.equal(visit({ frames_isolate: false }), "register and reload", "headers isolate a page in any engine");
});

test("nothing that came from a reload reloads, nor what cannot tell", () => {
  for (const navigation of ["reload", "prerender", undefined]) assert.equal(visit({ navigation }), "register");
});

test("where a service worker answered there is nothing more to try", () => {
  assert.equal(visit({ controlled: true }), "nothing");
  assert.equal(visit({ controlled: true, framed: true }), "nothing");
});

test("isolated pages, plain http, opaque origins and ?isolation=off are left alone", () => {
  assert.equal(visit({ isolated: true }), "nothing");
  assert.equal(visit({ allowed: false }), "nothing");
  assert.equal(visit({ allowed: false, search: "nosw" }), "nothing");
  assert.equal(visit({ search: "ranks=3&isolation=off" }), "nothing");
  assert.equal(visit({ search: "isolation=offline" }), "register and reload");
});

test("a frame never reloads, and asks only where that can isolate it", () => {
  for (const navigation of ["navigate", "reload"]) {
    assert.equal(visit({ framed: true, navigation }), "register");
    assert.equal(visit({ framed: true, navigation, frames_isolate: false }), "nothing");
  }
});

test("?nosw removes it, even where the page is isolated by it", () => {
  assert.equal(visit({ search: "nosw", isolated: true, controlled: true }), "remove");
  assert.equal(visit({ search: "nosw=1&isolation=off", framed: true }), "remove");
});

const scope = "https://someone.example/openhood/";
const asked = (url, more = {}) => concerns({ method: "GET", url, cache: "default", mode: "cors", ...more }, scope);

test("only reading the site's own files concerns the service worker", () => {
  assert.ok(asked(`${scope}en/?x#y`));
  assert.ok(asked(scope, { method: "HEAD", mode: "navigate" }));
  assert.ok(!asked("https://someone.example/openhoods/"));
  assert.ok(!asked("https://someone.example/"), "the same origin's other sites");
  assert.ok(!asked("https://elsewhere.example/openhood/"));
  assert.ok(!asked(scope, { method: "POST" }));
  assert.ok(!asked(scope, { cache: "only-if-cached" }));
  assert.ok(asked(scope, { cache: "only-if-cached", mode: "same-origin" }));
});

const headers = { "Cross-Origin-Opener-Policy": "same-origin", "X-Other": "ours" };

test("an answer keeps all it has and gets the headers", async () => {
  const answer = new Response("part", {
    status: 206,
    statusText: "Partial Content",
    headers: { "content-range": "bytes 0-3/9", "x-other": "theirs" },
  });
  const copy = isolated(answer, headers);
  assert.deepEqual([copy.status, copy.statusText, await copy.text()], [206, "Partial Content", "part"]);
  assert.equal(copy.headers.get("content-range"), "bytes 0-3/9");
  assert.equal(copy.headers.get("cross-origin-opener-policy"), "same-origin");
  assert.equal(copy.headers.get("x-other"), "ours");
});

test("answers without a body stay without", () => {
  for (const status of [204, 304]) {
    const copy = isolated(new Response(null, { status }), headers);
    assert.deepEqual([copy.status, copy.body], [status, null]);
  }
});

test("sealed answers pass as they are", () => {
  for (const type of ["cors", "opaque", "opaqueredirect", "error"]) {
    const sealed = { type, status: type === "cors" ? 200 : 0, redirected: false };
    assert.equal(isolated(sealed, headers), sealed);
  }
});

test("what was redirected is redirected again, so that its address is known", () => {
  const answer = { type: "basic", status: 200, redirected: true, url: `${scope}en/` };
  const again = isolated(answer, headers);
  assert.deepEqual([again.status, again.headers.get("location")], [302, `${scope}en/`]);
});
