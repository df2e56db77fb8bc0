import type { ImageStack } from "../../src/protocol/image-views.ts";
import { drawImageOf, sheetOf } from "./image-sheet.ts";
import type { Surface } from "./surface.ts";

/** One image of a stack as large as its plate. */
export function drawOneImage({ context, width, height }: Surface, stack: ImageStack, index: number): void {
  drawImageOf(context, sheetOf(stack), index, 0, 0, Math.min(width, height));
}
