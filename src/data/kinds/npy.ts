import { inFloats } from "../../formats/npy.ts";
import { readArrayFile } from "../array-file.ts";
import { DataError } from "../data-error.ts";
import type { Dataset } from "../dataset.ts";
import { isUsable, pointLimits } from "../point-limits.ts";
import { pointsDataset, type PointTable } from "../points-dataset.ts";
import { counted, otherArrays, type Reading } from "../reading.ts";
import type { DataOf } from "./data-of.ts";

/** Reads an array [n, dims], or [n] for points of one dimension. */
function readPoints(file: string, array: string): PointTable & { readonly reading: Reading } {
  const { name, others, after, ...stored } = readArrayFile(file, array);
  const { shape, data } = inFloats(stored);
  const [rows = 0, dims = 1] = shape;
  if (shape.length < 1 || shape.length > 2)
    throw new DataError(
      file,
      `the array has the shape [${shape.join(", ")}]; points are [n, dims] or [n]${shape.length > 2 ? '; pictures are data of the kind "npy-images"' : ""}`,
    );
  if (dims < 1 || dims > pointLimits.dims)
    throw new DataError(file, `the points have ${dims} dimensions; 1 to ${pointLimits.dims} are allowed`);
  if (rows < pointLimits.rows)
    throw new DataError(file, `the array has ${rows} rows; at least ${pointLimits.rows} are needed`);
  if (data.length > pointLimits.values)
    throw new DataError(
      file,
      `the array has ${data.length} numbers; at most ${pointLimits.values} are allowed`,
    );
  const wrong = data.findIndex(value => !isUsable(value));
  if (wrong >= 0) {
    const column = wrong % dims;
    const row = (wrong - column) / dims;
    throw new DataError(
      file,
      `row ${row}, column ${column} (counted from 0) is ${data[wrong] ?? NaN}; every number must be finite and within float32's range`,
      { row },
    );
  }
  const from = name === "" ? "" : ` (array ${JSON.stringify(name)})`;
  const taken = `${counted(rows, "point")} of ${counted(dims, "dimension")}${from}`;
  return { data, rows, dims, reading: { taken, asides: otherArrays(others, after) } };
}

/** Points of a file of arrays. */
export function npy({ file, array, normalize }: DataOf<"npy">): Dataset {
  const { reading, ...table } = readPoints(file, array);
  return pointsDataset(table, normalize, reading);
}
