import assert from "node:assert/strict";
import { test } from "node:test";
import type { ImageStack } from "../../src/protocol/image-views.ts";
import { differenceOf } from "./picture-difference.ts";

const stack = (channels: 1 | 3, ...pixels: number[]): ImageStack => ({
  count: 1,
  height: 1,
  width: pixels.length / channels,
  channels,
  pixels: Uint8Array.from(pixels),
});

test("equal pixels are black, brighter ones blue, darker ones orange, by the channel that differs most", () => {
  const grey = differenceOf(stack(1, 10, 255, 0), stack(1, 10, 0, 255));
  assert.deepEqual([...(grey?.pixels ?? [])], [0, 0, 0, 69, 191, 255, 240, 154, 62]);
  const coloured = differenceOf(stack(3, 51, 0, 0), stack(3, 0, 0, 20));
  assert.deepEqual([...(coloured?.pixels ?? [])], [13, 38, 51]);
  assert.equal(coloured?.channels, 3);
});

test("pictures of another size have no difference; as many are shown as both have", () => {
  assert.equal(differenceOf(stack(1, 1, 2), stack(1, 1)), null);
  assert.equal(differenceOf(stack(3, 1, 2, 3), stack(1, 1)), null);
  const two = { ...stack(1, 1), count: 2, pixels: Uint8Array.of(1, 2) };
  assert.equal(differenceOf(two, stack(1, 1))?.count, 1);
});

test("the difference of a pair is made once, that to another baseline anew", () => {
  const [own, base] = [stack(1, 5), stack(1, 3)];
  const first = differenceOf(own, base);
  assert.equal(differenceOf(own, base), first);
  assert.notEqual(differenceOf(own, stack(1, 3)), first);
});
