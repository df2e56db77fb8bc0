import { measures, type MeasureTag } from "../experiment/catalog.ts";
import { meanInterval } from "../statistics/mean-interval.ts";
import type { Decision } from "./sweep-record.ts";
import type { Halving } from "./schema.ts";

/** A configuration at the step where halving decides, over its seeds that came there. */
export interface Contender {
  readonly point: string;
  /** The measure at that very step, for each seed that has it. */
  readonly values: readonly number[];
  /** How many seeds have none: the measure is undefined there, or the training became not finite before. */
  readonly without: number;
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
 * their mean over seeds go on, at least one, rounded up; the rest are stopped. Equal means keep the order of the plan.
 * Seeds without a value count against their configuration: the larger their share the worse, whatever the mean of the
 * others. Where no seed has a value, nothing can be said and all go on.
 */
export function decide({ measure, keep }: Halving, at: number, contenders: readonly Contender[]): Decision {
  const ranked = contenders.map(contender => {
    const { values, without } = contender;
    const mean = meanInterval(values)?.mean ?? null;
    const lacking = mean === null ? 1 : without / (values.length + without);
    return { ...contender, mean, lacking, good: mean === null ? -Infinity : goodness(measure, mean) };
  });
  if (ranked.every(({ mean }) => mean === null)) return { at, stopped: [] };
  const order = ranked.sort((a, b) => a.lacking - b.lacking || (a.good === b.good ? 0 : b.good - a.good));
  const kept = Math.max(1, Math.ceil(keep * order.length - 1e-9));
  const last = order[kept - 1];
  const stopped = order.slice(kept).map(contender => ({
    point: contender.point,
    reason: `stopped by successive halving at step ${at}: ${found(measure, contender)}${needed(last)}; the best ${kept} of ${order.length} configurations go on`,
  }));
  return { at, stopped };
}

interface Ranked extends Contender {
  readonly mean: number | null;
}

const seeds = (count: number) => `${count} ${count === 1 ? "seed" : "seeds"}`;

function found(measure: string, { mean, values, without }: Ranked): string {
  if (mean === null)
    return without === 0
      ? `no seed has ${measure}`
      : `${measure} is undefined in ${without === 1 ? "the one seed" : `all ${without} seeds`}`;
  const lacking = without === 0 ? "" : ` and undefined in ${without} of ${values.length + without}`;
  return `${measure} is ${shown(mean)}, the mean of ${seeds(values.length)}${lacking}`;
}

/** What the last one that goes on has. */
function needed(last: Ranked | undefined): string {
  if (last === undefined || last.mean === null) return "";
  return last.without === 0 ? `, and ${shown(last.mean)} was needed` : "";
}
