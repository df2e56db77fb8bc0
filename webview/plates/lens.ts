import type { ModeFacts, PointCloud } from "../../src/protocol/dashboard.ts";
import type { Extent } from "../numbers/modes.ts";
import { drawGenerated, drawReal, projection } from "./scatter.ts";
import { clipToPlate, disc, type Surface } from "./surface.ts";

/** A lens shows this many standard deviations around its mode's centre. */
const REACH = 5.5;

export interface LensScene {
  readonly mode: number;
  readonly modes: ModeFacts;
  readonly axes: readonly [number, number];
  readonly real: PointCloud | null;
  readonly samples: PointCloud | null;
}

/** The inside of one mode: real and generated samples, circles at 1 and 3 standard deviations. */
export function drawLens(surface: Surface, { mode, modes, axes, real, samples }: LensScene): void {
  const { context, width, height, inks } = surface;
  const dims = modes.centers.length / Math.max(1, modes.count);
  const std = modes.std[mode] ?? 1;
  const extent = {
    centerX: modes.centers[mode * dims + axes[0]] ?? 0,
    centerY: modes.centers[mode * dims + axes[1]] ?? 0,
    half: REACH * std,
  };
  const scene = { extent, axes, real, samples, map: null, modes: null, classes: null };
  const to = projection(extent, width, height);
  context.save();
  clipToPlate(surface, 3);
  drawReal(surface, scene, to, 0.7);
  drawGenerated(surface, scene, to, 0.9);
  context.strokeStyle = inks.foreground;
  context.lineWidth = 1;
  for (const [sigmas, alpha] of [
    [1, 0.3],
    [3, 0.55],
  ] as const) {
    context.globalAlpha = alpha;
    disc(context, width / 2, height / 2, sigmas * std * to.scale);
    context.stroke();
  }
  context.restore();
}

export interface ClassLensScene {
  readonly extent: Extent;
  readonly axes: readonly [number, number];
  /** Those of the class alone. */
  readonly real: PointCloud | null;
  readonly samples: PointCloud | null;
}

/** The inside of one class, as far as its real samples reach. */
export function drawClassLens(surface: Surface, scene: ClassLensScene): void {
  const { context, width, height } = surface;
  const to = projection(scene.extent, width, height);
  const inside = { ...scene, map: null, modes: null, classes: null };
  context.save();
  clipToPlate(surface, 3);
  drawReal(surface, inside, to, 0.7);
  drawGenerated(surface, inside, to, 0.9);
  context.restore();
}
