import { zipSync, type Zippable } from "fflate";
import { Encoder } from "modern-gif";
import { drawImageGrid } from "../plates/image-grid.ts";
import type { ScatterScene } from "../plates/scatter.ts";
import type { Page } from "./context.ts";
import { gridSceneOf } from "./images/image-grid.tsx";
import { beginFrame, frameSize, paintFrame, type Frame } from "./samples-picture.ts";
import { sceneOf } from "./scatter.tsx";

export interface FramesWish {
  /** Sampled steps, ascending. */
  readonly steps: readonly number[];
  readonly format: "gif" | "png";
  readonly side: number;
  /** Frames a second. */
  readonly speed: number;
}

/** How long the last frame of an animation stays, in milliseconds. */
const LAST_FRAME_MS = 1500;

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
    ? gif(wish, draw, { context, width, height }, onProgress)
    : pngs(wish, draw, canvas, onProgress);
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

type Draw = (step: number) => Promise<void>;

async function gif(
  { steps, speed }: FramesWish,
  draw: Draw,
  { context, width, height }: { context: OffscreenCanvasRenderingContext2D; width: number; height: number },
  onProgress: (done: number) => void,
): Promise<Uint8Array> {
  const encoder = new Encoder({ width, height, maxColors: 128 });
  for (const [index, step] of steps.entries()) {
    await draw(step);
    const { data } = context.getImageData(0, 0, width, height);
    const delay = index === steps.length - 1 ? LAST_FRAME_MS : 1000 / speed;
    await encoder.encode({ data, delay });
    onProgress(index + 1);
  }
  return new Uint8Array(await encoder.flush("arrayBuffer"));
}

async function pngs(
  { steps }: FramesWish,
  draw: Draw,
  canvas: OffscreenCanvas,
  onProgress: (done: number) => void,
): Promise<Uint8Array> {
  const files: Zippable = {};
  for (const [index, step] of steps.entries()) {
    await draw(step);
    const png = await (await canvas.convertToBlob({ type: "image/png" })).arrayBuffer();
    files[`${String(step).padStart(8, "0")}.png`] = new Uint8Array(png);
    onProgress(index + 1);
  }
  return zipSync(files, { level: 0 });
}
