import assert from "node:assert/strict";
import { test } from "node:test";
import { zipSync } from "fflate";
import { filesOfTest } from "../../test/support/files-of-test.ts";
import { encodeNpy } from "../formats/npy.ts";
import { writeNpyHeader } from "../formats/npy-header.ts";
import { DataError } from "./data-error.ts";
import { openDataset } from "./open-dataset.ts";
import { readingText } from "./reading.ts";

const { write } = filesOfTest();

const open = (bytes: Uint8Array, changes: object = {}) =>
  openDataset({ kind: "npy-images", file: write("images", bytes), array: "", labels: "", ...changes });

/** All pictures in the file's order, by their first value, which ascends. */
function pictures({ images }: Awaited<ReturnType<typeof open>>): number[][] {
  const found: number[][] = [];
  for (const set of [images?.training, images?.heldOut])
    for (let i = 0; i < (set?.count ?? 0); i++) found.push([...(set?.read(i, 1) ?? [])]);
  return found.sort(([a = 0], [b = 0]) => a - b);
}

/** 12 pictures of 2 x 2 pixels in 3 channels, as bytes [n, height, width, channels]. */
const bytes = Uint8Array.from({ length: 12 * 12 }, (_, i) => 20 * Math.floor(i / 12) + (i % 12));
const expected = Array.from({ length: 12 }, (_, i) => [...bytes.subarray(12 * i, 12 * (i + 1))]);
const scaled = (by: number, add = 0) => Float32Array.from(bytes, byte => byte * by + add);

/** numpy.save of an array of unsigned bytes. */
function npyOfBytes(shape: readonly number[], data: Uint8Array): Uint8Array {
  const header = `${writeNpyHeader({ descr: "|u1", fortranOrder: false, shape })}\n`;
  const head = Buffer.alloc(10);
  head.write("\u0093NUMPY\u0001\0", "latin1");
  head.writeUInt16LE(header.length, 8);
  return Buffer.concat([head, Buffer.from(header, "latin1"), data]);
}

test("bytes and numbers of each usual range give the same pictures, and the range is told", async () => {
  const shape = [12, 2, 2, 3];
  for (const [file, told] of [
    [npyOfBytes(shape, bytes), "12 pictures"],
    [encodeNpy({ shape, data: scaled(1) }), "12 pictures; values from 0 to 255"],
    [encodeNpy({ shape, data: scaled(1 / 255) }), "12 pictures; values from 0 to 1"],
    [encodeNpy({ shape, data: scaled(1 / 127.5, -1) }), "12 pictures; values from -1 to 1"],
  ] as const) {
    const dataset = await open(file);
    assert.deepEqual(dataset.sampleShape, [2, 2, 3]);
    assert.deepEqual(pictures(dataset), expected);
    assert.equal(readingText(dataset.reading ?? { taken: "", asides: [] }), told);
  }
});

test("channels may come before the rows, or be left out where there is one", async () => {
  const planes = new Uint8Array(bytes.length);
  for (let i = 0; i < 12; i++)
    for (let c = 0; c < 3; c++)
      for (let at = 0; at < 4; at++) planes[12 * i + 4 * c + at] = bytes[12 * i + 3 * at + c] ?? 0;
  for (const file of [
    npyOfBytes([12, 3, 2, 2], planes),
    encodeNpy({ shape: [12, 3, 2, 2], data: Float32Array.from(planes) }),
  ]) {
    const dataset = await open(file);
    assert.deepEqual(pictures(dataset), expected);
    assert.match(dataset.reading?.asides.join() ?? "", /channels before rows/);
  }
  assert.deepEqual((await open(npyOfBytes([12, 4, 3], bytes))).sampleShape, [4, 3, 1]);
  assert.deepEqual((await open(npyOfBytes([12, 1, 3, 4], bytes))).sampleShape, [3, 4, 1]);
});

test("labels are another array of the same file", async () => {
  const npz = zipSync({
    "x.npy": npyOfBytes([12, 2, 2, 3], bytes),
    "y.npy": encodeNpy({ shape: [12], data: Float64Array.from({ length: 12 }, (_, i) => i % 3) }),
    "z.npy": encodeNpy({ shape: [2], data: new Float64Array(2) }),
  });
  const dataset = await open(npz, { array: "x", labels: "y" });
  assert.equal(dataset.classes?.count, 3);
  assert.equal(
    readingText(dataset.reading ?? { taken: "", asides: [] }),
    "12 pictures of 3 classes (0, 1, 2); 1 other array passed over (z)",
  );
});

test("what is no picture is refused in words", async () => {
  const refused = (file: Uint8Array, why: RegExp, changes: object = {}) =>
    assert.rejects(open(file, changes), (error: unknown) => {
      assert.ok(error instanceof DataError);
      assert.match(error.message, why);
      return true;
    });
  await refused(npyOfBytes([12, 12], bytes), /shape \[12, 12\]; pictures are \[n, height, width\]/);
  await refused(npyOfBytes([6, 2, 4, 3], bytes), /there are 6 images; at least 10 are needed/);
  await refused(
    encodeNpy({ shape: [12, 2, 2, 3], data: scaled(3) }),
    /values from 0.00 to 693; expected 0 to 255/,
  );
  await refused(
    encodeNpy({ shape: [12, 2, 2, 3], data: scaled(1).fill(NaN, 5, 6) }),
    /a picture has the value NaN; every number must be finite/,
  );
  const npz = zipSync({
    "x.npy": npyOfBytes([12, 2, 2, 3], bytes),
    "y.npy": encodeNpy({ shape: [12], data: Float64Array.from({ length: 12 }, (_, i) => i - 1) }),
  });
  await refused(npz, /label 0 \(counted from 0\) is -1; labels are whole numbers from 0 to 999/, {
    array: "x",
    labels: "y",
  });
  await refused(npz, /name one in "array"/);
  await assert.rejects(
    openDataset({
      kind: "npy",
      file: write("points", npyOfBytes([12, 2, 2, 3], bytes)),
      array: "",
      normalize: false,
    }),
    /points are \[n, dims\] or \[n\]; pictures are data of the kind "npy-images"/,
  );
});
