import type { InkName } from "../plates/inks.ts";
import { FULL_CIRCLE } from "../plates/surface.ts";

/** How the lines and marks of a series look: told apart by shape and dashes as well as by hue. */
export interface SeriesLook {
  readonly ink: InkName;
  readonly dash: readonly number[];
  readonly mark: "disc" | "square" | "triangle" | "diamond" | "ring";
}

const looks: readonly [SeriesLook, ...SeriesLook[]] = [
  { ink: "generated", dash: [], mark: "disc" },
  { ink: "discriminator", dash: [7, 3], mark: "square" },
  { ink: "coverage", dash: [2, 3], mark: "triangle" },
  { ink: "precision", dash: [9, 3, 2, 3], mark: "diamond" },
  { ink: "density", dash: [4, 2], mark: "ring" },
];

/** Series beyond these share the last look; they are told apart by pointing at them. */
export const lookOf = (series: number): SeriesLook => looks[Math.min(series, looks.length - 1)] ?? looks[0];

/** A mark of a look around a place. */
export function drawMark(
  context: CanvasRenderingContext2D,
  { mark }: SeriesLook,
  x: number,
  y: number,
  radius: number,
): void {
  context.beginPath();
  switch (mark) {
    case "disc":
      context.arc(x, y, radius, 0, FULL_CIRCLE);
      context.fill();
      return;
    case "ring":
      context.arc(x, y, radius, 0, FULL_CIRCLE);
      context.lineWidth = 1.5;
      context.stroke();
      return;
    case "square":
      context.fillRect(x - radius * 0.9, y - radius * 0.9, radius * 1.8, radius * 1.8);
      return;
    case "triangle":
      context.moveTo(x, y - radius * 1.2);
      context.lineTo(x + radius * 1.1, y + radius * 0.9);
      context.lineTo(x - radius * 1.1, y + radius * 0.9);
      context.fill();
      return;
    case "diamond":
      context.moveTo(x, y - radius * 1.3);
      context.lineTo(x + radius * 1.3, y);
      context.lineTo(x, y + radius * 1.3);
      context.lineTo(x - radius * 1.3, y);
      context.fill();
      return;
    default:
      mark satisfies never;
  }
}
