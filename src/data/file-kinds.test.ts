import assert from "node:assert/strict";
import { chmodSync, mkdirSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { zipSync } from "fflate";
import type { NpyArray } from "../formats/element-types.ts";
import { encodeNpy } from "../formats/npy.ts";
import { encodeSafetensors } from "../formats/safetensors.ts";
import { DataError } from "./data-error.ts";
import { asNobody } from "../../test/support/as-nobody.ts";
import { filesOfTest } from "../../test/support/files-of-test.ts";
import { openDataset } from "./open-dataset.ts";

const { folder, write } = filesOfTest();

const openNpy = (bytes: Uint8Array) =>
  openDataset({ kind: "npy", file: write("points.npy", bytes), array: "", normalize: false });

test("NPY: points [n, dims] and [n] become datasets", async () => {
  const data = Float64Array.from({ length: 40 }, (_, i) => i);
  assert.deepEqual((await openNpy(encodeNpy({ shape: [20, 2], data }))).sampleShape, [2]);
  const line = await openNpy(encodeNpy({ shape: [40], data }));
  assert.deepEqual(line.sampleShape, [1]);
  assert.equal(line.heldOut(100).length, 8);
});

test("NPZ and safetensors: an array is found by its name, or is the only one", async () => {
  const points = { shape: [20, 2], data: Float64Array.from({ length: 40 }, (_, i) => i) };
  const others = { shape: [12], data: new Float64Array(12) };
  const npz = (arrays: Readonly<Record<string, NpyArray>>) =>
    zipSync(
      Object.fromEntries(Object.entries(arrays).map(([name, array]) => [`${name}.npy`, encodeNpy(array)])),
    );
  const open = (bytes: Uint8Array, array = "") =>
    openDataset({ kind: "npy", file: write("arrays", bytes), array, normalize: false });
  for (const several of [
    npz({ x: points, labels: others }),
    encodeSafetensors(
      new Map([
        ["x", points],
        ["labels", others],
      ]),
      {},
    ),
  ]) {
    const { sampleShape, reading } = await open(several, "x");
    assert.deepEqual(sampleShape, [2]);
    assert.deepEqual(reading, {
      taken: '20 points of 2 dimensions (array "x")',
      asides: ["1 other array passed over (labels)"],
    });
    await assert.rejects(open(several), {
      name: "DataError",
      message: /holds "x", "labels"; name one in "array"$/,
    });
    await assert.rejects(open(several, "y"), /there is no array "y"; the file holds "x", "labels"$/);
  }
  for (const one of [npz({ only: points }), encodeSafetensors(new Map([["only", points]]), {})])
    assert.equal((await open(one)).reading?.taken, '20 points of 2 dimensions (array "only")');
  await assert.rejects(open(encodeNpy(points), "x"), /one array without a name; leave "array" out/);
  await assert.rejects(open(npz({ x: points }).slice(0, -30)), {
    name: "DataError",
    message: /archive cannot be read/,
  });
  await assert.rejects(
    open(zipSync({ "a.txt": new Uint8Array(3) })),
    /this is a workbook or another zip archive/,
  );
});

test("NPY: wrong shapes, too few rows and numbers that cannot be trained on are refused", async () => {
  const zeros = (...shape: number[]) =>
    encodeNpy({ shape, data: new Float64Array(shape.reduce((a, b) => a * b, 1)) });
  await assert.rejects(openNpy(zeros(10, 2, 2)), /shape \[10, 2, 2\]; points are/);
  await assert.rejects(openNpy(zeros()), /shape \[\]/);
  await assert.rejects(openNpy(zeros(9, 2)), /9 rows; at least 10/);
  await assert.rejects(openNpy(zeros(10, 0)), /0 dimensions/);
  await assert.rejects(openNpy(zeros(10, 1025)), /1025 dimensions/);
  await assert.rejects(openNpy(new Uint8Array([1, 2, 3])), { name: "DataError", message: /not an NPY file/ });
  for (const wrong of [NaN, Infinity, -Infinity, 1e39]) {
    const data = new Float64Array(30);
    data[3 * 7 + 2] = wrong;
    await assert.rejects(
      openNpy(encodeNpy({ shape: [10, 3], data })),
      (error: unknown) =>
        error instanceof DataError && error.row === 7 && error.message.includes("row 7, column 2"),
    );
  }
});

test(
  "files that cannot be read are refused with the reason",
  { skip: process.platform === "win32" },
  async () => {
    const open = (name: string) =>
      openDataset({ kind: "npy", file: join(folder, name), array: "", normalize: true });
    await assert.rejects(open("absent.npy"), {
      name: "DataError",
      message: /absent\.npy: there is no such file/,
    });
    mkdirSync(join(folder, "folder.npy"));
    await assert.rejects(open("folder.npy"), { name: "DataError", message: /not a file/ });
    const closed = write("closed.npy", "x");
    chmodSync(folder, 0o755);
    chmodSync(closed, 0);
    const refused = { name: "DataError", message: /permission denied/ };
    await asNobody(() => assert.rejects(open("closed.npy"), refused));
  },
);

test("NPY: what follows the array is passed over, and said", async () => {
  const points = encodeNpy({ shape: [20, 2], data: Float64Array.from({ length: 40 }, (_, i) => i) });
  const { reading } = await openNpy(Buffer.concat([points, points]));
  assert.deepEqual(reading?.asides, [`${points.length} bytes after the array passed over`]);
});

test("files of torch.save and of pickle are called by their name, with what to do", async () => {
  const saved = zipSync({ "archive/data.pkl": new Uint8Array(40), "archive/data/0": new Uint8Array(400) });
  await assert.rejects(openNpy(saved), /this is a file of torch\.save, .*numpy\.save/);
  await assert.rejects(openNpy(Buffer.from("\x80\x04\x95rest", "latin1")), /this is a file of pickle, /);
});

test("safetensors: whole numbers, truth values and half precision are numbers of data too", async () => {
  const half = Uint16Array.from({ length: 20 }, (_, i) => (i % 2 === 0 ? 0x3c00 : 0xc000)); // 1, -2
  const bfloat = half.map(bits => (bits === 0x3c00 ? 0x3f80 : 0xc000));
  const whole = Int32Array.from({ length: 20 }, (_, i) => (i % 2 === 0 ? 1 : -2));
  const file = (dtype: string, data: Uint16Array | Int32Array) => {
    const entry = { dtype, shape: [20, 1], data_offsets: [0, data.byteLength] };
    const header = Buffer.from(JSON.stringify({ x: entry }));
    const length = Buffer.alloc(8);
    length.writeBigUInt64LE(BigInt(header.length));
    return Buffer.concat([length, header, Buffer.from(data.buffer, data.byteOffset, data.byteLength)]);
  };
  for (const bytes of [file("F16", half), file("BF16", bfloat), file("I32", whole)]) {
    const dataset = await openNpy(bytes);
    assert.deepEqual(new Set(dataset.heldOut(100)), new Set([1, -2]));
  }
  await assert.rejects(openNpy(file("F8_E4M3", half)), /"F8_E4M3" is not supported \(BOOL, I8/);
});
