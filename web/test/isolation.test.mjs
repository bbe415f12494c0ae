// When a page asks for the service worker, and what that does to answers.

import assert from "node:assert/strict";
import { test } from "node:test";
import { load } from "./load.mjs";

const { stepOf } = await load("isolation/visit.ts");
const { carriesMark, concernOf, isGone, isolated } = await load("isolation/answer.ts");

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

const PAGES = ["en/", "en/figure/ring-all-reduce/", "embed/"];
const concern = (url, more = {}, scope = "https://someone.example/") =>
  concernOf({ method: "GET", url, cache: "default", mode: "navigate", ...more }, scope, PAGES);

test("at the root of a host only the site's own pages concern the service worker", () => {
  for (const path of ["en/", "en/?ranks=3#data=0.0_1", "en/index.html", "embed/?figure=ring-all-reduce"])
    assert.equal(concern(`https://someone.example/${path}`), "own page", path);
  for (const path of ["", "index.html", "en", "blog/", "blog/en/", "en/blog/", "openhoods/", "404.html", "blog/?x=/en/"])
    assert.equal(concern(`https://someone.example/${path}`), "strange page", path);
  const below = "https://someone.example/openhood/";
  assert.equal(concern(`${below}en/`, {}, below), "own page");
  assert.equal(concern(`${below}openhood/en/`, {}, below), "strange page");
});

test("no file concerns the service worker, whoever asks for it, nor a page that it could not fetch", () => {
  for (const mode of ["cors", "no-cors", "same-origin", "websocket"])
    assert.equal(concern("https://someone.example/en/", { mode }), "nothing", mode);
  assert.equal(concern("https://someone.example/en/", { method: "POST" }), "strange page");
  assert.equal(concern("https://someone.example/en/", { cache: "only-if-cached" }), "strange page");
});

test("?nosw at any address in the scope removes the service worker", () => {
  for (const path of ["en/?nosw", "blog/?nosw", "nothing/here?a=1&nosw=1"])
    assert.equal(concern(`https://someone.example/${path}`), "farewell", path);
  assert.notEqual(concern("https://someone.example/blog/?nosweat"), "farewell");
  assert.equal(concern("https://someone.example/en/?nosw", { mode: "cors" }), "nothing");
});

const page = (html, more) => new Response(html, { headers: { "content-type": "text/html" }, ...more });

/** An answer that comes in such pieces. */
const pieces = (...texts) =>
  page(new ReadableStream({ start: (body) => (texts.forEach((it) => body.enqueue(new TextEncoder().encode(it))), body.close()) }));

test("a page is ours by the mark that it carries, and is still whole after it was looked at", async () => {
  const ours = '<!doctype html>\n<html lang="en" data-openhood data-lang="en">';
  for (const answer of [page(ours + "x".repeat(9000)), pieces("<!doctype html>\n<html lang=en data-op", "enhood><title>")]) {
    assert.equal(await carriesMark(answer), true);
    assert.ok((await answer.text()).startsWith("<!doctype html>"));
  }
  const strange = [
    page("<!doctype html><html lang=en><p>data-openhood"),
    page("<html data-openhood-too><p data-openhood>"),
    page(`${" ".repeat(2000)}${ours}`),
    page("<html", { status: 404 }),
    page(""),
    new Response(null, { status: 200 }),
  ];
  for (const answer of strange) assert.equal(await carriesMark(answer), false);
  assert.match(await strange[0].text(), /<p>data-openhood$/);
});

test("a page that never ends is known by its beginning", async () => {
  const endless = (text) =>
    page(new ReadableStream({ start: (body) => body.enqueue(new TextEncoder().encode(text)) }));
  assert.equal(await carriesMark(endless("<html data-openhood>")), true);
  assert.equal(await carriesMark(endless("<html>")), false);
});

test("answers without a body are no pages of ours and no errors", async () => {
  for (const status of [204, 205, 304]) assert.equal(await carriesMark(new Response(null, { status })), false);
  assert.equal(await carriesMark(Response.error()), false);
  assert.equal(await carriesMark(Response.redirect("https://someone.example/en/")), false);
});

const headers = { "Cross-Origin-Opener-Policy": "same-origin", "Cross-Origin-Embedder-Policy": "require-corp" };

test("an answer keeps all it has, and what the host says itself is not overruled", async () => {
  const answer = page("body", {
    status: 203,
    statusText: "Other",
    headers: { "content-language": "en", "cross-origin-opener-policy": "same-origin-allow-popups" },
  });
  const copy = isolated(answer, headers);
  assert.deepEqual([copy.status, copy.statusText, await copy.text()], [203, "Other", "body"]);
  assert.equal(copy.headers.get("content-language"), "en");
  assert.equal(copy.headers.get("cross-origin-opener-policy"), "same-origin-allow-popups");
  assert.equal(copy.headers.get("cross-origin-embedder-policy"), "require-corp");
});

test("the site has gone when its host says that there is no such script, and not when the host is in trouble", () => {
  const told = (status, type = "text/html") => isGone(new Response(null, { status, headers: { "content-type": type } }));
  assert.equal(told(200, "text/javascript; charset=utf-8"), false);
  assert.equal(told(200, "application/javascript"), false);
  for (const status of [404, 410, 204, 200]) assert.equal(told(status), true, `${status}`);
  for (const status of [401, 403, 405, 408, 429, 500, 502, 503]) assert.equal(told(status), false, `${status}`);
  const moved = { status: 0, ok: false, type: "opaqueredirect", headers: new Headers() };
  assert.equal(isGone(moved), true);
  assert.equal(isGone({ ...moved, type: "error" }), false);
});
