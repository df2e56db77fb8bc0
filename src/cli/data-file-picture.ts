import { writeFileSync } from "node:fs";
import { extname, resolve } from "node:path";
import type { Experiment } from "../experiment/schema.ts";
import { encodePng } from "../formats/png.ts";
import { dataPreview, type DataPreview } from "../launching/data-preview.ts";
import { classColors, CLASS_ROWS, dataPicture } from "../pictures/data-picture.ts";
import { plainText } from "../plain/plain-text.ts";
import { grouped } from "./drawing/numbers.ts";
import { OperationError, UsageError } from "./failure.ts";
import type { Call } from "./verb.ts";

/** Where --picture wants the data drawn, checked before any work is done; null where nobody asks. Throws UsageError. */
export function pictureFile({ given, terminal }: Call, isSweep: boolean): string | null {
  const name = given.text("picture");
  if (name === undefined) return null;
  if (extname(name).toLowerCase() !== ".png")
    throw new UsageError(`--picture must end with .png, not ${name}`);
  if (isSweep) throw new UsageError("--picture draws the data of an experiment; a sweep has several");
  return resolve(terminal.cwd, name);
}

/** Draws some of the data and gives what the picture shows, and which class is where in it. Rejects with DataError, OperationError. */
export async function drawData(data: Experiment["data"], path: string): Promise<string> {
  const preview = await dataPreview(data);
  const raster = dataPicture(preview);
  if (raster === null)
    throw new OperationError(
      "nothing could be drawn: none of the samples that a picture would show can be read",
    );
  writeFileSync(path, encodePng(raster));
  return describe(preview);
}

function describe({ shape, labels, classes }: DataPreview): string {
  const [count = 0, dims = 0] = shape;
  const areImages = shape.length > 2;
  const shown = areImages
    ? `${grouped(count)} images`
    : `${grouped(count)} points${dims > 2 ? ` (the first 2 of ${dims} dimensions)` : ""}`;
  if (labels === null) return shown;
  const named = classes.map(name => plainText(name)).slice(0, areImages ? CLASS_ROWS : classColors.length);
  const where = areImages
    ? `rows from the top: ${named.join(", ")}`
    : named.map((name, i) => `${name} ${classColors[i]?.name ?? ""}`).join(", ");
  const more = classes.length - named.length;
  const rest = more === 0 ? "" : areImages ? `; ${more} more classes are not shown` : `; ${more} more grey`;
  return `${shown}; ${where}${rest}`;
}
