import assert from "node:assert/strict";
import { test } from "node:test";
import { blockPoints, blockSome } from "./blocks.ts";
import { nearestOthers } from "./nearest-other.ts";
import { atOnce } from "./slices.ts";
import { grid } from "../../test/support/made-points.ts";

test("a slice looks through so many numbers and not so many points, which may have thousands of dimensions", () => {
  const [rows, dims] = [256, 2048];
  const data = Float32Array.from({ length: rows * dims }, (_, i) => Math.sin(i));
  let slices = 0;
  for (const sliced = blockPoints({ data, rows, dims }); sliced.next().done !== true;) slices++;
  // Four for all that is packed, and as many for every time that all points are looked through, to halve them.
  assert.ok(slices >= 4 + 4 + 2 * 2 + 4, `${slices}`);
});

test("some rows of points are points of their own, as if there had never been others", () => {
  const all = grid(300, 3, 1, 4);
  const queries = atOnce(blockPoints(grid(100, 3, 2, 4)));
  for (const rows of [Int32Array.of(7), Int32Array.from({ length: 157 }, (_, i) => (i * 31) % 300)]) {
    const some = atOnce(blockSome(atOnce(blockPoints(all)), rows));
    const data = Float64Array.from([...rows].flatMap(row => [...all.data.slice(3 * row, 3 * row + 3)]));
    const apart = atOnce(blockPoints({ data, rows: rows.length, dims: 3 }));
    assert.deepEqual(
      [...some.order].slice(0, rows.length).sort(),
      [...apart.order].slice(0, rows.length).sort(),
    );
    assert.deepEqual(atOnce(nearestOthers(some, queries)), atOnce(nearestOthers(apart, queries)));
  }
});
