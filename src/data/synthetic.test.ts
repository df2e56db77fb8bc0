import assert from "node:assert/strict";
import { test } from "node:test";
import type { Experiment } from "../experiment/schema.ts";
import type { Dataset } from "./dataset.ts";
import { openDataset } from "./open-dataset.ts";
import { modeSampler } from "./mixture.ts";
import { geometricWeights } from "./kinds/imbalanced-ring.ts";
import { randomBits, uniformOf } from "./random.ts";

const toys = {
  ring: { kind: "ring", modes: 8, radius: 2, std: 0.02 },
  grid: { kind: "grid", side: 5, spacing: 2, std: 0.05 },
  spiral: { kind: "spiral", turns: 1.5, radius: 2, std: 0.05 },
  moons: { kind: "moons", std: 0.05 },
  "imbalanced-ring": { kind: "imbalanced-ring", modes: 8, radius: 2, std: 0.02, imbalance: 10 },
  gaussians: { kind: "gaussians", dims: 32, modes: 16, radius: 2, std: 0.05 },
} as const satisfies Record<string, Experiment["data"]>;

const dimsOf = ({ sampleShape: [dims = 0] }: Dataset) => dims;

function batch(dataset: Dataset, seed: number, draw: number, rows: number): Float32Array {
  const out = new Float32Array(rows * dimsOf(dataset));
  dataset.batch(seed, draw, rows, out, 0);
  return out;
}

/** Index of the nearest centre, and the distance to it in standard deviations. */
function nearest({ modes }: Dataset, point: Float32Array): { mode: number; distance: number } {
  assert.ok(modes);
  let best = { mode: -1, distance: Infinity };
  for (let mode = 0; mode < modes.count; mode++) {
    const square = point.reduce(
      (sum, x, d) => sum + (x - (modes.centers[mode * point.length + d] ?? 0)) ** 2,
      0,
    );
    const distance = Math.sqrt(square) / (modes.std[mode] ?? 1);
    if (distance < best.distance) best = { mode, distance };
  }
  return best;
}

for (const [kind, data] of Object.entries(toys)) {
  test(`${kind}: batches are a pure function of seed and draw, and a larger one starts with the smaller`, async () => {
    const dataset = await openDataset(data);
    const dims = dimsOf(dataset);
    const first = batch(dataset, 1, 5, 64);
    assert.ok(first.every(Number.isFinite));
    assert.notDeepEqual(batch(dataset, 1, 6, 64), first);
    assert.notDeepEqual(batch(dataset, 2, 5, 64), first);
    batch(dataset, 3, 0, 500);
    assert.deepEqual(batch(dataset, 1, 5, 64), first);
    assert.deepEqual(batch(await openDataset(data), 1, 5, 64), first);
    assert.deepEqual(batch(dataset, 1, 5, 100).subarray(0, 64 * dims), first);
    const placed = new Float32Array(70 * dims).fill(9);
    dataset.batch(1, 5, 64, placed, 3 * dims);
    assert.deepEqual(placed.subarray(3 * dims, 67 * dims), first);
    assert.ok([...placed.subarray(0, 3 * dims), ...placed.subarray(67 * dims)].every(value => value === 9));
  });

  test(`${kind}: held-out samples are the same every time and not those of training`, async () => {
    const dataset = await openDataset(data);
    const held = dataset.heldOut(100);
    assert.equal(held.length, 100 * dimsOf(dataset));
    assert.deepEqual((await openDataset(data)).heldOut(100), held);
    assert.deepEqual(dataset.heldOut(10), held.subarray(0, 10 * dimsOf(dataset)));
    assert.notDeepEqual(batch(dataset, 0, 0, 100), held);
    assert.equal(dataset.normalization, null);
  });
}

/** Coarser noise than usual, so that a coarse lattice sums the density exactly. */
const planar = [
  { ...toys.ring, std: 0.1 },
  { ...toys.grid, std: 0.2 },
  { ...toys.spiral, std: 0.15 },
  { ...toys.moons, std: 0.15 },
  { ...toys["imbalanced-ring"], std: 0.1 },
];

