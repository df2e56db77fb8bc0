/** How numbers are written for people: a true minus sign, thousands with a comma, an en dash for a missing value. */

export const MISSING = "–";

/** A number's text with true minus signs, in its power of ten too. */
export const withMinus = (text: string): string => text.replaceAll("-", "−");

const grouped = new Intl.NumberFormat("en-US", { maximumFractionDigits: 0 });

/** A step or a count: 6,400. */
export function formatStep(step: number): string {
  return withMinus(grouped.format(Math.round(step)));
}

/** A measured value with `digits` decimals; from 1,000 on without any, below the last decimal in powers of ten. */
export function formatValue(value: number | null | undefined, digits = 2): string {
  if (value === null || value === undefined || !Number.isFinite(value)) return MISSING;
  const size = Math.abs(value);
  if (size >= 1e7) return withMinus(value.toExponential(2));
  if (size >= 1000) return formatStep(value);
  if (size > 0 && size < 0.5 * 10 ** -digits) return withMinus(value.toExponential(1));
  return withMinus(value.toFixed(digits));
}

/** A difference: its sign always, but for what is none. */
export function formatSigned(value: number, digits = 2): string {
  const text = formatValue(value, digits);
  return value > 0 ? `+${text}` : text;
}

/** Half an interval, beside a value of so many decimals: never in powers of ten, and 0 only where it is 0. */
export function formatHalf(half: number, digits = 2): string {
  if (!Number.isFinite(half)) return MISSING;
  if (half === 0) return "0";
  if (half >= 1000) return formatStep(half);
  return half.toFixed(half >= 0.5 * 10 ** -digits ? digits : Math.min(9, 1 - Math.floor(Math.log10(half))));
}

/** A knob's value as people type it, with so many significant digits, no trailing zeros. */
export function formatKnob(value: number, significant = 4): string {
  if (!Number.isFinite(value)) return MISSING;
  if (value === 0) return "0";
  const rounded = Number(value.toPrecision(significant));
  const size = Math.abs(rounded);
  const text = size < 1e-6 || size >= 1e7 ? rounded.toExponential() : String(rounded);
  return withMinus(text);
}
