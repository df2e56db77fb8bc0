import type { ReportSamples } from "../../src/protocol/report.ts";
import { drawImageOf, sheetOf } from "../plates/image-sheet.ts";
import { eachPoint, projection } from "../plates/scatter.ts";
import { clipToPlate, disc, type Surface } from "../plates/surface.ts";
import { extentOf } from "../numbers/modes.ts";
import type { Frame } from "./thumbnails.ts";

/** More circles would hide the points. */
const MOST_MODES = 64;

/** The first samples of a run, small: points with the data's modes around them, or a few images. */
export function drawThumbnail(surface: Surface, samples: ReportSamples | null, frame: Frame | null): void {
  const { context, inks, width, height } = surface;
  context.save();
  clipToPlate(surface, 3);
  const { points, images } = samples ?? { points: null, images: null };
  if (points !== null) drawPoints(surface, points, frame);
  if (images !== null) {
    const sheet = sheetOf(images);
    const side = Math.ceil(Math.sqrt(images.count));
    const cell = Math.min(width, height) / Math.max(1, side);
    for (let i = 0; i < images.count; i++)
      drawImageOf(context, sheet, i, (i % side) * cell, Math.floor(i / side) * cell, cell - 1);
  }
  if (inks.highContrast) {
    context.strokeStyle = inks.axis;
    context.strokeRect(0.5, 0.5, width - 1, height - 1);
  }
  context.restore();
}

function drawPoints(
  surface: Surface,
  points: NonNullable<ReportSamples["points"]>,
  frame: Frame | null,
): void {
  const { context, inks, width, height } = surface;
  const extent = frame?.extent ?? extentOf(points, 0, Math.min(1, points.dims - 1));
  const to = projection(extent, width, height);
  const scene = { extent, axes: [0, 1] as const };
  const modes = frame?.modes ?? null;
  if (modes !== null && modes.count <= MOST_MODES) {
    const dims = modes.centers.length / Math.max(1, modes.count);
    context.strokeStyle = inks.real;
    context.lineWidth = 1;
    for (let mode = 0; mode < modes.count; mode++) {
      const radius = Math.max(2.5, 3 * (modes.std[mode] ?? 0) * to.scale);
      const y = dims > 1 ? (modes.centers[mode * dims + 1] ?? 0) : extent.centerY;
      disc(context, to.x(modes.centers[mode * dims] ?? 0), to.y(y), radius);
      context.stroke();
    }
  } else if (frame !== null) {
    context.fillStyle = inks.real;
    eachPoint(frame.real, scene, to, surface, (x, y) => {
      context.fillRect(x - 0.5, y - 0.5, 1, 1);
    });
  }
  context.fillStyle = inks.generated;
  context.globalAlpha = 0.8;
  eachPoint(points, scene, to, surface, (x, y) => {
    context.fillRect(x - 0.7, y - 0.7, 1.4, 1.4);
  });
  context.globalAlpha = 1;
}
