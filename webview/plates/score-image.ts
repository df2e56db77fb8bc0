import type { ScoreMap } from "../../src/protocol/dashboard.ts";
import type { Inks } from "./inks.ts";

/** The smallest half range of scores that is shown in full colour: a flat discriminator stays faint. */
const LEAST_HALF_RANGE = 0.05;

/** The middle and the half range of scores, outliers left out. */
export function scoreRange(scores: Float32Array): { readonly middle: number; readonly half: number } {
  const sorted = Float32Array.from(scores).sort();
  const at = (share: number) => sorted[Math.floor(share * (sorted.length - 1))] ?? 0;
  const low = at(0.04);
  const high = at(0.98);
  return { middle: (low + high) / 2, half: Math.max(LEAST_HALF_RANGE, (high - low) / 2) };
}

const images = new WeakMap<ScoreMap, { readonly inks: Inks; readonly canvas: OffscreenCanvas }>();

/** What the discriminator says of each cell: blue for generated, orange for real, faint in between. */
export function scoreImage(map: ScoreMap, inks: Inks): OffscreenCanvas {
  const held = images.get(map);
  if (held?.inks === inks) return held.canvas;
  const { columns, rows, scores } = map;
  const canvas = new OffscreenCanvas(columns, rows);
  const context = canvas.getContext("2d");
  if (context === null) return canvas;
  const image = context.createImageData(columns, rows);
  const { middle, half } = scoreRange(scores);
  for (let row = 0; row < rows; row++) {
    for (let column = 0; column < columns; column++) {
      // The first row is the lowest of the plane, and the last of a picture.
      const score = scores[(rows - 1 - row) * columns + column] ?? middle;
      const lean = Math.max(-1, Math.min(1, (score - middle) / half));
      const [r, g, b] = lean > 0 ? inks.heatReal : inks.heatFake;
      const at = 4 * (row * columns + column);
      image.data[at] = r;
      image.data[at + 1] = g;
      image.data[at + 2] = b;
      image.data[at + 3] = 255 * inks.heatAlpha * Math.abs(lean) ** 1.2;
    }
  }
  context.putImageData(image, 0, 0);
  images.set(map, { inks, canvas });
  return canvas;
}
