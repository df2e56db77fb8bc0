import assert from "node:assert/strict";
import { decode } from "fast-png";
import { test } from "node:test";
import { FormatError } from "./format-error.ts";
import { encodePng } from "./png.ts";

test("pictures of every number of channels are read again by fast-png, to the same bytes every time", () => {
  for (const channels of [1, 2, 3, 4] as const) {
    const data = Uint8Array.from({ length: 5 * 3 * channels }, (_, i) => (i * 37) % 256);
    const picture = { width: 5, height: 3, channels, data };
    const read = decode(encodePng(picture));
    assert.deepEqual([read.width, read.height, read.channels, read.depth], [5, 3, channels, 8]);
    assert.deepEqual(new Uint8Array(read.data), data);
    assert.deepEqual(encodePng(picture), encodePng(picture));
  }
});

test("an indexed picture keeps its colours", () => {
  const palette = [
    [255, 255, 255],
    [10, 20, 30],
  ] as const;
  const read = decode(encodePng({ width: 2, height: 1, channels: 1, data: new Uint8Array([1, 0]), palette }));
  assert.deepEqual(new Uint8Array(read.data), new Uint8Array([1, 0]));
  assert.deepEqual(read.palette, palette);
});

test("a picture that does not fit its size or palette is refused", () => {
  const data = new Uint8Array(6);
  assert.throws(() => encodePng({ width: 2, height: 2, channels: 3, data }), FormatError);
  assert.throws(() => encodePng({ width: 0, height: 2, channels: 3, data: new Uint8Array() }), FormatError);
  assert.throws(() => encodePng({ width: 1.5, height: 4, channels: 1, data }), FormatError);
  assert.throws(() => encodePng({ width: 6, height: 1, channels: 1, data, palette: [] }), FormatError);
  assert.throws(
    () => encodePng({ width: 2, height: 1, channels: 3, data, palette: [[0, 0, 0]] }),
    FormatError,
  );
});
