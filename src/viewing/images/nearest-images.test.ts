import assert from "node:assert/strict";
import { test } from "node:test";
import { CallError } from "../../protocol/calls.ts";
import { nearestImages, type ImageSource } from "./nearest-images.ts";

const { signal } = new AbortController();

/** Images of random bytes. */
function source(count: number, shape: readonly [number, number, number]): ImageSource & { all: Uint8Array } {
  const size = shape[0] * shape[1] * shape[2];
  let state = 7;
  const all = Uint8Array.from({ length: count * size }, () => {
    state = (Math.imul(state, 1103515245) + 12345) >>> 0;
    return state >>> 24;
  });
  const read = (from: number, rows: number) => all.slice(from * size, (from + rows) * size);
  return { shape, count, read, all };
}

/** The definition: every distance, sorted. */
function plainly({ all, count }: { all: Uint8Array; count: number }, image: Uint8Array) {
  const size = all.length / count;
  return Array.from({ length: count }, (_, index) => {
    let square = 0;
    for (let i = 0; i < size; i++) square += ((all[index * size + i] ?? 0) - (image[i] ?? 0)) ** 2;
    return { index, distance: Math.sqrt(square / size) / 255 };
  }).sort((a, b) => a.distance - b.distance || a.index - b.index);
}

test("the nearest images are those of the plain definition, in its order", async () => {
  const images = source(300, [9, 7, 3]);
  const image = source(1, [9, 7, 3]).all.map(value => 255 - value);
  const found = await nearestImages(images, image, 5, signal);
  plainly(images, image)
    .slice(0, 5)
    .forEach(({ index, distance }, rank) => {
      assert.ok(Math.abs((found.distances[rank] ?? NaN) - distance) < 1e-6);
      assert.deepEqual(found.pixels.subarray(rank * 189, (rank + 1) * 189), images.read(index, 1));
    });
});

test("an image of the source is found at distance 0, and equal ones in their order", async () => {
  const images = source(50, [4, 4, 1]);
  images.all.copyWithin(16 * 30, 16 * 12, 16 * 13);
  const { distances, pixels } = await nearestImages(images, images.read(30, 1), 2, signal);
  assert.deepEqual([...distances], [0, 0]);
  assert.deepEqual(pixels.subarray(0, 16), images.read(12, 1));
});

test("of stacked channels each is searched for by itself", async () => {
  const images = source(40, [3, 3, 1]);
  const [red, green, blue] = [images.read(4, 1), images.read(17, 1), images.read(29, 1)];
  const stacked = Uint8Array.from(
    { length: 27 },
    (_, i) => [red, green, blue][i % 3]?.[Math.floor(i / 3)] ?? 0,
  );
  const { pixels, distances } = await nearestImages(images, stacked, 1, signal);
  assert.deepEqual(pixels, stacked);
  assert.deepEqual([...distances], [0]);
});

test("fewer images than asked for are all given, and a cancelled search ends", async () => {
  const images = source(3, [2, 2, 1]);
  const { distances } = await nearestImages(images, new Uint8Array(4), 8, signal);
  assert.equal(distances.length, 3);
  await assert.rejects(
    nearestImages(images, new Uint8Array(4), 1, AbortSignal.abort()),
    (error: unknown) => error instanceof CallError && error.code === "cancelled",
  );
});
