import assert from "node:assert/strict";
import { test } from "node:test";
import { BLOCK, blockPoints } from "./blocks.ts";

test("a slice looks through so many numbers and not so many points, which may have thousands of dimensions", () => {
  const [rows, dims] = [256, 2048];
  const data = Float32Array.from({ length: rows * dims }, (_, i) => Math.sin(i));
  let slices = 0;
  for (const sliced = blockPoints({ data, rows, dims }); sliced.next().done !== true;) slices++;
  // One for each block that is packed, and four for every time that all points are looked through, to halve them.
  assert.ok(slices >= rows / BLOCK + 4 + 2 * 2 + 4, `${slices}`);
});
