import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { test } from "node:test";
import { splitRows } from "./epochs.ts";
import { openDataset } from "./open-dataset.ts";
import { toUnits, type RealImages } from "./real-images.ts";
import { shippedDigits } from "./shipped-digits.ts";

const kinds = ["digits", "stacked-digits"] as const;
const sum = (values: ArrayLike<number>) => Array.from(values).reduce((a, b) => a + b, 0);

function imagesOf({ images }: { readonly images: RealImages | null }): RealImages {
  assert.ok(images);
  return images;
}

async function batchOf(
  kind: (typeof kinds)[number],
  seed: number,
  draw: number,
  rows: number,
): Promise<Float32Array> {
  const dataset = await openDataset({ kind });
  const out = new Float32Array(rows * dataset.sampleShape.reduce((a, b) => a * b, 1));
  dataset.batch(seed, draw, rows, out, 0);
  return out;
}

test("bytes become -1 to 1", () => {
  const out = new Float32Array(4).fill(9);
  toUnits(Uint8Array.of(0, 255, 51), out, 1);
  assert.deepEqual([...out], [9, -1, 1, Math.fround(-0.6)]);
});

test("the shipped digits are MNIST's test images", () => {
  const { table, labels } = shippedDigits();
  assert.deepEqual([table.count, table.height, table.width, table.channels], [10_000, 28, 28, 1]);
  assert.deepEqual([...labels.of.subarray(0, 10)], [7, 2, 1, 0, 4, 1, 4, 9, 5, 9]);
  // The mean and deviation of the test images; the training images' well-known ones are 0.1307 and 0.3081.
  const mean = sum(table.pixels) / table.pixels.length / 255;
  assert.ok(Math.abs(mean - 0.1325) < 1e-4);
});

for (const kind of kinds) {
  test(`${kind}: batches are a pure function of seed, draw and rows, from -1 to 1`, async () => {
    const batch = await batchOf(kind, 3, 7, 16);
    assert.deepEqual(await batchOf(kind, 3, 7, 16), batch);
    assert.notDeepEqual(await batchOf(kind, 4, 7, 16), batch);
    assert.notDeepEqual(await batchOf(kind, 3, 8, 16), batch);
    assert.ok(batch.every(value => value >= -1 && value <= 1));
    assert.ok(batch.includes(-1) && batch.includes(1));
  });

  test(`${kind}: a batch is written at its offset and nowhere else`, async () => {
    const dataset = await openDataset({ kind });
    const size = dataset.sampleShape.reduce((a, b) => a * b, 1);
    const out = new Float32Array(4 * size).fill(9);
    dataset.batch(1, 2, 2, out, size);
    assert.deepEqual(out.subarray(size, 3 * size), await batchOf(kind, 1, 2, 2));
    assert.ok(out.subarray(0, size).every(value => value === 9));
    assert.ok(out.subarray(3 * size).every(value => value === 9));
  });

  test(`${kind}: held-out samples are the held-out pictures, and more start with fewer`, async () => {
    const dataset = await openDataset({ kind });
    const { heldOut } = imagesOf(dataset);
    const samples = dataset.heldOut(50);
    assert.deepEqual(dataset.heldOut(20), samples.subarray(0, (20 * samples.length) / 50));
    const expected = new Float32Array(samples.length);
    toUnits(heldOut.read(0, 50), expected);
    assert.deepEqual(samples, expected);
    const size = samples.length / 50;
    assert.deepEqual(heldOut.read(7, 3), heldOut.read(0, 50).subarray(7 * size, 10 * size));
    assert.equal(heldOut.read(heldOut.count - 2, 5).length, 2 * size);
    assert.equal(heldOut.read(heldOut.count + 2, 5).length, 0);
  });

  test(`${kind}: held-out labels come in the shares of the classes`, async () => {
    const { classes, images } = await openDataset({ kind });
    assert.ok(classes && images?.heldOut.labelOf);
    assert.ok(Math.abs(sum(classes.weights) - 1) < 1e-12);
    assert.equal(classes.weights.length, classes.count);
    const firsts = new Float64Array(10);
    const n = 2000;
    for (let i = 0; i < n; i++) {
      const first = Number(classes.nameOf(images.heldOut.labelOf(i)).charAt(0));
      firsts[first] = (firsts[first] ?? 0) + 1 / n;
    }
    firsts.forEach((share, digit) => {
      const expected = classes.weights.filter((_, k) => classes.nameOf(k).startsWith(String(digit)));
      assert.ok(Math.abs(share - sum(expected)) < 0.03, `${digit}: ${share}`);
    });
  });
}

test("digits: an epoch shows each training picture once, and none that is held out", async () => {
  const { count, pixels } = shippedDigits().table;
  const { training, heldOut } = imagesOf(await openDataset({ kind: "digits" }));
  assert.deepEqual([training.count, heldOut.count], [8000, 2000]);
  const key = (bytes: Uint8Array) => Buffer.from(bytes).toString("latin1");
  const all = training.read(0, 8000);
  const trained = new Set(Array.from({ length: 8000 }, (_, i) => key(all.subarray(i * 784, (i + 1) * 784))));
  const epoch = await batchOf("digits", 5, 0, 8000);
  const bytes = Uint8Array.from(epoch, value => Math.round((value + 1) * 127.5));
  const seen = new Set(Array.from({ length: 8000 }, (_, i) => key(bytes.subarray(i * 784, (i + 1) * 784))));
  assert.deepEqual(seen, trained);
  const split = splitRows(count);
  assert.equal(new Set([...split.training, ...split.heldOut]).size, count);
  const [first = 0] = split.heldOut;
  assert.deepEqual(heldOut.read(0, 1), Uint8Array.from(pixels.subarray(first * 784, (first + 1) * 784)));
});

test("stacked digits: each channel is a digit of its part, and the label is read from them", async () => {
  const { images } = await openDataset({ kind: "stacked-digits" });
  assert.ok(images?.heldOut.labelOf);
  const { table, labels } = shippedDigits();
  const key = (bytes: Uint8Array) => Buffer.from(bytes).toString("latin1");
  const labelOf = new Map(
    Array.from(splitRows(table.count).heldOut, row => [
      key(table.pixels.subarray(row * 784, (row + 1) * 784)),
      labels.of[row],
    ]),
  );
  const stacks = images.heldOut.read(0, 20);
  for (let i = 0; i < 20; i++) {
    const digits = [0, 1, 2].map(channel =>
      labelOf.get(key(Uint8Array.from({ length: 784 }, (_, p) => stacks[(i * 784 + p) * 3 + channel] ?? 0))),
    );
    assert.equal(digits.join(""), String(images.heldOut.labelOf(i)).padStart(3, "0"));
  }
});

test("stacked digits: a larger batch starts with the smaller one", async () => {
  assert.deepEqual(
    (await batchOf("stacked-digits", 2, 5, 9)).subarray(0, 4 * 2352),
    await batchOf("stacked-digits", 2, 5, 4),
  );
});

test("the first pictures never change", async () => {
  const digest = (values: Uint8Array | Float32Array) =>
    createHash("sha256")
      .update(new Uint8Array(values.buffer, values.byteOffset, values.byteLength))
      .digest("hex")
      .slice(0, 16);
  const found: string[] = [];
  for (const kind of kinds) {
    const { heldOut } = imagesOf(await openDataset({ kind }));
    found.push(digest(await batchOf(kind, 1, 3, 8)), digest(heldOut.read(0, 8)));
  }
  assert.deepEqual(found, ["ed19ab9645455d5c", "30b075b1965b96b4", "4da193974439447d", "48de0d22eeebc92a"]);
});
