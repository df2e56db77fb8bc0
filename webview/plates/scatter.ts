import type {
  ClassFacts,
  LatentPath,
  ModeFacts,
  PointCloud,
  ScoreMap,
} from "../../src/protocol/dashboard.ts";
import { niceTicks, tickLabel } from "../numbers/axis.ts";
import { extentOf, type Extent } from "../numbers/modes.ts";
import { rowsOfPart } from "../numbers/parts.ts";
import { scoreImage } from "./score-image.ts";
import {
  clipToPlate,
  crisp,
  disc,
  fitted,
  font,
  FULL_CIRCLE,
  rimmedText,
  verticalLine,
  type Surface,
} from "./surface.ts";

export interface ScatterScene {
  readonly extent: Extent;
  /** Which two dimensions are shown. */
  readonly axes: readonly [number, number];
  readonly real: PointCloud | null;
  readonly samples: PointCloud | null;
  readonly map: ScoreMap | null;
  readonly modes: ModeFacts | null;
  /** Classes whose names stand where their real samples are. */
  readonly classes: ClassFacts | null;
}

/** From the data's units to pixels. */
export interface Projection {
  readonly x: (value: number) => number;
  readonly y: (value: number) => number;
  /** Pixels a unit. */
  readonly scale: number;
}

export function projection({ centerX, centerY, half }: Extent, width: number, height: number): Projection {
  const scale = Math.min(width, height) / (2 * half);
  return {
    x: value => width / 2 + (value - centerX) * scale,
    y: value => height / 2 - (value - centerY) * scale,
    scale,
  };
}

/** Data of one dimension are spread upwards by a fixed pattern (the golden ratio's multiples), so that dots part. */
const spreadAt = (row: number, extent: Extent): number =>
  extent.centerY + extent.half * 0.5 * (((row * 0.618034) % 1) - 0.5);

/** Calls `put` with the place of every point that is in the picture. */
export function eachPoint(
  cloud: PointCloud,
  scene: Pick<ScatterScene, "axes" | "extent">,
  to: Projection,
  { width, height }: { readonly width: number; readonly height: number },
  put: (x: number, y: number) => void,
): void {
  const { rows, dims, data } = cloud;
  const [xAxis, yAxis] = scene.axes;
  for (let row = 0; row < rows; row++) {
    const x = to.x(data[row * dims + xAxis] ?? NaN);
    const y = to.y(yAxis < dims ? (data[row * dims + yAxis] ?? NaN) : spreadAt(row, scene.extent));
    if (x > -3 && y > -3 && x < width + 3 && y < height + 3) put(x, y);
  }
}

export function drawReal(surface: Surface, scene: ScatterScene, to: Projection, alpha = 0.9): void {
  const { context, inks } = surface;
  if (scene.real === null) return;
  context.fillStyle = inks.real;
  context.globalAlpha = alpha;
  eachPoint(scene.real, scene, to, surface, (x, y) => {
    context.fillRect(x - 0.65, y - 0.65, 1.3, 1.3);
  });
  context.globalAlpha = 1;
}

export function drawGenerated(surface: Surface, scene: ScatterScene, to: Projection, alpha = 0.8): void {
  const { context, inks } = surface;
  if (scene.samples === null) return;
  context.fillStyle = inks.generated;
  context.globalAlpha = alpha;
  context.beginPath();
  eachPoint(scene.samples, scene, to, surface, (x, y) => {
    context.moveTo(x + 1.35, y);
    context.arc(x, y, 1.35, 0, FULL_CIRCLE);
  });
  context.fill();
  context.globalAlpha = 1;
}

function drawGrid({ context, width, height, inks }: Surface, { extent }: ScatterScene, to: Projection): void {
  const { centerX, centerY, half } = extent;
  context.strokeStyle = inks.grid;
  context.lineWidth = 1;
  context.font = font(inks, 11);
  context.fillStyle = inks.quiet;
  context.textAlign = "center";
  context.textBaseline = "alphabetic";
  for (const value of niceTicks(centerX - half, centerX + half, 3)) {
    const x = to.x(value);
    verticalLine(context, x, 0, height);
    if (x > 16 && x < width - 16) context.fillText(tickLabel(value), x, height - 6);
  }
  for (const value of niceTicks(centerY - half, centerY + half, 3)) {
    context.beginPath();
    context.moveTo(0, crisp(to.y(value)));
    context.lineTo(width, crisp(to.y(value)));
    context.stroke();
  }
}

function drawScores({ context, inks }: Surface, map: ScoreMap, to: Projection): void {
  const { x0, x1, y0, y1 } = map.rectangle;
  context.imageSmoothingEnabled = true;
  context.imageSmoothingQuality = "high";
  context.drawImage(scoreImage(map, inks), to.x(x0), to.y(y1), to.x(x1) - to.x(x0), to.y(y0) - to.y(y1));
}

const MOST_NUMBERED = 40;

