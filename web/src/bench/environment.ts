// Where it was measured: what a reader of the numbers has to know beside them.

import { resolution } from "./clock.ts";

export interface Environment {
  readonly browser: string;
  readonly system: string;
  readonly cores: number;
  readonly isolated: boolean;
  readonly resolution_us: number;
}

/** Other browsers claim to be Chrome as well, and all of them to be Safari: the most special name counts. */
const BROWSERS = [
  [/Edg\/([\d.]+)/, "Edge"],
  [/Firefox\/([\d.]+)/, "Firefox"],
  [/(?:HeadlessChrome|Chrome)\/([\d.]+)/, "Chromium"],
  [/Version\/([\d.]+).*Safari/, "Safari"],
] as const;

const SYSTEMS = [
  [/Android/, "Android"],
  [/iPhone|iPad/, "iOS"],
  [/Mac OS X/, "macOS"],
  [/Windows/, "Windows"],
  [/CrOS/, "ChromeOS"],
  [/Linux/, "Linux"],
] as const;

export function browserName(agent: string): string {
  for (const [pattern, name] of BROWSERS) {
    const version = pattern.exec(agent)?.[1];
    if (version !== undefined) return `${name} ${version.split(".", 1).join()}`;
  }
  return "?";
}

export const systemName = (agent: string): string =>
  SYSTEMS.find(([pattern]) => pattern.test(agent))?.[1] ?? "?";

export function environment(): Environment {
  const { userAgent, hardwareConcurrency } = navigator;
  return {
    browser: browserName(userAgent),
    system: systemName(userAgent),
    cores: hardwareConcurrency,
    isolated: isolated(),
    resolution_us: resolution(),
  };
}

/** Whether ranks may share memory here; an address may ask not to. */
export const isolated = (): boolean =>
  globalThis.crossOriginIsolated === true &&
  typeof SharedArrayBuffer === "function" &&
  new URLSearchParams(globalThis.location?.search).get("isolation") !== "off";
