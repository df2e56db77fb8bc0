/** How numbers are written: a true minus sign, thousands with a comma, an en dash for a missing value. */

export const MISSING = "–";

const withMinus = (text: string): string => text.replace("-", "−");

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

/** Half an interval, beside a value of so many decimals: never in powers of ten, and 0 only where it is 0. */
export function formatHalf(half: number, digits = 2): string {
  if (!Number.isFinite(half)) return MISSING;
  if (half === 0) return "0";
  if (half >= 1000) return formatStep(half);
  return half.toFixed(half >= 0.5 * 10 ** -digits ? digits : Math.min(9, 1 - Math.floor(Math.log10(half))));
}

/** A knob's value as people type it: at most four significant digits, no trailing zeros. */
export function formatKnob(value: number): string {
  if (!Number.isFinite(value)) return MISSING;
  if (value === 0) return "0";
  const rounded = Number(value.toPrecision(4));
  const size = Math.abs(rounded);
  const text = size < 1e-6 || size >= 1e7 ? rounded.toExponential() : String(rounded);
  return withMinus(text);
}

/** A share from 0 to 1 in percent. */
export function formatPercent(share: number, digits = 1): string {
  return `${(100 * share).toFixed(digits)} %`;
}

/** Seconds as "10 s", "2 min 05 s", "3 h 10 min", "325 days". */
export function formatDuration(seconds: number): string {
  const whole = Math.max(0, Math.round(seconds));
  if (whole < 60) return `${whole} s`;
  const minutes = Math.floor(whole / 60);
  if (minutes < 60) return `${minutes} min ${String(whole % 60).padStart(2, "0")} s`;
  if (minutes >= 48 * 60) return `${formatStep(minutes / (24 * 60))} days`;
  return `${formatStep(Math.floor(minutes / 60))} h ${String(minutes % 60).padStart(2, "0")} min`;
}
