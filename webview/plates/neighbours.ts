import type { ImageStack } from "../../src/protocol/image-views.ts";
import { drawImageOf, sheetOf } from "./image-sheet.ts";
import type { Surface } from "./surface.ts";

const GAP = 4;
const ROWS = 2;

/** The images of a stack after its first one, in two rows. */
export function drawNeighbours({ context, width, height }: Surface, stack: ImageStack): void {
  const columns = Math.max(1, Math.ceil((stack.count - 1) / ROWS));
  const side = Math.min((height - GAP) / ROWS, (width - GAP * (columns - 1)) / columns);
  const sheet = sheetOf(stack);
  for (let index = 1; index < stack.count; index++) {
    const [column, row] = [(index - 1) % columns, Math.floor((index - 1) / columns)];
    drawImageOf(context, sheet, index, column * (side + GAP), row * (side + GAP), side);
  }
}
