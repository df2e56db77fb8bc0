import assert from "node:assert/strict";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, test } from "node:test";
import { encodeModel, floatValue, intAttribute } from "../compiler/onnx-schema.ts";
import type { Dimension } from "../compiler/onnx-schema.ts";
import { DataError } from "../data/data-error.ts";
import { openDataset } from "../data/open-dataset.ts";
import { atOnce } from "../measures/slices.ts";
import { prepareSampleMeasures } from "../measures/sample-measures.ts";
import { normals } from "../../test/support/made-points.ts";
import { openSpace } from "./open-space.ts";
import { randomNetwork } from "./random-network.ts";

const folder = mkdtempSync(join(tmpdir(), "pairing-lab-features-"));
after(() => {
  rmSync(folder, { recursive: true });
});

const quietly = () => Promise.resolve();
const pictures = (rows: number, size: number, seed = 1) =>
  Float32Array.from(normals(rows, size, seed).data, value => Math.tanh(value));

/** A file with a model that flattens its input: [n, a, b, c] to [n, a b c]. */
function flattening(
  name: string,
  input: readonly Dimension[],
  output: readonly Dimension[],
  type = "Flatten",
) {
  const file = join(folder, name);
  const flatten = {
    opType: type,
    name: "flat",
    input: ["x"],
    output: ["y"],
    attribute: [intAttribute("axis", 1)],
  };
  const graph = {
    name: "flat",
    node: [flatten],
    initializer: [],
    input: [floatValue("x", input)],
    output: [floatValue("y", output)],
  };
  writeFileSync(file, encodeModel(graph, { producerName: "test" }));
  return file;
}

test("the random network is the same for everyone", async () => {
  const space = await openSpace("auto", [28, 28, 1]);
  assert.equal(space.size, 64);
  const dataset = await openDataset({ kind: "digits" });
  const features = await space.features(dataset.heldOut(130), 130, quietly);
  const one = await space.features(dataset.heldOut(1), 1, quietly);
  await space.close();
  assert.equal(features.length, 130 * 64);
  const golden = [1.507556, 4.168802, -2.509773, 2.617975, 1.786194, -3.4929, -0.673259, 0.783631];
  golden.forEach((value, i) => {
    assert.ok(Math.abs((one[i] ?? NaN) - value) < 1e-4, `${i}: ${one[i] ?? NaN}`);
    assert.ok(Math.abs((features[i] ?? NaN) - value) < 1e-4);
  });
  assert.deepEqual(randomNetwork([32, 32, 3]), randomNetwork([32, 32, 3]));
  for (const shape of [
    [32, 32, 3],
    [64, 64, 1],
  ]) {
    const other = await openSpace("random", shape);
    const size = shape.reduce((product, length) => product * length, 1);
    const found = await other.features(pictures(3, size), 3, quietly);
    assert.ok(found.length === 3 * 64 && found.every(Number.isFinite));
    await other.close();
  }
});

test("its features tell digits that lack classes from whole ones", async () => {
  const dataset = await openDataset({ kind: "digits" });
  const space = await openSpace("random", dataset.sampleShape);
  const labelOf = dataset.images?.heldOut.labelOf;
  const all = await space.features(dataset.heldOut(2000), 2000, quietly);
  await space.close();
  const chosen = (rows: readonly number[]) => {
    const data = Float32Array.from(rows.flatMap(row => [...all.subarray(row * 64, (row + 1) * 64)]));
    return { data, rows: rows.length, dims: 64 };
  };
  const rows = Array.from({ length: 2000 }, (_, row) => row);
  const real = chosen(rows.filter(row => row % 2 === 0));
  const coverage = (fake: readonly number[]) => {
    const latents = normals(fake.length, 2, 1);
    const measures = atOnce(prepareSampleMeasures({ real, neighbours: 5, modes: null, latents }));
    return atOnce(measures.measure({ samples: chosen(fake), jacobian: null })).values;
  };
  const whole = coverage(rows.filter(row => row % 2 === 1));
  const odd = (below: number) => rows.filter(row => row % 2 === 1 && (labelOf?.(row) ?? 0) < below);
  const [half, one] = [coverage(odd(5)), coverage(odd(1))];
  assert.ok((whole["quality/coverage"] ?? 0) > 0.85, JSON.stringify(whole));
  assert.ok((whole["quality/precision"] ?? 0) > 0.7, JSON.stringify(whole));
  assert.ok((half["quality/coverage"] ?? 1) < (whole["quality/coverage"] ?? 0) - 0.1, JSON.stringify(half));
  assert.ok((one["quality/coverage"] ?? 1) < 0.35, JSON.stringify(one));
  assert.ok((one["quality/recall"] ?? 1) < (half["quality/recall"] ?? 0), JSON.stringify(one));
});

