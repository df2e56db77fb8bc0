import { FormatError } from "./format-error.ts";

/**
 * Number of elements of a shape whose sizes come from a file. Throws FormatError for sizes that are not natural
 * numbers, and where the product of those that are not 0 is above 2^53 - 1 (so that [0, huge] is refused too).
 */
export function elementCount(shape: readonly number[]): number {
  let product = 1;
  for (const size of shape) {
    if (!Number.isSafeInteger(size) || size < 0)
      throw new FormatError(`${size} is not the size of a dimension`);
    product *= Math.max(1, size);
    if (!Number.isSafeInteger(product)) throw new FormatError(`the shape [${shape.join(", ")}] is too large`);
  }
  return shape.includes(0) ? 0 : product;
}