function drawModes({ context, inks }: Surface, scene: ScatterScene, modes: ModeFacts, to: Projection): void {
  const dims = modes.centers.length / Math.max(1, modes.count);
  const [xAxis, yAxis] = scene.axes;
  const { centerX, centerY } = scene.extent;
  context.strokeStyle = inks.foreground;
  context.lineWidth = 1;
  for (let mode = 0; mode < modes.count; mode++) {
    const centre = (axis: number, otherwise: number) =>
      axis < dims ? (modes.centers[mode * dims + axis] ?? otherwise) : otherwise;
    const [atX, atY] = [centre(xAxis, 0), centre(yAxis, centerY)];
    const [x, y] = [to.x(atX), to.y(atY)];
    const sigma = (modes.std[mode] ?? 0) * to.scale;
    for (const [radius, alpha] of [
      [3 * sigma + 1, 0.75],
      [sigma, 0.4],
    ] as const) {
      context.globalAlpha = alpha;
      disc(context, x, y, radius);
      context.stroke();
    }
    context.globalAlpha = 1;
    if (modes.count > MOST_NUMBERED) continue;
    // Numbers stand outside their circles, away from the middle of the data.
    const length = Math.hypot(atX - centerX, atY - centerY);
    const [dx, dy] = length > 1e-9 ? [(atX - centerX) / length, -(atY - centerY) / length] : [0, -1];
    const away = 3 * sigma + (modes.count > 12 ? 10 : 22);
    context.font = font(inks, 11, 600);
    rimmedText(context, String(mode + 1), x + dx * away, y + dy * away, {
      fill: inks.foreground,
      rim: inks.plate,
    });
    context.strokeStyle = inks.foreground;
    context.lineWidth = 1;
  }
}

/** Each class's name above its real samples. */
function drawClassNames(
  { context, inks, width }: Surface,
  { real, axes, extent }: Pick<ScatterScene, "axes" | "extent"> & { readonly real: PointCloud },
  { names, of }: ClassFacts,
  to: Projection,
): void {
  if (names.length > MOST_NUMBERED) return;
  context.font = font(inks, 11, 600);
  names.forEach((name, label) => {
    const own = rowsOfPart(real, of, label);
    if (own.rows === 0) return;
    const { centerX, centerY, half } = extentOf(own, ...axes);
    const x = to.x(centerX);
    const y = own.dims > 1 ? to.y(centerY + half) : to.y(extent.centerY + extent.half / 2);
    rimmedText(context, fitted(context, name, width / 3), x, Math.max(y, 10), {
      fill: inks.foreground,
      rim: inks.plate,
    });
  });
}

/** Everything that does not change while someone scrubs. */
export function drawScatter(surface: Surface, scene: ScatterScene): void {
  const { context, width, height } = surface;
  const to = projection(scene.extent, width, height);
  context.save();
  clipToPlate(surface);
  if (scene.map !== null) drawScores(surface, scene.map, to);
  drawGrid(surface, scene, to);
  drawReal(surface, scene, to);
  drawGenerated(surface, scene, to);
  if (scene.modes !== null) drawModes(surface, scene, scene.modes, to);
  if (scene.classes !== null && scene.real !== null)
    drawClassNames(surface, { ...scene, real: scene.real }, scene.classes, to);
  context.restore();
}

/** The sample at position t of a path, between the two that were rendered next to it. */
export function sampleOnPath({ t, samples }: LatentPath, at: number): Float32Array {
  const { dims, data } = samples;
  const last = t.length - 1;
  const index = Math.min(Math.max(0, last - 1), Math.floor(at * last));
  const [before = 0, after = 1] = [t[index], t[index + 1]];
  const share = after > before ? Math.min(1, Math.max(0, (at - before) / (after - before))) : 0;
  return Float32Array.from({ length: dims }, (_, d) => {
    const from = data[index * dims + d] ?? NaN;
    return from + ((data[(index + 1) * dims + d] ?? from) - from) * share;
  });
}

export interface ScatterOverlay {
  readonly path: LatentPath | null;
  readonly t: number;
  /** A place in the data that something else points at. */
  readonly ring: readonly [number, number] | null;
}

/** The interpolation's path with its ends and the scrubbed place. */
export function drawScatterOverlay(
  { context, width, height, inks }: Surface,
  scene: Pick<ScatterScene, "axes" | "extent">,
  { path, t, ring }: ScatterOverlay,
): void {
  const to = projection(scene.extent, width, height);
  const [xAxis, yAxis] = scene.axes;
  const place = (sample: ArrayLike<number>): [number, number] => [
    to.x(sample[xAxis] ?? NaN),
    to.y(sample[yAxis] ?? scene.extent.centerY),
  ];
  if (path !== null) {
    const { dims, data, rows } = path.samples;
    const sample = (row: number) => data.subarray(row * dims, (row + 1) * dims);
    context.lineJoin = "round";
    context.beginPath();
    for (let row = 0; row < rows; row++) context.lineTo(...place(sample(row)));
    context.lineWidth = 4;
    context.strokeStyle = inks.plate;
    context.stroke();
    context.lineWidth = 1.5;
    context.strokeStyle = inks.foreground;
    context.stroke();
    drawEnd({ context, inks }, place(sample(0)), "A");
    drawEnd({ context, inks }, place(sample(rows - 1)), "B");
    disc(context, ...place(sampleOnPath(path, t)), 5);
    context.fillStyle = inks.pairing;
    context.fill();
    context.lineWidth = 2;
    context.strokeStyle = inks.background;
    context.stroke();
  }
  if (ring !== null) {
    disc(context, to.x(ring[0]), to.y(ring[1]), 7);
    context.strokeStyle = inks.foreground;
    context.lineWidth = 1.5;
    context.stroke();
  }
}

function drawEnd(
  { context, inks }: Pick<Surface, "context" | "inks">,
  [x, y]: [number, number],
  letter: string,
) {
  disc(context, x, y, 7);
  context.fillStyle = inks.foreground;
  context.fill();
  context.font = font(inks, 10, 700);
  context.textAlign = "center";
  context.textBaseline = "middle";
  context.fillStyle = inks.background;
  context.fillText(letter, x, y + 0.5);
}
