// Numbers as readers of each language write them. Figures never print a bare `toString`.

import { spelled } from "../reading.ts";

export type Language = "en" | "zh";

/** 40,960 in English; Chinese groups with a narrow no-break space, so that it never looks like a list. */
export function grouped(value: number, language: Language): string {
  const [whole = "", fraction] = String(value).split(".");
  const separator = language === "zh" ? "\u202f" : ",";
  const digits = whole.replace(/\B(?=(\d{3})+(?!\d))/g, separator).replace("-", "−");
  return fraction === undefined ? digits : `${digits}.${fraction}`;
}

/** A value squeezed into so many characters: 3.040, −12.5, 1.2e9. */
export function short(value: number, characters: number): string {
  if (Number.isNaN(value)) return "NaN";
  if (!Number.isFinite(value)) return value > 0 ? "∞" : "−∞";
  const sign = value < 0 || Object.is(value, -0) ? "−" : "";
  const magnitude = Math.abs(value);
  const room = characters - sign.length;
  if (Number.isInteger(magnitude) && String(magnitude).length <= room) return sign + String(magnitude);
  const whole = String(Math.trunc(magnitude)).length;
  const decimals = Math.min(3, room - whole - 1);
  const plain = magnitude.toFixed(Math.max(0, decimals));
  if (whole <= room && (Number(plain) !== 0 || magnitude === 0)) return sign + plain;
  return sign + magnitude.toExponential(Math.max(0, Math.min(2, room - 5))).replace("e+", "e");
}

const superscripts = "⁰¹²³⁴⁵⁶⁷⁸⁹";

/** 5.8·10⁻⁷ */
export function scientific(value: number): string {
  if (value === 0) return "0";
  if (!Number.isFinite(value)) return Number.isNaN(value) ? "NaN" : "∞";
  const [mantissa = "", exponent = "0"] = value.toExponential(1).split("e");
  if (exponent === "+0") return mantissa;
  const power = exponent
    .replace("+", "")
    .replace("-", "⁻")
    .replace(/\d/g, (digit) => superscripts[Number(digit)] ?? digit);
  return `${mantissa}·10${power}`;
}

/** The shortest decimal that names this very number; an f32 needs fewer digits than the double that holds it. */
export function plain(value: number, kind: string): string {
  if (kind !== "f32" || value === 0 || !Number.isFinite(value)) return spelled(value);
  for (let digits = 1; digits < 9; digits++) {
    const rounded = Number(value.toPrecision(digits));
    if (Math.fround(rounded) === Math.fround(value)) return spelled(rounded);
  }
  return spelled(Number(value.toPrecision(9)));
}

/** Microseconds with as many digits as they deserve. */
export const microseconds = (value: number, language: Language): string =>
  value < 100 ? value.toFixed(1) : grouped(Math.round(value), language);
