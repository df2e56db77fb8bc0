import { formatKnob, formatStep } from "./format.ts";

/**
 * An axis maps values to units in which it is linear, so that one straight scale draws both kinds.
 * A logarithmic axis puts values up to 0 one unit (half a decade at most) below its lowest positive value.
 */
export interface Axis {
  readonly logarithmic: boolean;
  /** The lowest positive value a logarithmic axis shows; 0 and less lie below a break. */
  readonly floor: number;
}

export const linear: Axis = { logarithmic: false, floor: 0 };

/** The distance, in decades, between the floor of a logarithmic axis and its zero. */
export const ZERO_DEPTH = 0.35;

export function toUnit(axis: Axis, value: number): number {
  if (!axis.logarithmic) return value;
  if (value <= 0) return Math.log10(axis.floor) - ZERO_DEPTH;
  return Math.log10(Math.max(value, axis.floor));
}

export function fromUnit(axis: Axis, unit: number): number {
  if (!axis.logarithmic) return unit;
  const floor = Math.log10(axis.floor);
  if (unit < floor) return unit < floor - ZERO_DEPTH / 2 ? 0 : axis.floor;
  return 10 ** unit;
}

/** About `count` round values between two bounds, 1, 2 or 5 times a power of ten apart. */
export function niceTicks(low: number, high: number, count: number): number[] {
  if (!(high > low)) return Number.isFinite(low) ? [low] : [];
  const raw = (high - low) / Math.max(1, count);
  const power = 10 ** Math.floor(Math.log10(raw));
  const digit = raw / power;
  const size = (digit < 1.5 ? 1 : digit < 3.5 ? 2 : digit < 7.5 ? 5 : 10) * power;
  const first = Math.ceil(low / size - 1e-9);
  const last = Math.floor(high / size + 1e-9);
  return Array.from({ length: last - first + 1 }, (_, i) => Number(((first + i) * size).toPrecision(12)));
}

const MOST_LOG_TICKS = 7;

/** Values 1, 2, 5 times powers of ten between two positive bounds; whole powers alone where those are many. */
export function logTicks(low: number, high: number): number[] {
  if (!(low > 0) || !(high > low)) return low > 0 ? [low] : [];
  const first = Math.floor(Math.log10(low));
  const last = Math.ceil(Math.log10(high));
  const pick = (digits: readonly number[], every: number) => {
    const ticks: number[] = [];
    for (let decade = first; decade <= last; decade++) {
      if (decade % every !== 0) continue;
      for (const digit of digits) {
        const value = Number((digit * 10 ** decade).toPrecision(3));
        if (value >= low * 0.999 && value <= high * 1.001) ticks.push(value);
      }
    }
    return ticks;
  };
  const fine = pick([1, 1.5, 2, 3, 5, 7], 1);
  if (fine.length <= MOST_LOG_TICKS) return fine.length > 1 ? fine : niceTicks(low, high, 4);
  for (const digits of [[1, 2, 5], [1, 3], [1]]) {
    const ticks = pick(digits, 1);
    if (ticks.length <= MOST_LOG_TICKS) return ticks;
  }
  return pick([1], Math.ceil((last - first) / MOST_LOG_TICKS));
}

/** The ticks of an axis between two values; a logarithmic one that reaches 0 begins with it. */
export function axisTicks(axis: Axis, low: number, high: number, count: number): number[] {
  if (!axis.logarithmic) return niceTicks(low, high, count);
  const ticks = logTicks(Math.max(low, axis.floor), high);
  return low <= 0 ? [0, ...ticks] : ticks;
}

export const tickLabel = (value: number): string =>
  Math.abs(value) >= 1000 && Math.abs(value) < 1e7 ? formatStep(value) : formatKnob(value);

/** The most signs of a number beside a value axis. */
const MOST_SIGNS = 6;

/** As short as there is room for beside a chart: in powers of ten where plain figures are longer. */
export function valueLabel(value: number): string {
  const plain = tickLabel(value);
  if (plain.length < MOST_SIGNS) return plain;
  const powered = Number(value.toPrecision(3)).toExponential().replace("+", "").replaceAll("-", "−");
  return powered.length < plain.length ? powered : plain;
}

/** What a linear y axis shows: from 0, or less where values are, to a little above the highest. */
export function linearBounds(low: number, high: number): [number, number] {
  if (!(high >= low)) return [0, 1];
  const bottom = Math.min(0, low);
  const span = high - bottom;
  if (span === 0) return bottom === 0 ? [0, 1] : [bottom - 1, bottom + 1];
  return [bottom < 0 ? bottom - span * 0.04 : 0, high + span * 0.06];
}
