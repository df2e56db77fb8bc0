import assert from "node:assert/strict";
import { test } from "node:test";
import type { Dataset } from "./dataset.ts";
import { pointsDataset } from "./points-dataset.ts";

/** Points [i, -i, 7] for i below `rows`: each is known by its first number. */
const table = (rows: number) => ({
  data: Float64Array.from({ length: 3 * rows }, (_, at) => [at / 3, -(at - 1) / 3, 7][at % 3] ?? 0),
  rows,
  dims: 3,
});

function firsts(dataset: Dataset, seed: number, draw: number, rows: number): number[] {
  const out = new Float32Array(3 * rows);
  dataset.batch(seed, draw, rows, out, 0);
  return [...out].filter((_, at) => at % 3 === 0);
}

test("a fifth is held out, rounded down; the rest is what training draws from", () => {
  for (const rows of [10, 11, 14, 15, 101]) {
    const dataset = pointsDataset(table(rows), false);
    const held = [...dataset.heldOut(rows)].filter((_, at) => at % 3 === 0);
    assert.equal(held.length, Math.floor(rows / 5));
    const size = rows - held.length;
    const drawn = firsts(dataset, 1, 0, size);
    assert.deepEqual(
      [...held, ...drawn].sort((a, b) => a - b),
      [...Array(rows).keys()],
    );
    assert.deepEqual(dataset.heldOut(1), dataset.heldOut(rows).subarray(0, 3));
  }
});

test("every epoch draws each training row once, in an order of its own, whatever the batch size", () => {
  const dataset = pointsDataset(table(50), false);
  const size = 40;
  for (const rows of [1, 7, 40, 64, 128]) {
    const drawn = Array.from({ length: Math.ceil((4 * size) / rows) }, (_, draw) =>
      firsts(dataset, 3, draw, rows),
    ).flat();
    const epochs = [0, 1, 2, 3].map(epoch => drawn.slice(epoch * size, (epoch + 1) * size));
    for (const epoch of epochs) assert.equal(new Set(epoch).size, size);
    assert.equal(new Set(epochs.map(String)).size, 4, "orders differ");
    const sequence = Array.from({ length: 4 * size }, (_, draw) => firsts(dataset, 3, draw, 1)).flat();
    assert.deepEqual(drawn.slice(0, 4 * size), sequence, "one sequence, cut into batches");
  }
});

test("a batch depends on seed and draw alone, not on what was drawn before", () => {
  const dataset = pointsDataset(table(50), true);
  const expected = [0, 1, 2, 100].map(draw => firsts(pointsDataset(table(50), true), 5, draw, 16));
  for (const i of [3, 0, 2, 1, 2, 3])
    assert.deepEqual(firsts(dataset, 5, [0, 1, 2, 100][i] ?? 0, 16), expected[i]);
  assert.notDeepEqual(firsts(dataset, 6, 0, 16), expected[0]);
});

test("normalised training data have mean 0 and deviation 1, constants are 0, and the way back is kept", () => {
  const dataset = pointsDataset(table(50), true);
  const { normalization } = dataset;
  assert.ok(normalization);
  const out = new Float32Array(3 * 40);
  dataset.batch(1, 0, 40, out, 0);
  for (const d of [0, 1]) {
    const column = [...out].filter((_, at) => at % 3 === d);
    assert.ok(Math.abs(column.reduce((a, b) => a + b, 0) / 40) < 1e-6);
    assert.ok(Math.abs(column.reduce((a, b) => a + b * b, 0) / 40 - 1) < 1e-6);
    const back = column.map(x => Math.abs(x * (normalization.scale[d] ?? 0) + (normalization.mean[d] ?? 0)));
    assert.ok(back.every(x => Math.abs(x - Math.round(x)) < 1e-4));
  }
  assert.ok([...out].filter((_, at) => at % 3 === 2).every(x => x === 0));
  assert.equal(normalization.mean[2], 7);
  assert.equal(normalization.scale[2], 1);
  const held = [...dataset.heldOut(10)].filter((_, at) => at % 3 === 0);
  assert.ok(held.every(Number.isInteger), "held-out points stay in their own units");
});

test("a constant column that the mean cannot represent exactly is not blown up", () => {
  const dataset = pointsDataset({ data: new Float64Array(30).fill(0.1), rows: 30, dims: 1 }, true);
  assert.deepEqual(dataset.normalization, { mean: [0.1], scale: [1] });
});

test("without normalisation the network sees the data's own units", () => {
  const dataset = pointsDataset(table(20), false);
  assert.equal(dataset.normalization, null);
  assert.ok(firsts(dataset, 1, 0, 16).every(Number.isInteger));
});
