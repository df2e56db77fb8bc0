import { formatHalf, formatStep, formatValue } from "../../src/plain/written-number.ts";

export {
  formatHalf,
  formatKnob,
  formatSigned,
  formatStep,
  formatValue,
  MISSING,
} from "../../src/plain/written-number.ts";

/** The measures that count: whole numbers of one run. */
const counted: ReadonlySet<string> = new Set(["quality/modes"]);

/** A measure's value, or a mean of it; what is counted has decimals only where a mean has some. */
export function formatMeasure(tag: string, value: number | null | undefined, digits = 2): string {
  const isCount = counted.has(tag) && typeof value === "number" && Number.isInteger(value);
  return isCount ? formatStep(value) : formatValue(value, digits);
}

/** "±0.03", beside a value of so many decimals. */
export const formatPlusMinus = (half: number, digits = 2): string => `±${formatHalf(half, digits)}`;

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
