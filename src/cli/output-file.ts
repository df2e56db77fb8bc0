import { writeFileSync } from "node:fs";
import { extname, resolve } from "node:path";
import { encodeNpy } from "../formats/npy.ts";
import { encodePng } from "../formats/png.ts";
import type { Rows } from "../protocol/viewer-calls.ts";
import { boundsOf, type DrawnPoints } from "../pictures/bounds.ts";
import { imageGrid } from "../pictures/image-grid.ts";
import { imagesOf } from "../pictures/images.ts";
import type { Drawing } from "../pictures/drawing.ts";
import { pdfOf } from "../pictures/pdf-drawing.ts";
import { scatterDrawing } from "../pictures/scatter-drawing.ts";
import { svgOf } from "../pictures/svg-drawing.ts";
import { rasterScatter, type Series } from "../pictures/scatter.ts";
import { UsageError } from "./failure.ts";
import type { Call } from "./verb.ts";

export interface OutputFile {
  /** As typed. */
  readonly name: string;
  readonly path: string;
  readonly format: OutputFormat;
}

export const outputFormats = ["npy", "png", "svg", "pdf"] as const;
export type OutputFormat = (typeof outputFormats)[number];

/** The file that --out names, checked before any work is done. */
export function outputFile({ given, terminal }: Call): OutputFile {
  const name = given.text("out");
  if (name === undefined)
    throw new UsageError(
      "--out FILE is missing: a .npy file for numbers, a .png, .svg or .pdf file for a picture",
    );
  const format = outputFormats.find(ending => ending === extname(name).slice(1).toLowerCase());
  if (format === undefined)
    throw new UsageError(`--out must end with .npy (numbers), .png, .svg or .pdf (a picture), not ${name}`);
  return { name, path: resolve(terminal.cwd, name), format };
}

export const PICTURE_SIZE = 640;

/** How samples are drawn that are points, and how many images stand in a row (without it: as in a run's samples/). */
export interface SampleDrawing extends Pick<Series, "color" | "radius" | "opacity"> {
  readonly columns?: number;
}

/** Whether samples are images, [n, height, width, channels], which are drawn without real ones behind. */
export const areImages = ({ shape, data }: Rows): boolean => imagesOf(shape, data) !== null;

/** Writes samples as numbers, or as a picture: points over the real ones, images in a grid. */
export function writeSamples(
  file: OutputFile,
  samples: Rows,
  real: Rows | null,
  { columns, ...series }: SampleDrawing,
): void {
  if (file.format === "npy") {
    writeFileSync(file.path, encodeNpy({ shape: samples.shape, data: samples.data }));
    return;
  }
  const images = imagesOf(samples.shape, samples.data);
  if (images !== null) {
    const grid = imageGrid(images, columns);
    const png = encodePng(grid);
    if (file.format === "png") writeFileSync(file.path, png);
    else
      writeDrawing(file.path, file.format, {
        ...grid,
        font: "sans",
        shapes: [{ kind: "pixels", ...grid, png }],
      });
    return;
  }
  const points = drawn(samples);
  const behind = real === null ? [] : [{ points: drawn(real), color: () => REAL, radius: 1.5, opacity: 0.5 }];
  const bounds = boundsOf([points, ...behind.map(set => set.points)]);
  const all = [...behind, { ...series, points }];
  if (file.format === "png") writeFileSync(file.path, encodePng(rasterScatter(all, bounds, PICTURE_SIZE)));
  else writeDrawing(file.path, file.format, scatterDrawing(all, bounds, PICTURE_SIZE));
}

/** Writes a picture of vectors; gives the letters that it could not show. */
export function writeDrawing(path: string, format: "svg" | "pdf", drawing: Drawing): readonly string[] {
  const { bytes, missing } =
    format === "pdf" ? pdfOf(drawing) : { bytes: Buffer.from(svgOf(drawing)), missing: [] };
  writeFileSync(path, bytes);
  return missing;
}

const REAL = [190, 195, 202] as const;

/** Samples as points to draw: [n, dims]. */
export const drawn = ({ shape, data }: Rows): DrawnPoints => ({
  data,
  dims: shape.slice(1).reduce((product, size) => product * size, 1),
});
