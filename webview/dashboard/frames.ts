import { drawImageGrid } from "../plates/image-grid.ts";
import type { ScatterScene } from "../plates/scatter.ts";
import type { Page } from "./context.ts";
import type { FramesWish } from "./frame-files.ts";
import { gridSceneOf } from "./images/image-grid.tsx";
import { beginFrame, frameSize, paintFrame, type Frame } from "./samples-picture.ts";
import { sceneOf } from "./scatter.tsx";

/** `count` of the steps, evenly spaced, both ends included. */
export function thinnedSteps(steps: readonly number[], count: number): number[] {
  if (steps.length <= count) return [...steps];
  const at = (i: number) => steps[Math.round((i * (steps.length - 1)) / (count - 1))] ?? 0;
  return Array.from({ length: count }, (_, i) => at(i));
}

/**
 * Draws every step as it would be shown, and gives the file: an animated GIF, or a ZIP of PNG pictures. Stops
 * early when `abort` says so.
 */
export async function exportFrames(
  page: Page,
  wish: FramesWish,
  onProgress: (done: number) => void,
  abort: AbortSignal,
): Promise<Uint8Array> {
  // A tenth of the page's code, which few need: a file of its own (`pageParts` in esbuild.mjs), read when it is asked for.
  const { animation, archive } = await import("./frame-files.ts");
  const { width, height } = frameSize(wish.side);
  const canvas = new OffscreenCanvas(width, height);
  const context = canvas.getContext("2d", { willReadFrequently: true });
  if (context === null) throw new Error("the frames could not be drawn");
  const ofImages = page.model.state.peek()?.run.domain === "images";
  const draw = async (step: number) => {
    abort.throwIfAborted();
    const frame = { page, step, side: wish.side };
    if (ofImages) await paintImages(context, frame, abort);
    else paintFrame(context, { ...frame, scene: await sceneAt(page, step, abort) });
  };
  return wish.format === "gif"
    ? animation(wish, draw, { context, width, height }, onProgress)
    : archive(wish, draw, canvas, onProgress);
}

/** The scatter of another step: its samples, over the score map of its checkpoint where that is shown. */
async function sceneAt(page: Page, step: number, abort: AbortSignal): Promise<ScatterScene> {
  const { model, pictures } = page;
  const base = sceneOf(page);
  const { samples } = await pictures.samples.get(step, abort);
  const checkpoint = model.state.peek()?.checkpoints.findLast(at => at <= step);
  const map =
    base.map === null || checkpoint === undefined
      ? null
      : await pictures.scores.get({ step: checkpoint, extent: base.extent }, abort);
  return { ...base, samples, map };
}

/** The grid of images of another step, as much of it as is shown. */
async function paintImages(
  context: OffscreenCanvasRenderingContext2D,
  frame: Frame,
  abort: AbortSignal,
): Promise<void> {
  const { page, step, side } = frame;
  const { images } = await page.images.samples.get(step, abort);
  const surface = beginFrame(context, frame);
  drawImageGrid(surface, { ...gridSceneOf(page, side), generated: images, marks: [], picked: null }, 1);
}
