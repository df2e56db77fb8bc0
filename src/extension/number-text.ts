import { formatKnob, formatStep, withMinus } from "../plain/written-number.ts";

/** 6400 -> "6,400" */
export const grouped = formatStep;

/** A measure for people: two decimals near 1, three significant digits elsewhere. */
export function measureText(value: number): string {
  const size = Math.abs(value);
  return withMinus(size === 0 || (size >= 0.01 && size < 100) ? value.toFixed(2) : value.toPrecision(3));
}

/** The number that was set, not the float32 nearest to it that the log keeps. */
export const knobText = (value: number): string => formatKnob(value, 7);

/** "12 s", "3 min", "2 h", "4 days" */
export function durationText(seconds: number): string {
  if (seconds < 90) return `${Math.max(0, Math.round(seconds))} s`;
  if (seconds < 90 * 60) return `${Math.round(seconds / 60)} min`;
  if (seconds < 48 * 3600) return `${Math.round(seconds / 3600)} h`;
  return `${grouped(seconds / 86_400)} days`;
}

/** "1 run", "4 runs" */
export function counted(count: number, singular: string, plural = `${singular}s`): string {
  return `${grouped(count)} ${count === 1 ? singular : plural}`;
}
