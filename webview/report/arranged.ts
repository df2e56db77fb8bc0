import { reportLimits } from "../../src/protocol/report.ts";
import type { Range, SortKey } from "../numbers/report.ts";

export const tableKinds = ["means", "differences"] as const;
export type TableKind = (typeof tableKinds)[number];

/** By key paths, so that it holds when axes come or go. */
export interface Along {
  readonly axis: string | null;
  /** The label of the value that is chosen on each axis. */
  readonly places: Readonly<Record<string, string>>;
  /** Null: the last step. */
  readonly step: number | null;
}

/** What a person arranged in a report. It survives reloads; everything else comes anew from the host. */
export interface Arranged {
  /** The measure that best is judged by; null: coverage, or the first. */
  readonly by: string | null;
  /** All measures have a chart, not the leading ones alone. */
  readonly allCharts: boolean;
  readonly table: TableKind;
  /** Null: by the measure that best is judged by. */
  readonly sort: { readonly key: SortKey; readonly descending: boolean } | null;
  readonly paretoOnly: boolean;
  /** Labels of series that are not shown. */
  readonly hidden: readonly string[];
  /** Kept parts of the parallel coordinates, by axis. */
  readonly ranges: Readonly<Record<string, Range>>;
  /** The seed whose samples are shown and whose runs are opened; null: the first. */
  readonly seed: number | null;
  /** What the slider goes along: an axis, a place on each, and a step; null: the usual. */
  readonly along: Along;
  /** What is compared with: an index on each axis, null for each configuration's own value; null: as the sweep says. */
  readonly baseline: readonly (number | null)[] | null;
}

export const initially: Arranged = {
  by: null,
  allCharts: false,
  table: "means",
  sort: null,
  paretoOnly: false,
  hidden: [],
  ranges: {},
  seed: null,
  along: { axis: null, places: {}, step: null },
  baseline: null,
};

type Fields = Readonly<Record<string, unknown>>;

const fieldsOf = (value: unknown): Fields =>
  typeof value === "object" && value !== null && !Array.isArray(value) ? (value as Fields) : {};

function rangeOf(value: unknown): Range | null {
  if (!Array.isArray(value) || value.length !== 2) return null;
  const [low, high] = value as readonly unknown[];
  const fits = typeof low === "number" && typeof high === "number" && low >= 0 && high <= 1 && low <= high;
  return fits ? [low, high] : null;
}

function sortKeyOf(value: unknown): SortKey | null {
  const { kind, index, tag } = fieldsOf(value);
  if (kind === "pareto" || kind === "seeds") return { kind };
  if (kind === "axis" && typeof index === "number" && Number.isSafeInteger(index)) return { kind, index };
  return kind === "measure" && typeof tag === "string" ? { kind, tag } : null;
}

function alongOf(value: unknown): Along {
  const { axis, places, step } = fieldsOf(value);
  return {
    axis: typeof axis === "string" ? axis : null,
    places: Object.fromEntries(
      Object.entries(fieldsOf(places)).flatMap(([key, label]) =>
        typeof label === "string" ? [[key, label] as const] : [],
      ),
    ),
    step: typeof step === "number" && Number.isSafeInteger(step) && step >= 0 ? step : null,
  };
}

function baselineOf(value: unknown): Arranged["baseline"] {
  const isPlace = (place: unknown): place is number | null =>
    place === null || (typeof place === "number" && Number.isSafeInteger(place) && place >= 0);
  return Array.isArray(value) && value.length <= reportLimits.axes && value.every(isPlace) ? value : null;
}

/** Reads what was saved, by this version or another: whatever does not fit is as at the beginning. */
export function readArranged(saved: unknown): Arranged {
  const fields = fieldsOf(saved);
  const sort = fieldsOf(fields["sort"]);
  const key = sortKeyOf(sort["key"]);
  const hidden = fields["hidden"];
  const { by, seed } = fields;
  return {
    by: typeof by === "string" ? by : null,
    allCharts: fields["allCharts"] === true,
    table: tableKinds.find(kind => kind === fields["table"]) ?? initially.table,
    sort: key === null ? null : { key, descending: sort["descending"] === true },
    paretoOnly: fields["paretoOnly"] === true,
    hidden: Array.isArray(hidden) ? hidden.filter(label => typeof label === "string") : [],
    ranges: Object.fromEntries(
      Object.entries(fieldsOf(fields["ranges"])).flatMap(([id, value]) => {
        const range = rangeOf(value);
        return range === null ? [] : [[id, range] as const];
      }),
    ),
    seed: typeof seed === "number" && Number.isSafeInteger(seed) ? seed : null,
    along: alongOf(fields["along"]),
    baseline: baselineOf(fields["baseline"]),
  };
}
