import { FormatError } from "../../formats/format-error.ts";
import { decodeNpy } from "../../formats/npy.ts";
import { DataError } from "../data-error.ts";
import { readDataFile } from "../data-file.ts";
import type { Dataset } from "../dataset.ts";
import { isUsable, pointLimits } from "../point-limits.ts";
import { pointsDataset, type PointTable } from "../points-dataset.ts";
import { counted } from "../reading.ts";
import type { DataOf } from "./data-of.ts";

function decode(file: string) {
  try {
    return decodeNpy(readDataFile(file, pointLimits.npyBytes));
  } catch (error) {
    if (error instanceof FormatError) throw new DataError(file, error.message);
    throw error;
  }
}

/** Reads an array [n, dims], or [n] for points of one dimension. */
function readPoints(file: string): PointTable {
  const { shape, data } = decode(file);
  const [rows = 0, dims = 1] = shape;
  if (shape.length < 1 || shape.length > 2)
    throw new DataError(file, `the array has the shape [${shape.join(", ")}]; points are [n, dims] or [n]`);
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
  return { data, rows, dims };
}

/** Points of a NumPy file. */
export function npy({ file, normalize }: DataOf<"npy">): Dataset {
  const table = readPoints(file);
  const { rows, dims } = table;
  const reading = { taken: `${counted(rows, "point")} of ${counted(dims, "dimension")}`, asides: [] };
  return pointsDataset(table, normalize, reading);
}
