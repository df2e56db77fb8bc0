import type { Axis, Range } from "./schema.ts";

/** To six digits, so that a value reads well and is the same number in every file that names it. */
const rounded = (value: number) => Number(value.toPrecision(6));

/** The values of a range, ascending or descending as it goes; its ends exactly. */
export function rangeValues({ from, to, count, scale }: Range): number[] {
  return Array.from({ length: count }, (_, i) => {
    if (i === 0) return from;
    if (i === count - 1) return to;
    const t = i / (count - 1);
    return rounded(scale === "log" ? from * (to / from) ** t : from + (to - from) * t);
  });
}

/** The values of an axis in their order. */
export function axisValues(axis: Axis): readonly unknown[] {
  return Array.isArray(axis) ? axis : rangeValues(axis);
}
