import { keyDifferences } from "../experiment/key-differences.ts";
import type { SweepRecord } from "./sweep-record.ts";
import type { Sweep } from "./sweep.ts";

const inWords = (value: unknown) => (value === undefined ? "missing" : JSON.stringify(value));

/** The experiment without what a sweep or its place decides. */
function core(experiment: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> {
  return Object.fromEntries(Object.entries(experiment).filter(([key]) => key !== "seed" && key !== "name"));
}

/**
 * Why a folder's sweep is not this one; null where it is. A sweep stays itself when values, seeds or measures come or
 * go: runs that are there already keep their meaning. With another experiment or other axes they would not.
 */
export function differenceOf(record: SweepRecord, sweep: Sweep): string | null {
  if (record.name !== sweep.name) return `it holds the sweep "${record.name}"`;
  const keys = ({ axes }: Pick<Sweep, "axes">) => axes.map(({ key }) => key).join(", ") || "none";
  if (keys(record) !== keys(sweep))
    return `it holds this sweep with other axes: they were ${keys(record)} and are ${keys(sweep)}`;
  const [first] = keyDifferences(core(record.experiment), core({ ...sweep.experiment }));
  if (first === undefined) return null;
  const { key, before, after } = first;
  return `it holds this sweep with another experiment: ${key} was ${inWords(before)} and is ${inWords(after)}`;
}
