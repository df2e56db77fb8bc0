import type {
  ClassShares,
  ImageMap,
  ImagePath,
  ImageStack,
  NearestReal,
  Neighbourhood,
  RealImages,
} from "../../src/protocol/image-views.ts";
import { uniform } from "../support/uniform.ts";
import { normal, PAIRED_AT } from "./synthetic-run.ts";

/**
 * Digits of seven strokes and a generator written down instead of trained: it begins as noise, draws four of the ten
 * digits, and once pairing was turned on at step 3,000 it draws them all, with a slant and a weight of each latent's own.
 */

export const LATENT_SIZE = 16;
const PROBES = 96;
const SIDE = 28;
const PIXELS = SIDE * SIDE;
const CLASSES = 10;

type Stroke = readonly [x0: number, y0: number, x1: number, y1: number];
const [top, upperLeft, upperRight, middle, lowerLeft, lowerRight, bottom] = [
  [-5, -8, 5, -8],
  [-5, -8, -5, 0],
  [5, -8, 5, 0],
  [-5, 0, 5, 0],
  [-5, 0, -5, 8],
  [5, 0, 5, 8],
  [-5, 8, 5, 8],
] as const satisfies readonly Stroke[];

const strokes: readonly (readonly Stroke[])[] = [
  [top, upperLeft, upperRight, lowerLeft, lowerRight, bottom],
  [upperRight, lowerRight],
  [top, upperRight, middle, lowerLeft, bottom],
  [top, upperRight, middle, lowerRight, bottom],
  [upperLeft, upperRight, middle, lowerRight],
  [top, upperLeft, middle, lowerRight, bottom],
  [top, upperLeft, middle, lowerLeft, lowerRight, bottom],
  [top, upperRight, lowerRight],
  [top, upperLeft, upperRight, middle, lowerLeft, lowerRight, bottom],
  [top, upperLeft, upperRight, middle, lowerRight, bottom],
];

/** How many digits the generator draws at a step. */
const drawnAt = (step: number): number =>
  step < PAIRED_AT ? 4 : Math.min(CLASSES, 4 + Math.floor((step - PAIRED_AT) / 400));

function classOf(step: number, z: ArrayLike<number>): number {
  let best = 0;
  for (let k = 1; k < drawnAt(step); k++) if ((z[k] ?? 0) > (z[best] ?? 0)) best = k;
  return best;
}

function distanceTo([x0, y0, x1, y1]: Stroke, x: number, y: number): number {
  const [dx, dy] = [x1 - x0, y1 - y0];
  const along = Math.max(0, Math.min(1, ((x - x0) * dx + (y - y0) * dy) / (dx * dx + dy * dy)));
  return Math.hypot(x - x0 - along * dx, y - y0 - along * dy);
}

/** Writes the image of one latent at a step; without noise where `clean`. */
function draw(pixels: Uint8Array, at: number, step: number, z: ArrayLike<number>): void {
  const lines = strokes[classOf(step, z)] ?? [];
  const style = step < PAIRED_AT ? 0.25 : 1;
  const thick = 1.7 + 0.8 * style * Math.tanh(z[10] ?? 0);
  const slant = 0.25 * style * Math.tanh(z[11] ?? 0);
  const size = 1 + 0.18 * style * Math.tanh(z[12] ?? 0);
  const noise = 150 * Math.exp(-step / 700) + 6;
  const random = uniform(Math.round(1e6 * Math.abs(z[0] ?? 0)) + step);
  for (let row = 0; row < SIDE; row++) {
    for (let column = 0; column < SIDE; column++) {
      const y = (row - 13.5) / size;
      const x = (column - 13.5) / size + slant * y;
      const away = lines.reduce((least, line) => Math.min(least, distanceTo(line, x, y)), Infinity);
      const ink = 255 * Math.max(0, Math.min(1, thick - away + 0.5));
      pixels[at + row * SIDE + column] = Math.max(0, Math.min(255, ink + noise * (random() - 0.5)));
    }
  }
}

const stack = (count: number, pixels: Uint8Array): ImageStack => ({
  count,
  height: SIDE,
  width: SIDE,
  channels: 1,
  pixels,
});

const probes: Float32Array = (() => {
  const next = normal(20260422);
  return Float32Array.from({ length: PROBES * LATENT_SIZE }, next);
})();

const probeAt = (index: number) => probes.slice(index * LATENT_SIZE, (index + 1) * LATENT_SIZE);

function imagesOf(step: number, latents: Float32Array): ImageStack {
  const count = latents.length / LATENT_SIZE;
  const pixels = new Uint8Array(count * PIXELS);
  for (let row = 0; row < count; row++)
    draw(pixels, row * PIXELS, step, latents.subarray(row * LATENT_SIZE, (row + 1) * LATENT_SIZE));
  return stack(count, pixels);
}

function classesOf(step: number, latents: Float32Array): Uint16Array<ArrayBuffer> {
  return Uint16Array.from({ length: latents.length / LATENT_SIZE }, (_, row) =>
    classOf(step, latents.subarray(row * LATENT_SIZE, (row + 1) * LATENT_SIZE)),
  );
}

function distance({ pixels }: ImageStack, row: number, other: number): number {
  let square = 0;
  for (let i = 0; i < PIXELS; i++)
    square += ((pixels[row * PIXELS + i] ?? 0) - (pixels[other * PIXELS + i] ?? 0)) ** 2;
  return Math.sqrt(square / PIXELS) / 255;
}

export const sampleImages = (step: number): ImageStack => imagesOf(step, probes);

