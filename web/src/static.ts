// Renders lit templates to a string, for stills at build time. Drawings and static parts of a figure use only text,
// attributes and nested templates, so this stays small; event listeners and properties are left out.

import { nothing } from "lit/html.js";

interface Template {
  readonly strings: TemplateStringsArray;
  readonly values: readonly unknown[];
}

const isTemplate = (value: unknown): value is Template =>
  typeof value === "object" && value !== null && "strings" in value && "values" in value;

const escape = (text: string): string =>
  text.replace(
    /[&<>"]/g,
    (sign) => ({ "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;" })[sign] ?? sign,
  );

export function renderToString(value: unknown): string {
  if (value === nothing || value === null || value === undefined || value === false) return "";
  if (Array.isArray(value)) return value.map(renderToString).join("");
  if (!isTemplate(value)) return escape(String(value));
  let result = "";
  let skip = 0;
  for (const [index, part] of value.strings.entries()) {
    const text = part.slice(skip);
    skip = 0;
    const binding = /\s+([@.?]?)([\w:-]+)=("?)$/.exec(text);
    if (index === value.values.length || !binding) {
      result += text + (index < value.values.length ? renderToString(value.values[index]) : "");
      continue;
    }
    const [whole, kind, name, quote] = binding as unknown as [string, string, string, string];
    const bound = value.values[index];
    result += text.slice(0, text.length - whole.length);
    if (quote !== "") skip = 1;
    if (kind === "?") result += bound ? ` ${name}=""` : "";
    else if (kind === "" && bound !== nothing) result += ` ${name}="${escape(String(bound))}"`;
  }
  return result.replace(/\s*\n\s*/g, "\n");
}