for (const data of planar)
  test(`${data.kind}: the density integrates to 1 and has the moments of the samples`, async () => {
    const dataset = await openDataset(data);
    const { logDensity } = dataset;
    assert.ok(logDensity);
    const reach = 5.5;
    const cells = Math.ceil((2 * reach) / data.std);
    const spacing = (2 * reach) / cells;
    const place = (i: number) => (i + 0.5) * spacing - reach;
    const lattice = Float32Array.from({ length: 2 * cells * cells }, (_, at) => {
      const cell = at >>> 1;
      return place(at % 2 === 0 ? cell % cells : Math.floor(cell / cells));
    });
    const density = logDensity(lattice).map(value => Math.exp(value) * spacing * spacing);
    const rows = 20_000;
    const samples = batch(dataset, 1, 0, rows);
    const moments = [
      () => 1,
      (x: number) => x,
      (_: number, y: number) => y,
      (x: number) => x * x,
      (x: number, y: number) => x * y,
    ];
    const [total, ...others] = moments.map(of => {
      const expected = density.reduce(
        (sum, p, i) => sum + p * of(lattice[2 * i] ?? 0, lattice[2 * i + 1] ?? 0),
        0,
      );
      let mean = 0;
      let square = 0;
      for (let i = 0; i < rows; i++) {
        const value = of(samples[2 * i] ?? 0, samples[2 * i + 1] ?? 0);
        mean += value / rows;
        square += value ** 2 / rows;
      }
      return { expected, mean, error: Math.sqrt((square - mean ** 2) / rows) };
    });
    assert.ok(Math.abs((total?.expected ?? 0) - 1) < 1e-3, `integral ${total?.expected ?? NaN}`);
    for (const { expected, mean, error } of others)
      assert.ok(Math.abs(expected - mean) < 4 * error + 1e-3, `${expected} ${mean}`);
  });

test("the density at the centre of a lone mode is the Gaussian's", async () => {
  const { modes, logDensity } = await openDataset(toys.gaussians);
  assert.ok(modes && logDensity);
  const [value = 0] = logDensity(new Float32Array(modes.centers.subarray(0, 32)));
  assert.ok(Math.abs(value - (Math.log(1 / 16) - 16 * Math.log(2 * Math.PI * 0.05 ** 2))) < 1e-9);
  const [far = 0] = logDensity(new Float32Array(32).fill(1e6));
  assert.ok(Number.isFinite(far) && far < -1e12);
});

for (const kind of ["ring", "grid", "imbalanced-ring", "gaussians"] as const)
  test(`${kind}: samples fall on the modes by weight, with the standard deviation around them`, async () => {
    const dataset = await openDataset(toys[kind]);
    const { modes } = dataset;
    const dims = dimsOf(dataset);
    assert.ok(modes);
    assert.ok(Math.abs(modes.weights.reduce((a, b) => a + b, 0) - 1) < 1e-12);
    const rows = 20_000;
    const points = batch(dataset, 1, 0, rows);
    const counts = new Float64Array(modes.count);
    let squares = 0;
    for (let row = 0; row < rows; row++) {
      const { mode, distance } = nearest(dataset, points.subarray(row * dims, (row + 1) * dims));
      counts[mode] = (counts[mode] ?? 0) + 1;
      squares += distance ** 2 / dims;
    }
    assert.ok(Math.abs(squares / rows - 1) < 0.03, `variance ${squares / rows}`);
    const chiSquare = counts.reduce((sum, count, k) => {
      const expected = rows * (modes.weights[k] ?? 0);
      return sum + (count - expected) ** 2 / expected;
    }, 0);
    assert.ok(chiSquare < 2.5 * modes.count + 10, `${modes.count - 1} degrees of freedom, ${chiSquare}`);
  });

test("the centres are where the catalog says", async () => {
  const ring: readonly number[] = [...((await openDataset(toys.ring)).modes?.centers ?? [])];
  assert.deepEqual(
    [ring[0], ring[1], ring[4], ring[5]].map(x => (x ?? 0) + 0),
    [2, 0, 0, 2],
  );
  assert.ok(Math.abs((ring[2] ?? 0) - Math.SQRT2) < 1e-15);
  const grid = (await openDataset(toys.grid)).modes;
  assert.equal(grid?.count, 25);
  assert.deepEqual([...grid.centers.subarray(0, 4)], [-4, -4, -4, -2]);
  const { modes } = await openDataset(toys.gaussians);
  assert.ok(modes);
  for (let k = 0; k < 16; k++) {
    const center = modes.centers.subarray(32 * k, 32 * (k + 1));
    assert.ok(Math.abs(Math.sqrt(center.reduce((sum, x) => sum + x * x, 0)) - 2) < 1e-12);
  }
  const more = (await openDataset({ ...toys.gaussians, modes: 20 })).modes;
  assert.deepEqual(more?.centers.subarray(0, 16 * 32), modes.centers);
});

