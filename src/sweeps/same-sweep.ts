import type { SweepRecord } from "./sweep-record.ts";
import type { Sweep } from "./sweep.ts";

const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === "object" && value !== null && !Array.isArray(value);

const inWords = (value: unknown) => (value === undefined ? "missing" : JSON.stringify(value));

/** The first key path at which two experiments differ, with both values. */
function firstDifference(a: unknown, b: unknown, path: readonly string[] = []): string | null {
  if (!isRecord(a) || !isRecord(b)) {
    const [was, is] = [inWords(a), inWords(b)];
    return was === is ? null : `${path.join(".")} was ${was} and is ${is}`;
  }
  for (const key of new Set([...Object.keys(a), ...Object.keys(b)])) {
    const difference = firstDifference(a[key], b[key], [...path, key]);
    if (difference !== null) return difference;
  }
  return null;
}

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
  const difference = firstDifference(core(record.experiment), core({ ...sweep.experiment }));
  return difference === null ? null : `it holds this sweep with another experiment: ${difference}`;
}
