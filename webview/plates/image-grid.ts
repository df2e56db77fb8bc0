import type { ImageStack } from "../../src/protocol/image-views.ts";
import { GUTTER, GAP, leftOf, rowsDrawn, topOf, type Grid } from "../numbers/image-grid.ts";
import { drawImageOf, outlineImage, sheetOf, type ImageSheet } from "./image-sheet.ts";
import { font, verticalLine, type Surface } from "./surface.ts";

/** An image with a letter in its corner. */
export interface GridMark {
  readonly index: number;
  readonly letter: string;
}

export interface GridScene {
  readonly grid: Grid;
  readonly generated: ImageStack | null;
  readonly real: ImageStack | null;
  readonly marks: readonly GridMark[];
  readonly picked: number | null;
}

const TAG = 14;

/** Clips to a part of the surface until restore(). */
function within(context: CanvasRenderingContext2D, left: number, width: number, height: number): void {
  context.save();
  context.beginPath();
  context.rect(left, 0, width, height);
  context.clip();
}

/** Draws every image of a sheet that is seen. */
function drawGenerated({ context }: Surface, grid: Grid, sheet: ImageSheet, ratio: number): void {
  const { view, perRow, cell, count } = grid;
  const first = Math.max(0, Math.floor(view.y));
  const last = Math.min(count, (first + rowsDrawn(grid)) * perRow);
  for (let index = first * perRow; index < last; index++) {
    const x = leftOf(grid, index);
    if (x > -cell && x < grid.width) drawImageOf(context, sheet, index, x, topOf(grid, index), cell, ratio);
  }
}

/** Draws real images beside the generated ones, of the same size: in whole columns while the grid is whole. */
function drawReal({ context, width }: Surface, grid: Grid, sheet: ImageSheet, ratio: number): void {
  const left = grid.width + GUTTER;
  const fitting = (width - left + GAP + 1) / grid.pitch;
  const columns = Math.max(1, grid.view.zoom > 1 ? Math.ceil(fitting) : Math.floor(fitting));
  const rows = rowsDrawn(grid);
  for (let index = 0; index < columns * rows; index++) {
    const x = left + (index % columns) * grid.pitch;
    drawImageOf(context, sheet, index, x, Math.floor(index / columns) * grid.pitch, grid.cell, ratio);
  }
}

function drawTag({ context, inks }: Surface, letter: string, x: number, y: number): void {
  context.fillStyle = inks.foreground;
  context.fillRect(x, y, TAG, TAG);
  context.fillStyle = inks.background;
  context.font = font(inks, 10, 700);
  context.textAlign = "center";
  context.textBaseline = "middle";
  context.fillText(letter, x + TAG / 2, y + TAG / 2 + 0.5);
}

function outline({ context }: Surface, grid: Grid, index: number, width: number, colour: string): void {
  const square = { x: leftOf(grid, index), y: topOf(grid, index), side: grid.cell };
  outlineImage(context, { ...square, width, colour });
}

/** Generated images, real ones beside them, and what is chosen among the generated ones. */
export function drawImageGrid(
  surface: Surface,
  scene: GridScene,
  ratio = globalThis.devicePixelRatio || 1,
): void {
  const { grid, generated, real, marks, picked } = scene;
  const { context, width, height, inks } = surface;
  if (generated !== null) {
    within(context, 0, grid.width, height);
    drawGenerated(surface, grid, sheetOf(generated), ratio);
    for (const { index, letter } of marks) {
      outline(surface, grid, index, 2, inks.foreground);
      drawTag(surface, letter, leftOf(grid, index), topOf(grid, index));
    }
    if (picked !== null) outline(surface, grid, picked, 3, inks.generated);
    context.restore();
  }
  if (real !== null && grid.withReal) {
    within(context, grid.width + GUTTER, width - grid.width - GUTTER, height);
    drawReal(surface, grid, sheetOf(real), ratio);
    context.restore();
    // Dark images on black leave no gutter to be seen.
    if (inks.highContrast) {
      context.strokeStyle = inks.axis;
      context.lineWidth = 1;
      verticalLine(context, grid.width + GUTTER / 2, 0, height);
    }
  }
}
