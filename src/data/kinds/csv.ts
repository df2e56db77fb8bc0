import { readCsvPoints } from "../csv/points.ts";
import type { Dataset } from "../dataset.ts";
import { pointsDataset } from "../points-dataset.ts";
import type { DataOf } from "./data-of.ts";

/** Points of a text table. */
export function csv({ file, columns, separator, normalize }: DataOf<"csv">): Dataset {
  const { reading, ...table } = readCsvPoints(file, { columns, separator });
  return pointsDataset(table, normalize, reading);
}
