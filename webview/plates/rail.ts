import { formatStep } from "../numbers/format.ts";
import type { InkName } from "./inks.ts";
import { font, verticalLine, type Surface } from "./surface.ts";

/** Half the step slider's thumb. */
export const RAIL_INSET = 6;

export interface RailScene {
  /** The steps of the whole run, the newest one, and the shown one. */
  readonly total: number;
  readonly newest: number;
  readonly shown: number;
  readonly checkpoints: readonly number[];
  readonly marks: readonly { readonly step: number; readonly label: string; readonly quiet: boolean }[];
  readonly end: { readonly word: string; readonly ink: InkName };
}

const MIDDLE = 18;
/** Checkpoints nearer to each other than this are one tick. */
const LEAST_TICK_GAP = 4;

/** The run from its first to its last step: what is done, what happened, where it is. */
export function drawRail({ context, width, height, inks }: Surface, scene: RailScene): void {
  const total = Math.max(1, scene.total, scene.newest);
  const x = (step: number) => RAIL_INSET + ((width - 2 * RAIL_INSET) * step) / total;
  const bar = (to: number, thick: number, colour: string) => {
    context.fillStyle = colour;
    context.fillRect(x(0), MIDDLE - thick / 2, x(to) - x(0), thick);
  };
  bar(total, 2, inks.axis);
  bar(scene.newest, 2, inks.quiet);
  bar(scene.shown, 3, inks.foreground);
  context.fillStyle = inks.quiet;
  let last = -Infinity;
  for (const step of scene.checkpoints) {
    if (x(step) - last < LEAST_TICK_GAP) continue;
    last = x(step);
    context.fillRect(last - 1, MIDDLE - 6, 2, 12);
  }
  context.font = font(inks, 11);
  context.textBaseline = "middle";
  const totalText = formatStep(total);
  const totalWidth = context.measureText(totalText).width;
  const endWidth =
    scene.end.word === "" || scene.newest >= total ? 0 : context.measureText(scene.end.word).width;
  const endX = Math.max(Math.min(x(scene.newest), width - totalWidth - 8 - endWidth / 2), endWidth / 2);
  if (endWidth > 0) {
    context.fillStyle = inks[scene.end.ink];
    context.textAlign = "center";
    context.fillText(scene.end.word, endX, 7);
  }
  context.fillStyle = inks.quiet;
  context.textAlign = "right";
  context.fillText(totalText, width, 7);
  context.font = font(inks, 11, 500);
  context.textAlign = "left";
  let free = 0;
  for (const { step, label, quiet } of scene.marks) {
    context.strokeStyle = quiet ? inks.quiet : inks.pairing;
    context.lineWidth = 1.5;
    verticalLine(context, x(step), quiet ? 10 : 2, height - 1);
    const left = x(step) + 5;
    const right = left + context.measureText(label).width;
    const covers = endWidth > 0 && right > endX - endWidth / 2 - 6 && left < endX + endWidth / 2 + 6;
    if (quiet || left < free || covers || right > width - totalWidth - 8) continue;
    context.fillStyle = inks.pairing;
    context.fillText(label, left, 7);
    free = right + 8;
  }
}