test("a network of one's own: either layout, grey as colour, any or a fixed number of pictures", async () => {
  const samples = pictures(5, 8);
  const featuresOf = async (file: string, shape: readonly number[]) => {
    const space = await openSpace(file, shape);
    const found = await space.features(samples, 5, quietly);
    await space.close();
    return [...found];
  };
  const plain = [...samples];
  assert.deepEqual(await featuresOf(flattening("last", ["n", 4, 2, 1], ["n", 8]), [4, 2, 1]), plain);
  assert.deepEqual(await featuresOf(flattening("first", ["n", 1, 4, 2], ["n", 8]), [4, 2, 1]), plain);
  assert.deepEqual(await featuresOf(flattening("open", ["n", 1, "h", "w"], ["n", 8]), [4, 2, 1]), plain);
  assert.deepEqual(await featuresOf(flattening("three", [3, 1, 4, 2], [3, 8]), [4, 2, 1]), plain);
  const colour = Array.from({ length: 5 }, (_, row) => plain.slice(8 * row, 8 * row + 8)).flatMap(p => [
    ...p,
    ...p,
    ...p,
  ]);
  assert.deepEqual(await featuresOf(flattening("colour", ["n", 3, 4, 2], ["n", 24]), [4, 2, 1]), colour);
  const swapped = Array.from({ length: 5 }, (_, row) =>
    [0, 1].flatMap(c => [0, 1, 2, 3].map(p => plain[8 * row + 2 * p + c])),
  ).flat();
  assert.deepEqual(await featuresOf(flattening("pairs", ["n", 2, 2, 2], ["n", 8]), [2, 2, 2]), swapped);
  writeFileSync(join(folder, "ours"), randomNetwork([28, 28, 1]));
  const digits = pictures(3, 784);
  const [own, random] = await Promise.all(
    [join(folder, "ours"), "random"].map(async name => {
      const space = await openSpace(name, [28, 28, 1]);
      return space.features(digits, 3, quietly);
    }),
  );
  random?.forEach((value, i) => {
    assert.ok(Math.abs(value - (own?.[i] ?? NaN)) < 1e-5);
  });
});

test("files that are no feature network of the pictures are refused by name, with what is expected", async () => {
  const text = join(folder, "text.onnx");
  writeFileSync(text, "not a model");
  const cases: readonly (readonly [file: string, message: RegExp])[] = [
    [join(folder, "missing.onnx"), /missing\.onnx: no such file/],
    [folder, /this is no file/],
    [text, /text\.onnx: this is no ONNX model/],
    [
      flattening("size", ["n", 1, 9, 9], ["n", 81]),
      /has the shape \[any, 1, 9, 9\]; expected \[any, 1, 4, 2\]/,
    ],
    [flattening("flat", ["n", 8], ["n", 8]), /has the shape \[any, 8\]/],
    [flattening("open-all", ["n", "a", "b", "c"], ["n", 8]), /\[any, any, any, any\]/],
    [
      flattening("features", ["n", 1, 4, 2], ["n", "d"]),
      /its output y has the shape \[any, any\]; expected \[any, d\]/,
    ],
    [flattening("maps", ["n", 1, 4, 2], ["n", 1, 4, 2]), /its output y/],
  ];
  for (const [file, message] of cases) {
    await assert.rejects(
      async () => openSpace(file, [4, 2, 1]),
      error => error instanceof DataError && message.test(error.message),
      String(message),
    );
  }
  await assert.rejects(async () =>
    openSpace(flattening("bad", ["n", 1, 4, 2], ["n", 8], "NoSuchOperator"), [4, 2, 1]),
  );
});

test("points are measured where they are", async () => {
  const space = await openSpace("auto", [2]);
  const samples = pictures(4, 2);
  assert.equal(await space.features(samples, 4, quietly), samples);
});
