import type { LatentMap } from "../../src/protocol/dashboard.ts";
import type { Extent } from "../numbers/modes.ts";
import { WITHIN } from "../numbers/modes.ts";
import type { Parts } from "../numbers/parts.ts";
import { modeHue, modeHues, partHue } from "./hues.ts";
import { hexRgb, type Inks, type Rgb } from "./inks.ts";

export interface Colouring {
  readonly by: "mode" | "position" | "stretch";
  readonly parts: Parts | null;
  readonly extent: Extent;
  readonly axes: readonly [number, number];
}

const mix = (a: Rgb, b: Rgb, share: number): Rgb => [
  a[0] + (b[0] - a[0]) * share,
  a[1] + (b[1] - a[1]) * share,
  a[2] + (b[2] - a[2]) * share,
];

/** Dark and flat to bright, even in lightness. */
export const stretchRamp: readonly Rgb[] = ["#20124d", "#3b4c9b", "#2f8fa8", "#7fcf8f", "#f7f0a0"].map(
  hexRgb,
);

export function onRamp(ramp: readonly Rgb[], share: number): Rgb {
  const place = Math.max(0, Math.min(1, share)) * (ramp.length - 1);
  const index = Math.min(ramp.length - 2, Math.floor(place));
  const low = ramp[index] ?? [0, 0, 0];
  return mix(low, ramp[index + 1] ?? low, place - index);
}

/** Full colour within 3 standard deviations of the mode, fainter the farther outside. */
const faintness = (sigmas: number): number =>
  sigmas < WITHIN ? 1 : Math.max(0.26, Math.min(0.62, 0.62 - 0.096 * Math.log2(sigmas / WITHIN)));

function colourOf(map: LatentMap, cell: number, { by, parts, extent, axes }: Colouring, inks: Inks): Rgb {
  const { samples, mode, sigmas, stretch } = map;
  if (by === "mode" && parts !== null && mode.length > 0) {
    return mix(inks.plateRgb, hexRgb(partHue(parts, mode[cell] ?? 0)), faintness(sigmas[cell] ?? Infinity));
  }
  if (by === "stretch") {
    // Two and a half decades around the data's own size.
    const relative = ((stretch[cell] ?? 0) / extent.half) * 2.8;
    return onRamp(stretchRamp, (Math.log10(relative + 1e-4) + 1.6) / 2.4);
  }
  const at = (axis: number, centre: number) =>
    axis < samples.dims ? (samples.data[cell * samples.dims + axis] ?? centre) - centre : 0;
  const [x, y] = [at(axes[0], extent.centerX), at(axes[1], extent.centerY)];
  const turn = ((Math.atan2(y, x) / (2 * Math.PI) + 1) % 1) * modeHues.length;
  const index = Math.floor(turn);
  const hue = mix(hexRgb(modeHue(index)), hexRgb(modeHue(index + 1)), turn - index);
  return mix(inks.plateRgb, hue, Math.min(1, (Math.hypot(x, y) / extent.half) * 1.3));
}

interface Held {
  readonly key: string;
  readonly inks: Inks;
  readonly canvas: OffscreenCanvas;
}
const images = new WeakMap<LatentMap, Held>();

/** One pixel a cell of the map; its first row is the lowest of the plane. */
export function latentImage(map: LatentMap, colouring: Colouring, inks: Inks): OffscreenCanvas {
  const key = JSON.stringify([colouring.by, colouring.axes, colouring.extent]);
  const held = images.get(map);
  if (held?.key === key && held.inks === inks) return held.canvas;
  const { columns, rows } = map;
  const canvas = new OffscreenCanvas(columns, rows);
  const context = canvas.getContext("2d");
  if (context === null) return canvas;
  const image = context.createImageData(columns, rows);
  for (let row = 0; row < rows; row++) {
    for (let column = 0; column < columns; column++) {
      const [r, g, b] = colourOf(map, (rows - 1 - row) * columns + column, colouring, inks);
      image.data.set([r, g, b, 255], 4 * (row * columns + column));
    }
  }
  context.putImageData(image, 0, 0);
  images.set(map, { key, inks, canvas });
  return canvas;
}