export function realImages(count: number): RealImages {
  const next = normal(9);
  const latents = Float32Array.from({ length: count * LATENT_SIZE }, next);
  const classNames = Array.from({ length: CLASSES }, (_, k) => String(k));
  return { images: imagesOf(100_000, latents), classNames };
}

export function imagePathAt(
  step: number,
  { from, to, count, path }: { from: number; to: number; count: number; path: "slerp" | "lerp" },
): ImagePath {
  const [a, b] = [probeAt(from), probeAt(to)];
  const t = Float64Array.from({ length: count }, (_, i) => i / (count - 1));
  const latents = new Float32Array(count * LATENT_SIZE);
  t.forEach((at, row) => {
    const angle = (Math.PI / 2) * at;
    const [toA, toB] = path === "lerp" ? [1 - at, at] : [Math.cos(angle), Math.sin(angle)];
    latents.set(
      a.map((value, d) => toA * value + toB * (b[d] ?? 0)),
      row * LATENT_SIZE,
    );
  });
  const images = imagesOf(step, latents);
  const distances = Float32Array.from({ length: count - 1 }, (_, i) => distance(images, i, i + 1));
  return { step, from, to, path, t, latents, images, distances, classes: classesOf(step, latents) };
}

const dot = (a: Float32Array, b: Float32Array) => a.reduce((sum, value, i) => sum + value * (b[i] ?? 0), 0);

function unit(v: Float32Array, to?: Float32Array): Float32Array {
  const along = to === undefined ? 0 : dot(v, to);
  const rest = v.map((value, i) => value - along * (to?.[i] ?? 0));
  const length = Math.sqrt(dot(rest, rest)) || 1;
  return rest.map(value => value / length);
}

export function imageMapAt(
  step: number,
  choice: { from: number; to: number; third: number; columns: number; rows: number; images: boolean },
): ImageMap {
  const { columns, rows } = choice;
  const corners = [choice.from, choice.to, choice.third].map(probeAt);
  const [a = probeAt(0), b = a, c = a] = corners;
  const minus = (p: Float32Array, q: Float32Array) => p.map((value, i) => value - (q[i] ?? 0));
  const axisX = unit(minus(b, a));
  const axisY = unit(minus(c, a), axisX);
  const origin = a.map(
    (value, i) => value - dot(a, axisX) * (axisX[i] ?? 0) - dot(a, axisY) * (axisY[i] ?? 0),
  );
  const places = corners.flatMap(corner => {
    const away = minus(corner, origin);
    return [dot(away, axisX), dot(away, axisY)];
  });
  const extent = 1.3 * Math.max(...places.map(Math.abs), 1);
  const latents = new Float32Array(columns * rows * LATENT_SIZE);
  for (let cell = 0; cell < columns * rows; cell++) {
    const x = ((2 * ((cell % columns) + 0.5)) / columns - 1) * extent;
    const y = ((2 * (Math.floor(cell / columns) + 0.5)) / rows - 1) * extent;
    latents.set(
      origin.map((value, d) => value + x * (axisX[d] ?? 0) + y * (axisY[d] ?? 0)),
      cell * LATENT_SIZE,
    );
  }
  const images = imagesOf(step, latents);
  const stretch = Float32Array.from({ length: columns * rows }, (_, cell) => {
    const beside = cell % columns < columns - 1 ? cell + 1 : cell - 1;
    const above = cell < columns * (rows - 1) ? cell + columns : cell - columns;
    const apart = (2 * extent) / columns;
    return Math.hypot(distance(images, cell, beside), distance(images, cell, above)) / apart;
  });
  return {
    step,
    columns,
    rows,
    extent,
    origin,
    axisX,
    axisY,
    probes: Float32Array.from(places),
    images: choice.images ? images : null,
    stretch,
    classes: classesOf(step, latents),
  };
}

export function neighbourhoodAt(step: number, probe: number, noise: number, count: number): Neighbourhood {
  const latent = probeAt(probe);
  const next = normal(probe + 1);
  const latents = new Float32Array((1 + count) * LATENT_SIZE);
  for (let row = 0; row <= count; row++)
    latents.set(
      latent.map(value => value + (row === 0 ? 0 : noise * next())),
      row * LATENT_SIZE,
    );
  const images = imagesOf(step, latents);
  return {
    step,
    probe,
    noise,
    images,
    distances: Float32Array.from({ length: count }, (_, i) => distance(images, 0, 1 + i)),
  };
}

export function nearestAt(step: number, probe: number, count: number): NearestReal {
  const latent = probeAt(probe);
  const latents = new Float32Array(count * LATENT_SIZE);
  for (let row = 0; row < count; row++)
    latents.set(
      latent.map((value, d) => value + (d < CLASSES ? 0 : 0.3 * (row + 1))),
      row * LATENT_SIZE,
    );
  const images = imagesOf(Math.max(step, PAIRED_AT), latents);
  const distances = Float32Array.from({ length: count }, (_, row) => 0.12 + 0.03 * row);
  return { step, probe, images, distances, searched: 9000 };
}

export function classSharesAt(step: number): ClassShares {
  const next = normal(77);
  const samples = 1000;
  const classes = classesOf(
    step,
    Float32Array.from(
      { length: samples * LATENT_SIZE },
      (_, i) => next() * (i % LATENT_SIZE === 5 ? 1.6 : 1),
    ),
  );
  const shares = new Float64Array(CLASSES);
  for (const label of classes) shares[label] = (shares[label] ?? 0) + 1 / samples;
  return { step, samples, shares, real: new Float64Array(CLASSES).fill(1 / CLASSES), unsure: null };
}
