// Scenarios that are written once and run in Chromium and in Firefox, each with a reader's settings. One library speaks to
// both, over their own protocols, so there is nothing to translate.

import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after } from "node:test";
import { setTimeout as sleep } from "node:timers/promises";
import puppeteer from "puppeteer-core";
import { FIGURE, SWITCHES, isSettled, scenario } from "./harness.mjs";

const WAIT_MS = 30_000;

/** Defines the scenario for both; the body is given the browser's name. */
export function inBoth(name, body) {
  for (const browser of ["Chromium", "Firefox"]) scenario(`${browser}: ${name}`, (t) => body(t, browser));
}

/** What readers set in their browsers: preferences, in each browser's own words. */
const READERS = {
  ordinary: { Chromium: {}, Firefox: {} },
  "no third-party storage": {
    Chromium: { profile: { cookie_controls_mode: 1 } },
    Firefox: { "network.cookie.cookieBehavior": 1 },
  },
  "no service workers": {
    // Chromium has no switch for them alone: a site that may keep no data gets none.
    Chromium: { profile: { default_content_setting_values: { cookies: 2 } } },
    Firefox: { "dom.serviceWorkers.enabled": false },
  },
  /** `LOCAL_NAME` leads to this machine, as names of a local network do: no browser trusts them without https. */
  "a local name": {
    Chromium: { args: ["--host-resolver-rules=MAP lan.test 127.0.0.1"] },
    Firefox: { "network.dns.forceResolve": "127.0.0.1" },
  },
};

export const LOCAL_NAME = "lan.test";

/** What all scenarios of a file share, by kind and reader: starting one takes longer than most scenarios. */
const browsers = new Map();
const profiles = [];

after(async () => {
  for (const browser of browsers.values()) await (await browser).close();
  for (const profile of profiles) await rm(profile, { recursive: true, force: true, maxRetries: 5 });
});

function browserOf(name, reader) {
  const key = `${name}, ${reader}`;
  const launch = name === "Firefox" ? launchFirefox : launchChromium;
  if (!browsers.has(key)) browsers.set(key, launch(READERS[reader][name]));
  return browsers.get(key);
}

async function launchChromium({ args = [], ...preferences }) {
  const userDataDir = await mkdtemp(join(tmpdir(), "openhood-e2e-"));
  profiles.push(userDataDir);
  await mkdir(join(userDataDir, "Default"));
  await writeFile(join(userDataDir, "Default", "Preferences"), JSON.stringify(preferences));
  const executablePath = process.env.CHROMIUM;
  return puppeteer.launch({ browser: "chrome", executablePath, args: [...SWITCHES, ...args], userDataDir });
}

const launchFirefox = (extraPrefsFirefox) =>
  puppeteer.launch({ browser: "firefox", executablePath: process.env.FIREFOX, extraPrefsFirefox });

/**
 * A page of this kind of browser with a reader's settings. Its context is fresh: no storage, cache or service worker of
 * another scenario is in it. `complaints` gathers console errors and exceptions.
 */
export async function visit(t, name, reader = "ordinary") {
  const context = await (await browserOf(name, reader)).createBrowserContext();
  t.after(() => context.close());
  const page = await context.newPage();
  await page.setViewport({ width: 1280, height: 900 });
  const complaints = [];
  page.on("console", (message) => message.type() === "error" && complaints.push(message.text()));
  page.on("pageerror", (error) => complaints.push(String(error)));
  return { page, complaints };
}

/** Asks again until the answer is not empty; an error is no answer yet, since a page may be on its way out. */
export async function until(what, ask) {
  const end = Date.now() + WAIT_MS;
  for (;;) {
    const answer = await ask().catch((error) => error);
    if (answer && !(answer instanceof Error)) return answer;
    if (Date.now() > end) throw new Error(`${what}: not within ${WAIT_MS} ms, last: ${answer}`);
    await sleep(50);
  }
}

/** A page of a blog. Its icon stands in it, so that no request for one fails. */
export const blog = (body, attributes = `lang="en" data-theme="light"`) =>
  `<!doctype html><html ${attributes}><title>a blog</title><link rel="icon" href="data:,">${body}</html>`;

/** The nth frame's element, in the order of a page's text, be it the page's own or one of our element. */
export const frameElement = async (page, nth = 0) => (await page.$$("pierce/iframe"))[nth];

/**
 * The nth frame of a page, in the order of its text, when it is on its embed. A page has to wait for one before it adds
 * the next: of two that start together the library takes one for a part of the page, and never finds its scripts.
 */
export const embed = (page, nth = 0) =>
  until(`embed ${nth}`, async () => {
    const frame = await (await frameElement(page, nth))?.contentFrame();
    return frame?.url().includes("/embed/") && frame;
  });

/** Waits until the figure of a page or frame shows what is asked for. */
export const settle = (frame) => until("a result", () => frame.evaluate(isSettled, FIGURE));

/** Clicks a control of the figure by its label. */
export const press = (frame, label) =>
  frame.evaluate(
    (name, label) => document.querySelector(name).querySelector(`button[aria-label="${label}"]`).click(),
    FIGURE,
    label,
  );

/** A key for the figure, wherever the focus is. */
export const type = (frame, key) =>
  frame.evaluate(
    (name, key) =>
      document
        .querySelector(name)
        .querySelector(".oh-plot")
        .dispatchEvent(new KeyboardEvent("keydown", { key, bubbles: true, cancelable: true })),
    FIGURE,
    key,
  );
