import { formatStep } from "../numbers/format.ts";
import { placeWords } from "../numbers/place-words.ts";
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
/** The line of the words, and where marks begin that would cross one. */
const WORDS = 7;
const BELOW_WORDS = 13;
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
  const endWord = scene.newest >= total ? "" : scene.end.word;
  const endWidth = context.measureText(endWord).width;
  const newest = x(scene.newest);
  const beside = { from: 0, to: width - totalWidth - 8 };
  const middle = Math.max(Math.min(newest - endWidth / 2, beside.to - endWidth), 0);
  const end = { from: middle, to: middle + endWidth };
  if (endWord !== "") {
    context.fillStyle = inks[scene.end.ink];
    context.textAlign = "left";
    context.fillText(endWord, end.from, WORDS);
  }
  context.fillStyle = inks.quiet;
  context.textAlign = "right";
  context.fillText(totalText, width, WORDS);
  context.font = font(inks, 11, 500);
  context.textAlign = "left";
  const spoken = scene.marks
    .filter(({ quiet }) => !quiet)
    .map(({ step, label }) => {
      const wide = context.measureText(label).width;
      return { label, width: wide, wishes: [x(step) + 5, x(step) - 5 - wide] };
    });
  const lines = scene.marks
    .filter(({ quiet }) => !quiet)
    .map(({ step }) => ({ from: x(step) - 1, to: x(step) + 1 }));
  const places = placeWords(spoken, endWord === "" ? lines : [...lines, end], beside);
  context.fillStyle = inks.pairing;
  places.forEach((left, i) => {
    if (left !== null) context.fillText(spoken[i]?.label ?? "", left, WORDS);
  });
  context.lineWidth = 1.5;
  for (const { step, quiet } of scene.marks) {
    context.strokeStyle = quiet ? inks.quiet : inks.pairing;
    const isUnderEnd = endWord !== "" && x(step) > end.from - 3 && x(step) < end.to + 3;
    verticalLine(context, x(step), quiet || isUnderEnd || x(step) > beside.to ? BELOW_WORDS : 2, height - 1);
  }
}
