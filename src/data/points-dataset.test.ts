import assert from "node:assert/strict";
import { test } from "node:test";
import { uniform } from "../../test/support/uniform.ts";
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

/** Points of a column each around a place of its own: [rows, dims], in double precision. */
function farTable(random: () => number) {
  const rows = 10 + Math.floor(300 * random());
  const dims = 1 + Math.floor(4 * random());
  const columns = Array.from({ length: dims }, () => {
    const scale = 10 ** (12 * random() - 6);
    return { scale, at: (random() < 0.5 ? -1 : 1) * scale * 10 ** (9 * random()) };
  });
  const data = Float64Array.from({ length: rows * dims }, (_, i) => {
    const { scale = 1, at = 0 } = columns[i % dims] ?? {};
    return at + scale * (random() + random() + random() - 1.5);
  });
  return { data, rows, dims };
}

/** Mean and population deviation of a column, as plainly as can be, in double precision. */
function plainStatistics(column: readonly number[]) {
  const first = column[0] ?? 0;
  // Differences from one of them are exact, or nearly so, however far they all lie.
  const mean = first + column.reduce((sum, x) => sum + (x - first), 0) / column.length;
  return { mean, deviation: Math.sqrt(column.reduce((sum, x) => sum + (x - mean) ** 2, 0) / column.length) };
}

test("points of any scale, place and number are normalised and centred as plain double precision has them", () => {
  const random = uniform(31);
  for (let trial = 0; trial < 200; trial++) {
    const table = farTable(random);
    const { data, rows, dims } = table;
    const dataset = pointsDataset(table, true);
    const held = Math.floor(rows / 5);
    // In the data's own units a held-out point is the float32 nearest to it; rows are told by those nearest.
    const centred = dataset.heldOutCentred(held);
    const training = new Float32Array((rows - held) * dims);
    dataset.batch(1, 0, rows - held, training, 0);
    for (let d = 0; d < dims; d++) {
      const column = (values: ArrayLike<number>) => Array.from(values).filter((_, i) => i % dims === d);
      const all = column(data);
      const { mean = [], scale = [] } = dataset.normalization ?? {};
      const [center = NaN, size = NaN] = [mean[d], scale[d]];
      // What double precision itself loses of numbers so far out.
      const lost = all.length * Math.abs(center / size) * 2 ** -52;
      const close = (got: readonly number[], expected: readonly number[], what: string) => {
        const ascending = [got, expected].map(values => [...values].sort((a, b) => a - b));
        ascending[0]?.forEach((value, i) => {
          const wanted = ascending[1]?.[i] ?? NaN;
          const far = Math.abs(value - wanted);
          assert.ok(
            far <= 2 ** -23 * Math.abs(wanted) + 2 * lost + 1e-9,
            `trial ${trial}: ${what} ${value} ${wanted}`,
          );
        });
      };
      const ofHeld = new Set(column(centred).map(value => nearest(all, center + value)));
      const ofTraining = all.filter((_, i) => !ofHeld.has(i));
      assert.equal(ofHeld.size, held, `trial ${trial}`);
      const plain = plainStatistics(ofTraining);
      close([center / size], [plain.mean / plain.deviation], "mean");
      assert.ok(
        Math.abs(size / plain.deviation - 1) <= 1e-9 + 2 * lost,
        `trial ${trial}: ${size} ${plain.deviation}`,
      );
      close(
        column(training),
        ofTraining.map(x => (x - plain.mean) / plain.deviation),
        "normalised",
      );
      close(
        column(centred).map(x => x / size),
        [...ofHeld].map(i => ((all[i] ?? NaN) - plain.mean) / plain.deviation),
        "centred",
      );
    }
  }
});

const nearest = (values: readonly number[], to: number): number =>
  values.reduce(
    (best, value, i) => (Math.abs(value - to) < Math.abs((values[best] ?? NaN) - to) ? i : best),
    0,
  );

test("points too far for float32, as they are, get a notice that says what to do; others and normalised ones none", () => {
  const random = uniform(5);
  for (let trial = 0; trial < 50; trial++) {
    const scale = 10 ** (8 * random() - 4);
    const ofColumns = (ratio: number) => {
      // Deviation 1 / sqrt(12) of the scale, in one column of three.
      const data = Float64Array.from({ length: 300 }, (_, i) =>
        i % 3 === 1 ? scale * (ratio / Math.sqrt(12) + random()) : random(),
      );
      return { data, rows: 100, dims: 3 };
    };
    // Float32 keeps a thousandth of the deviation up to 16,777 deviations from the origin.
    const [near, far] = [ofColumns(12_000), ofColumns(24_000)];
    assert.deepEqual(pointsDataset(near, false).notices, []);
    assert.match(
      pointsDataset(far, false).notices.join(),
      /so far from the origin.*set "normalize" to true$/,
    );
    assert.deepEqual(pointsDataset(far, true).notices, []);
  }
});
