import { formatKnob, formatStep } from "../numbers/format.ts";
import { inks } from "../plates/inks.ts";
import { drawScatter, drawScatterOverlay, type ScatterScene } from "../plates/scatter.ts";
import { font, type Surface } from "../plates/surface.ts";
import type { Page } from "./context.ts";
import { changeHeldAt } from "./knob-history.ts";
import { PAIRING_WEIGHT } from "./knob-names.ts";
import { sceneOf } from "./scatter.tsx";

/** Room above the scatter for the line that says what it is. */
const HEADING = 28;

/** A picture of one step. */
export interface Frame {
  readonly page: Page;
  readonly step: number;
  /** Of the square under the heading, in pixels. */
  readonly side: number;
}

/** Draws the heading (step, pairing weight) and gives the square under it to draw on. */
export function beginFrame(context: OffscreenCanvasRenderingContext2D, { page, step, side }: Frame): Surface {
  const colours = inks.peek();
  context.setTransform(1, 0, 0, 1, 0, 0);
  context.fillStyle = colours.background;
  context.fillRect(0, 0, side, side + HEADING);
  context.font = font(colours, 13, 600);
  context.fillStyle = colours.foreground;
  context.textBaseline = "middle";
  context.textAlign = "left";
  context.fillText(`step ${formatStep(step)}`, 8, HEADING / 2);
  const weight = weightHeldAt(page, step);
  if (weight !== null) {
    context.textAlign = "right";
    context.font = font(colours, 12);
    context.fillStyle = colours.pairing;
    context.fillText(`pairing ${formatKnob(weight)}`, side - 8, HEADING / 2);
  }
  context.translate(0, HEADING);
  // A canvas of the page and one off it draw alike.
  return {
    context: context as unknown as CanvasRenderingContext2D,
    width: side,
    height: side,
    inks: colours,
  };
}

/** Draws a scene of points with a heading. */
export function paintFrame(
  context: OffscreenCanvasRenderingContext2D,
  { scene, ...frame }: Frame & { readonly scene: ScatterScene },
): void {
  const surface = beginFrame(context, frame);
  drawScatter(surface, scene);
  const { page, step } = frame;
  const { model, pictures } = page;
  const path = model.field("layers").peek().path ? pictures.path.value.peek() : null;
  if (path !== null && path.step === pictures.checkpoint.peek() && step === model.shown.peek()) {
    drawScatterOverlay(surface, scene, { path, t: model.field("t").peek(), ring: null });
  }
}

export const frameSize = (side: number) => ({ width: side, height: side + HEADING });

/** The pairing weight that the samples of a step were trained with. */
function weightHeldAt({ model }: Page, step: number): number | null {
  const knob = model.state.peek()?.knobs.find(({ key }) => key === PAIRING_WEIGHT);
  return knob === undefined ? null : (changeHeldAt(knob, step)?.value ?? knob.value);
}

const PICTURE_SIDE = 1024;

/** The scatter as it is shown, as a PNG. */
export async function samplesPng(page: Page, step: number): Promise<Uint8Array> {
  const { width, height } = frameSize(PICTURE_SIDE);
  const canvas = new OffscreenCanvas(width, height);
  const context = canvas.getContext("2d");
  if (context === null) throw new Error("the picture could not be drawn");
  paintFrame(context, { page, scene: sceneOf(page), step, side: PICTURE_SIDE });
  return new Uint8Array(await (await canvas.convertToBlob({ type: "image/png" })).arrayBuffer());
}
