import type { LatentPath, ModeFacts, PointCloud } from "../../src/protocol/pictures.ts";
import type { Extent } from "../numbers/modes.ts";
import { eachPoint, projection, type Projection } from "./scatter.ts";
import { clipToPlate, disc, font, FULL_CIRCLE, rimmedText, type Surface } from "./surface.ts";

export interface ComparedPoints {
  readonly extent: Extent;
  readonly axes: readonly [number, number];
  readonly real: PointCloud | null;
  readonly own: PointCloud | null;
  /** What stands under its own: the baseline's samples; null where none do. */
  readonly base: PointCloud | null;
  /** How its own are drawn over the baseline's, from 0 to 1. */
  readonly opacity: number;
  /** Lines from the baseline's output of a latent to its own. */
  readonly moves: boolean;
  readonly ownInk: string;
  readonly baseInk: string;
  readonly modes: ModeFacts | null;
  /** Outputs near the picked latent, and its row. */
  readonly nearby: PointCloud | null;
  readonly picked: number;
  readonly path: LatentPath | null;
}

/** So many first probes have a circle: they are told apart, and picked. */
export const CIRCLED = 64;

function dots(
  surface: Surface,
  cloud: PointCloud,
  scene: ComparedPoints,
  to: Projection,
  radius: number,
): void {
  const { context } = surface;
  context.beginPath();
  eachPoint(cloud, scene, to, surface, (x, y) => {
    context.moveTo(x + radius, y);
    context.arc(x, y, radius, 0, FULL_CIRCLE);
  });
  context.fill();
}

/** Where a row of samples stands; null outside of what can be drawn. */
export function placeOf(
  cloud: PointCloud,
  row: number,
  { axes, extent }: Pick<ComparedPoints, "axes" | "extent">,
  to: Projection,
): readonly [number, number] | null {
  const one = {
    rows: 1,
    dims: cloud.dims,
    data: cloud.data.subarray(row * cloud.dims, (row + 1) * cloud.dims),
  };
  const [x, y] = [one.data[axes[0]], axes[1] < cloud.dims ? one.data[axes[1]] : extent.centerY];
  return x === undefined || y === undefined || !Number.isFinite(x + y) ? null : [to.x(x), to.y(y)];
}

function drawMoves(surface: Surface, scene: ComparedPoints, to: Projection): void {
  const { own, base } = scene;
  if (own === null || base === null) return;
  const { context } = surface;
  context.beginPath();
  for (let row = 0; row < Math.min(own.rows, base.rows); row++) {
    const [a, b] = [placeOf(base, row, scene, to), placeOf(own, row, scene, to)];
    if (a === null || b === null) continue;
    context.moveTo(a[0], a[1]);
    context.lineTo(b[0], b[1]);
  }
  context.strokeStyle = scene.ownInk;
  context.globalAlpha = 0.22;
  context.lineWidth = 1;
  context.stroke();
  context.globalAlpha = 1;
}

function drawNumbers(
  { context, inks }: Surface,
  scene: ComparedPoints,
  modes: ModeFacts,
  to: Projection,
): void {
  if (modes.count > 40) return;
  const dims = modes.centers.length / Math.max(1, modes.count);
  const { centerX, centerY } = scene.extent;
  context.font = font(inks, 11, 600);
  for (let mode = 0; mode < modes.count; mode++) {
    const x = modes.centers[mode * dims + scene.axes[0]] ?? 0;
    const y = modes.centers[mode * dims + scene.axes[1]] ?? centerY;
    const length = Math.hypot(x - centerX, y - centerY);
    const [dx, dy] = length > 1e-9 ? [(x - centerX) / length, -(y - centerY) / length] : [0, -1];
    const away = 3 * (modes.std[mode] ?? 0) * to.scale + 16;
    const at = [to.x(x) + dx * away, to.y(y) + dy * away] as const;
    rimmedText(context, String(mode + 1), ...at, { fill: inks.foreground, rim: inks.plate });
  }
}

/** One column's points: real ones, the baseline's, its own, the picked latent with its neighbourhood, the path. */
export function drawComparedPoints(surface: Surface, scene: ComparedPoints): void {
  const { context, width, height, inks } = surface;
  const { real, own, base, nearby, path } = scene;
  const to = projection(scene.extent, width, height);
  context.save();
  clipToPlate(surface, 3);
  if (real !== null) {
    context.fillStyle = inks.real;
    context.globalAlpha = 0.55;
    dots(surface, real, scene, to, 0.8);
  }
  if (base !== null) {
    context.fillStyle = scene.baseInk;
    context.globalAlpha = 0.75;
    dots(surface, base, scene, to, 1.35);
  }
  context.globalAlpha = 1;
  if (scene.moves) drawMoves(surface, scene, to);
  if (own !== null) {
    context.fillStyle = scene.ownInk;
    context.globalAlpha = 0.85 * scene.opacity;
    dots(surface, own, scene, to, 1.35);
    context.globalAlpha = 0.5;
    context.strokeStyle = inks.foreground;
    context.lineWidth = 1;
    for (let row = 0; row < Math.min(CIRCLED, own.rows); row++) {
      const at = placeOf(own, row, scene, to);
      if (at === null) continue;
      disc(context, ...at, 3.5);
      context.stroke();
    }
  }
  context.globalAlpha = 1;
  if (scene.modes !== null) drawNumbers(surface, scene, scene.modes, to);
  if (path !== null) {
    context.beginPath();
    for (let row = 0; row < path.samples.rows; row++) {
      const at = placeOf(path.samples, row, scene, to);
      if (at !== null) context.lineTo(...at);
    }
    context.lineWidth = 1.5;
    context.strokeStyle = inks.foreground;
    context.stroke();
  }
  if (nearby !== null) {
    context.fillStyle = inks.pairing;
    context.globalAlpha = 0.7;
    dots(surface, nearby, scene, to, 1);
    context.globalAlpha = 1;
  }
  const picked = own === null ? null : placeOf(own, scene.picked, scene, to);
  if (picked !== null) {
    disc(context, ...picked, 7);
    context.lineWidth = 4;
    context.strokeStyle = inks.plate;
    context.stroke();
    context.lineWidth = 2;
    context.strokeStyle = inks.foreground;
    context.stroke();
  }
  context.restore();
}
