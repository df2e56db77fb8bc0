import { measures, type MeasureTag } from "../../experiment/catalog.ts";
import type { Report } from "./report.ts";

/** From where to where a chart of a measure reaches: all values and intervals, from 0 where values are shares or counts. */
export function valueRange({ arms }: Report, tag: string): readonly [low: number, high: number] {
  const all = arms.flatMap(({ cells }) => {
    const { values = [], interval = null } = cells[tag] ?? {};
    const half = interval?.halfWidth ?? 0;
    return [
      ...values.map(({ value }) => value),
      ...(interval === null ? [] : [interval.mean - half, interval.mean + half]),
    ];
  });
  const range = Object.hasOwn(measures, tag)
    ? measures[tag as MeasureTag].range
    : ([-Infinity, null] as const);
  const [least, most] = [Math.min(...all), Math.max(...all)];
  if (range[0] === 0 && range[1] === 1) return [0, 1];
  const low = range[0] === 0 ? 0 : Math.max(least, range[0]);
  const high = range[1] === null ? most : Math.min(most, range[1]);
  if (!Number.isFinite(low) || !Number.isFinite(high)) return [0, 1];
  return high > low ? [low, niceAbove(low, high)] : [low - 0.5, low + 0.5];
}

/** A round number at or above `high`. */
function niceAbove(low: number, high: number): number {
  const step = 10 ** Math.floor(Math.log10(high - low)) / 2;
  return Number((low + Math.ceil((high - low) / step) * step).toPrecision(12));
}
