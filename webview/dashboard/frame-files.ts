import { zipSync, type Zippable } from "fflate";
import { Encoder } from "modern-gif";

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

/** Draws a step where the picture is taken from. */
type Draw = (step: number) => Promise<void>;

/** An animated GIF of the steps. */
export async function animation(
  { steps, speed }: Pick<FramesWish, "steps" | "speed">,
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

/** A ZIP of PNG pictures, named by their steps. */
export async function archive(
  { steps }: Pick<FramesWish, "steps">,
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
