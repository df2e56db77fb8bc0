import { readCsvPoints } from "../csv/points.ts";
import { DataError } from "../data-error.ts";
import type { Dataset } from "../dataset.ts";
import { pointsDataset } from "../points-dataset.ts";
import type { DataOf } from "./data-of.ts";

/** Points of a text table, with their classes where a column has them. */
export function csv({ file, columns, labels, separator, normalize }: DataOf<"csv">): Dataset {
  const { reading, labels: classes, ...table } = readCsvPoints(file, { columns, labels, separator });
  if (classes?.names.length === 1)
    throw new DataError(
      file,
      `every row has the same label, ${JSON.stringify(classes.names[0]?.slice(0, 80))}`,
    );
  return pointsDataset(table, normalize, reading, classes);
}
