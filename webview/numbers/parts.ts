import type { ClassFacts, ModeFacts, PointCloud, Scene } from "../../src/protocol/pictures.ts";

/** What the data are known to be made of, mode by mode or class by class. */
export interface Parts {
  readonly kind: "mode" | "class";
  readonly count: number;
  /** [count] Share of each in the data; the sum is 1. */
  readonly weights: Float64Array;
  /** What people call each: modes are numbered from 1. */
  readonly nameOf: (part: number) => string;
}

export const pluralOf = ({ kind }: Pick<Parts, "kind">): string => (kind === "mode" ? "modes" : "classes");

export const capitalized = (word: string): string => word.charAt(0).toUpperCase() + word.slice(1);

/** A part in a table: modes sort as numbers. */
export const cellOf = ({ kind, nameOf }: Pick<Parts, "kind" | "nameOf">, part: number): number | string =>
  kind === "mode" ? part + 1 : nameOf(part);

const partsOfModes = ({ count, weights }: ModeFacts): Parts => ({
  kind: "mode",
  count,
  weights,
  nameOf: mode => String(mode + 1),
});

const partsOfClasses = ({ names, weights }: ClassFacts): Parts => ({
  kind: "class",
  count: names.length,
  weights,
  nameOf: label => names[label] ?? String(label),
});

/** The parts of which it is told which one a generated sample is of; null where there are none. */
export function partsOf({ modes, classes }: Pick<Scene, "modes" | "classes">): Parts | null {
  if (modes !== null) return partsOfModes(modes);
  return classes?.unsure === null ? partsOfClasses(classes) : null;
}

/** The rows that are of one part. */
export function rowsOfPart({ dims, data }: PointCloud, of: Uint16Array, part: number): PointCloud {
  const rows: number[] = [];
  of.forEach((one, row) => {
    if (one === part) rows.push(row);
  });
  const chosen = new Float32Array(rows.length * dims);
  rows.forEach((row, i) => {
    chosen.set(data.subarray(row * dims, (row + 1) * dims), i * dims);
  });
  return { rows: rows.length, dims, data: chosen };
}

/** Which share of all rows is of each part. */
export function sharesOfParts(of: Uint16Array, count: number): Float64Array {
  const shares = new Float64Array(count);
  for (const part of of) shares[part] = (shares[part] ?? 0) + 1 / of.length;
  return shares;
}