test("unequal weights fall geometrically by the imbalance asked for", () => {
  const weights = geometricWeights(8, 10);
  assert.ok(Math.abs((weights[0] ?? 0) / (weights[7] ?? 0) - 10) < 1e-12);
  for (let k = 1; k < 8; k++)
    assert.ok(Math.abs((weights[k - 1] ?? 0) / (weights[k] ?? 0) - 10 ** (1 / 7)) < 1e-12);
  assert.deepEqual([...geometricWeights(1, 10)], [1]);
  assert.deepEqual([...geometricWeights(4, 1)], [0.25, 0.25, 0.25, 0.25]);
  const many = geometricWeights(1000, 10_000);
  assert.ok(Math.abs((many[0] ?? 0) / (many[999] ?? 0) / 10_000 - 1) < 1e-9);
});

test("the mode of a uniform number is where the cumulative weights say, at the edges too", () => {
  for (const weights of [geometricWeights(8, 10_000), geometricWeights(1000, 10), geometricWeights(1, 1)]) {
    const modeOf = modeSampler(weights);
    let sum = 0;
    weights.forEach((weight, k) => {
      if (sum > 0) assert.equal(modeOf(sum * (1 - 1e-12)), k - 1);
      assert.equal(modeOf(sum * (1 + 1e-12)), k);
      sum += weight;
    });
    assert.equal(modeOf(uniformOf(2 ** 32 - 1)), weights.length - 1);
    assert.equal(modeOf(uniformOf(0)), 0);
  }
});

test("moons and spiral lie along their curves and have no modes", async () => {
  const moons = await openDataset({ kind: "moons", std: 1e-6 });
  assert.equal(moons.modes, null);
  assert.equal(moons.logDensity, null, "so fine a noise has no density here");
  const points = batch(moons, 1, 0, 1000);
  let upper = 0;
  for (let i = 0; i < 1000; i++) {
    const [x = 0, y = 0] = points.subarray(2 * i, 2 * i + 2);
    const onUpper = Math.abs(Math.hypot(x, y) - 1) < 1e-4 && y > -1e-4;
    const onLower = Math.abs(Math.hypot(x - 1, y - 0.5) - 1) < 1e-4 && y < 0.5 + 1e-4;
    assert.ok(onUpper || onLower);
    if (onUpper) upper++;
  }
  assert.ok(upper > 430 && upper < 570);
  const spiral = await openDataset({ kind: "spiral", turns: 1, radius: 3, std: 1e-6 });
  assert.equal(spiral.modes, null);
  const arms = batch(spiral, 1, 0, 1000);
  for (let i = 0; i < 1000; i++) {
    const [x = 0, y = 0] = arms.subarray(2 * i, 2 * i + 2);
    const angle = Math.atan2(y, x) / (2 * Math.PI);
    const turnsPast = Math.hypot(x, y) / 3 - angle;
    assert.ok(Math.abs(2 * turnsPast - Math.round(2 * turnsPast)) < 1e-2 / Math.max(0.01, Math.hypot(x, y)));
  }
});

test("the first samples of each toy never change", async () => {
  const datasets = await Promise.all(Object.values(toys).map(data => openDataset(data)));
  const firsts = datasets.map(dataset => [...batch(dataset, 1, 0, 1).subarray(0, 2)]);
  assert.deepEqual(firsts, [
    [1.9762235879898071, -0.01146328542381525],
    [-4.059441089630127, -2.028658151626587],
    [-0.7470979690551758, -0.3523186445236206],
    [0.8394045829772949, 0.4096073806285858],
    [1.9762235879898071, -0.01146328542381525],
    [-0.11810115724802017, 0.4625113904476166],
  ]);
});

test("uniform numbers decide the place alone: equal bits, equal modes", async () => {
  const bits = new Uint32Array(3);
  randomBits(bits, { seed: 1, stream: "data", step: 0 });
  const dataset = await openDataset(toys.ring);
  const { mode } = nearest(dataset, batch(dataset, 1, 0, 1));
  assert.equal(mode, Math.floor(uniformOf(bits[0] ?? 0) * 8));
});
