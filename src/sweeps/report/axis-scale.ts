import { valueText } from "./words.ts";

/** Places on a line from 0 to 1 for the values of an axis. */
export interface AxisScale {
  /** `log` may have a 0 apart at its left end; `names` are equally far apart. */
  readonly kind: "linear" | "log" | "names";
  readonly places: readonly number[];
  readonly labels: readonly string[];
  /** Whether the first place is a 0 apart from a logarithmic axis. */
  readonly gap: boolean;
}

/** From this ratio of the largest to the smallest positive value on, values crowd on a linear axis. */
const LOG_FROM = 20;
/** Where the logarithmic part begins beside a 0. */
const GAP = 0.14;

/** Where the values of an axis stand: numbers by their size, logarithmic where they span much; all else side by side. */
export function axisScale(values: readonly unknown[]): AxisScale {
  const labels = values.map(valueText);
  const names = {
    kind: "names",
    places: values.map((_, i) => (values.length === 1 ? 0.5 : i / (values.length - 1))),
    labels,
    gap: false,
  } as const;
  const numbers = values.filter(value => typeof value === "number");
  if (numbers.length < values.length || numbers.length < 2) return names;
  const positive = numbers.filter(value => value > 0);
  const [low, high] = [Math.min(...positive), Math.max(...positive)];
  if (numbers.every(value => value >= 0) && positive.length > 1 && high / low >= LOG_FROM) {
    const gap = positive.length < numbers.length;
    const start = gap ? GAP : 0;
    const place = (value: number) =>
      value === 0 ? 0 : start + ((1 - start) * Math.log(value / low)) / Math.log(high / low);
    return { kind: "log", places: numbers.map(place), labels, gap };
  }
  const [least, most] = [Math.min(...numbers), Math.max(...numbers)];
  return {
    kind: "linear",
    places: numbers.map(value => (value - least) / (most - least)),
    labels,
    gap: false,
  };
}
