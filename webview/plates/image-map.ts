import type { ImageMap, ImagePath } from "../../src/protocol/image-views.ts";
import { classHue } from "./hues.ts";
import { hexRgb, type Rgb } from "./inks.ts";
import { drawImageOf, sheetOf } from "./image-sheet.ts";
import { onRamp, stretchRamp } from "./latent-image.ts";
import {
  drawLetter,
  drawPathLine,
  drawScrubbed,
  numberRegions,
  pathPlaces,
  type Place,
} from "./latent-map.ts";
import { clipToPlate, type Surface } from "./surface.ts";

export type ImageMapLook =
  { readonly of: "images" | "stretch" } | { readonly of: "class"; readonly names: readonly string[] };

/** Decimal logarithms of the stretches that are darkest and brightest: differences from black to white a latent step. */
const DARKEST = -2.6;
const BRIGHTEST = -0.6;

const colourOf = (map: ImageMap, cell: number, of: "stretch" | "class"): Rgb =>
  of === "class"
    ? hexRgb(classHue(map.classes[cell] ?? 0))
    : onRamp(stretchRamp, (Math.log10((map.stretch[cell] ?? 0) + 1e-9) - DARKEST) / (BRIGHTEST - DARKEST));

const coloured = new WeakMap<ImageMap, Map<string, OffscreenCanvas>>();

/** One pixel a cell; made once for a map and what it shows. */
function colouredCells(map: ImageMap, of: "stretch" | "class"): OffscreenCanvas {
  const known = coloured.get(map) ?? new Map<string, OffscreenCanvas>();
  coloured.set(map, known);
  const held = known.get(of);
  if (held !== undefined) return held;
  const { columns, rows } = map;
  const canvas = new OffscreenCanvas(columns, rows);
  known.set(of, canvas);
  const context = canvas.getContext("2d");
  if (context === null) return canvas;
  const image = context.createImageData(columns, rows);
  for (let row = 0; row < rows; row++) {
    for (let column = 0; column < columns; column++) {
      const [r, g, b] = colourOf(map, (rows - 1 - row) * columns + column, of);
      image.data.set([r, g, b, 255], 4 * (row * columns + column));
    }
  }
  context.putImageData(image, 0, 0);
  return canvas;
}

/** The plane through three probe latents: its images, or colours for their classes or their stretch. */
export function drawImageMap(surface: Surface, map: ImageMap, look: ImageMapLook): void {
  const { context, width, height } = surface;
  const { columns, rows, images } = map;
  context.save();
  clipToPlate(surface);
  if (look.of === "images") {
    if (images !== null) {
      const sheet = sheetOf(images);
      const side = Math.min(width / columns, height / rows);
      for (let row = 0; row < rows; row++)
        for (let column = 0; column < columns; column++)
          drawImageOf(
            context,
            sheet,
            (rows - 1 - row) * columns + column,
            column * side,
            row * side,
            side - 1,
          );
    }
  } else {
    context.imageSmoothingEnabled = false;
    context.drawImage(colouredCells(map, look.of), 0, 0, width, height);
  }
  context.restore();
  if (look.of === "class") {
    const { names } = look;
    numberRegions(surface, map, {
      labels: map.classes,
      nameOf: label => names[label] ?? String(label),
      massAt: () => 1,
      taken: probePlaces(map, width, height),
    });
  }
}

function probePlaces({ probes, extent }: ImageMap, width: number, height: number): Place[] {
  return [0, 1, 2].map(i => [
    (width / 2) * (1 + (probes[2 * i] ?? 0) / extent),
    (height / 2) * (1 - (probes[2 * i + 1] ?? 0) / extent),
  ]);
}

/** The path's shadow on the plane, the three probes, the scrubbed place, and the cell that is pointed at. */
export function drawImageMapOverlay(
  surface: Surface,
  map: ImageMap,
  { path, t, cell }: { readonly path: ImagePath | null; readonly t: number; readonly cell: number | null },
): void {
  const { context, width, height } = surface;
  if (path !== null) {
    const places = pathPlaces(map, path, width, height, path.t.length);
    drawPathLine(context, places);
    const at = places[Math.round(t * (places.length - 1))];
    if (at !== undefined) drawScrubbed(surface, at);
  }
  probePlaces(map, width, height).forEach((place, i) => {
    drawLetter(surface, place, "ABC"[i] ?? "");
  });
  if (cell === null) return;
  const [wide, tall] = [width / map.columns, height / map.rows];
  context.strokeStyle = "#000000b0";
  context.lineWidth = 3;
  const x = (cell % map.columns) * wide;
  const y = height - (Math.floor(cell / map.columns) + 1) * tall;
  context.strokeRect(x, y, wide, tall);
  context.strokeStyle = "#fff";
  context.lineWidth = 1.5;
  context.strokeRect(x, y, wide, tall);
}
