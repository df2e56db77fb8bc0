import { measures, type MeasureTag } from "../experiment/catalog.ts";
import { meanInterval } from "../statistics/mean-interval.ts";
import type { Decision } from "./sweep-record.ts";
import type { Halving } from "./schema.ts";

/** A configuration at a step where halving decides: the measure's value for each seed that has one. */
export interface Contender {
  readonly point: string;
  readonly values: readonly number[];
}

/** How good a value is; larger is better. */
export function goodness(tag: string, value: number): number {
  const better = Object.hasOwn(measures, tag) ? measures[tag as MeasureTag].better : "none";
  switch (better) {
    case "higher":
      return value;
    case "lower":
      return -value;
    case "one":
      return -Math.abs(value - 1);
    case "none":
      return 0;
    default:
      return better satisfies never;
  }
}

const shown = (value: number) => String(Number(value.toPrecision(4)));

/**
 * One round of successive halving (Jamieson and Talwalkar 2016, algorithm 1): the best `keep` of the configurations by
 * their mean over seeds go on, at least one, rounded up; the rest are stopped. Equal means keep the order of the plan. A
 * configuration without any value is worse than all; where none has one, nothing can be said and all go on.
 */
export function decide({ measure, keep }: Halving, at: number, contenders: readonly Contender[]): Decision {
  const means = contenders.map(({ values }) => meanInterval(values)?.mean ?? null);
  if (means.every(mean => mean === null)) return { at, stopped: [] };
  const rank = (mean: number | null) => (mean === null ? -Infinity : goodness(measure, mean));
  const order = contenders
    .map((contender, i) => ({ ...contender, mean: means[i] ?? null }))
    .sort((a, b) => (rank(a.mean) === rank(b.mean) ? 0 : rank(b.mean) - rank(a.mean)));
  const kept = Math.max(1, Math.ceil(keep * order.length - 1e-9));
  const last = order[kept - 1]?.mean ?? null;
  const stopped = order.slice(kept).map(({ point, mean, values }) => {
    const found =
      mean === null
        ? `no seed has ${measure}`
        : `${measure} is ${shown(mean)}, the mean of ${values.length} ${values.length === 1 ? "seed" : "seeds"}`;
    const line = last === null ? "" : `, and ${shown(last)} was needed`;
    return {
      point,
      reason: `stopped by successive halving at step ${at}: ${found}${line}; the best ${kept} of ${order.length} configurations go on`,
    };
  });
  return { at, stopped };
}
