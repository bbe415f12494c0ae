// What opens under the picture. It is loaded when the reader has rested for a moment, or opens something.

export { dataPanel, faultPanel } from "./controls.ts";
export { tables } from "./tables.ts";
