import assert from "node:assert/strict";
import { test, type TestContext } from "node:test";
import { linearMatrix, linearRun, type LinearRun } from "../../test/support/linear-run.ts";
import { temporaryFolder } from "../../test/support/run-folder.ts";
import { probeLatents } from "../data/latents.ts";
import { CallError } from "../protocol/calls.ts";
import { viewerHandlers } from "./handlers.ts";

const signal = new AbortController().signal;

async function viewing(t: TestContext, options: LinearRun) {
  const run = await linearRun(temporaryFolder(t), options);
  return { run, view: viewerHandlers() };
}

const near = (found: number | undefined, expected: number, tolerance = 1e-5) => {
  const off = Math.abs((found ?? NaN) - expected);
  assert.ok(off <= tolerance * (1 + Math.abs(expected)), `${String(found)} for ${expected}`);
};

const refused = (message: RegExp) => (error: unknown) => {
  assert.ok(error instanceof CallError);
  assert.equal(error.code, "input");
  assert.match(error.message, message);
  return true;
};

test("the newest checkpoint at or before a step serves, and is named", async t => {
  const { run, view } = await viewing(t, { steps: [10, 20, 30] });
  const latents = Float32Array.of(1, 0);
  const at = async (step: number) => {
    const { step: used, samples } = await view.outputs({ run, step, latents }, signal);
    near(samples.data[0], used + 1);
    return used;
  };
  assert.deepEqual(await Promise.all([10, 19, 20, 25, 999].map(at)), [10, 10, 20, 20, 30]);
  await assert.rejects(at(9), refused(/at or before step 9; there are 10, 20, 30/));
  await assert.rejects(
    view.outputs({ run, step: 10, latents: new Float32Array(3) }, signal),
    refused(/rows of 2/),
  );
});

test("a path holds its ends, the distances between its samples, and the modes it comes near to", async t => {
  const { run, view } = await viewing(t, { steps: [0] });
  const path = await view.path({ run, step: 0, from: 3, to: 7, count: 65, path: "lerp" }, signal);
  const latent = { size: 2, distribution: "normal" } as const;
  const probes = probeLatents(latent, 8);
  assert.deepEqual([...path.latents.slice(0, 2)], [...probes.slice(6, 8)]);
  assert.deepEqual([...path.latents.slice(-2)], [...probes.slice(14, 16)]);
  assert.deepEqual([path.samples.rows, path.samples.dims, path.distances.length], [65, 2, 64]);
  // A straight path through a linear map: every step is as long as the others.
  const [x0 = 0, y0 = 0] = path.samples.data;
  const [x1 = 0, y1 = 0] = path.samples.data.slice(-2);
  for (const distance of path.distances) near(distance, Math.hypot(x1 - x0, y1 - y0) / 64, 1e-4);
  // Eight modes on a circle of radius 2, standard deviation 0.02.
  path.mode.forEach((mode, i) => {
    const [x = 0, y = 0] = path.samples.data.slice(2 * i, 2 * i + 2);
    const apart = Array.from({ length: 8 }, (_, k) =>
      Math.hypot(x - 2 * Math.cos((Math.PI * k) / 4), y - 2 * Math.sin((Math.PI * k) / 4)),
    );
    near(path.sigmas[i], Math.min(...apart) / 0.02, 1e-4);
    near(apart[mode], Math.min(...apart));
  });
});

test("the map of two latent dimensions is the plane itself, and its stretch the norm of the map's derivative", async t => {
  const { run, view } = await viewing(t, { steps: [4] });
  const map = await view.latentMap({ run, step: 9, columns: 6, rows: 4, from: 0, to: 1 }, signal);
  assert.equal(map.step, 4);
  assert.deepEqual([...map.axisX, ...map.axisY], [1, 0, 0, 1]);
  const matrix = linearMatrix(4, 2, 2);
  for (let row = 0; row < 4; row++)
    for (let column = 0; column < 6; column++) {
      const x = ((2 * (column + 0.5)) / 6 - 1) * map.extent;
      const y = ((2 * (row + 0.5)) / 4 - 1) * map.extent;
      const at = 2 * (row * 6 + column);
      near(map.samples.data[at], x * (matrix[0] ?? 0) + y * (matrix[2] ?? 0));
      near(map.samples.data[at + 1], x * (matrix[1] ?? 0) + y * (matrix[3] ?? 0));
    }
  for (const stretch of map.stretch) near(stretch, Math.hypot(...matrix), 1e-4);
  near(
    map.shares.reduce((a, b) => a + b, 0),
    1,
  );
});

test("in more latent dimensions the plane holds the origin and both probes, and their great circle", async t => {
  const { run, view } = await viewing(t, { steps: [0], latentSize: 16 });
  const path = await view.path({ run, step: 0, from: 2, to: 5, count: 9, path: "slerp" }, signal);
  const map = await view.latentMap({ run, step: 0, columns: 5, rows: 5, from: 2, to: 5 }, signal);
  const along = (axis: Float32Array, latent: Float32Array) =>
    axis.reduce((sum, value, i) => sum + value * (latent[i] ?? 0), 0);
  near(along(map.axisX, map.axisX), 1);
  near(along(map.axisY, map.axisY), 1);
  near(along(map.axisX, map.axisY), 0);
  for (let i = 0; i < 9; i++) {
    const latent = path.latents.slice(16 * i, 16 * (i + 1));
    const x = along(map.axisX, latent);
    const y = along(map.axisY, latent);
    near(Math.hypot(x, y), Math.hypot(...latent), 1e-4);
    assert.ok(Math.abs(x) < map.extent && Math.abs(y) < map.extent);
  }
});

test("one latent dimension, and a probe with itself, have maps too", async t => {
  const one = await viewing(t, { steps: [0], latentSize: 1 });
  const line = await one.view.latentMap(
    { run: one.run, step: 0, columns: 3, rows: 2, from: 0, to: 1 },
    signal,
  );
  assert.deepEqual([...line.axisY], [0]);
  assert.ok(line.stretch.every(value => value > 0));
  const many = await viewing(t, { steps: [0], latentSize: 5 });
  const map = await many.view.latentMap(
    { run: many.run, step: 0, columns: 3, rows: 3, from: 4, to: 4 },
    signal,
  );
  near(Math.hypot(...map.axisY), 1);
  assert.ok(map.samples.data.every(Number.isFinite));
});

test("the discriminator's map scores the cells' centres, the first row lowest", async t => {
  const { run, view } = await viewing(t, { steps: [0] });
  const rectangle = { x0: -3, x1: 3, y0: 10, y1: 14 };
  const map = await view.scoreMap({ run, step: 0, rectangle, columns: 3, rows: 2 }, signal);
  assert.deepEqual([...map.scores], [9, 11, 13, 11, 13, 15]);
});

test("in more dimensions the discriminator's map goes through the real data's mean", async t => {
  const settings = [{ key: "data", value: { kind: "gaussians", dims: 5, modes: 3, radius: 4, std: 0.1 } }];
  const { run, view } = await viewing(t, { steps: [0], dims: 5, settings });
  const { samples } = await view.scene({ run, count: 2000 }, signal);
  let rest = 0;
  samples.data.forEach((value, i) => {
    if (i % 5 >= 2) rest += value / samples.rows;
  });
  const rectangle = { x0: 0, x1: 2, y0: 0, y1: 2 };
  const map = await view.scoreMap({ run, step: 0, rectangle, columns: 1, rows: 1 }, signal);
  near(map.scores[0], 2 + rest, 1e-4);
});

test("a scene is real samples and modes, in buffers of their own", async t => {
  const { run, view } = await viewing(t, { steps: [0] });
  const { samples, modes } = await view.scene({ run, count: 100 }, signal);
  assert.deepEqual([samples.rows, samples.dims, modes?.count], [100, 2, 8]);
  assert.equal(samples.data.buffer.byteLength, 800);
  for (let i = 0; i < 100; i++) near(Math.hypot(...samples.data.slice(2 * i, 2 * i + 2)), 2, 0.1);
});

test("a cancelled picture ends at once", async t => {
  const { run, view } = await viewing(t, { steps: [0] });
  const cancelled = AbortSignal.abort();
  const isCancelled = (error: unknown) => error instanceof CallError && error.code === "cancelled";
  const map = { run, step: 0, columns: 100, rows: 100 };
  const rectangle = { x0: 0, x1: 1, y0: 0, y1: 1 };
  await assert.rejects(view.latentMap({ ...map, from: 0, to: 1 }, cancelled), isCancelled);
  await assert.rejects(view.scoreMap({ ...map, rectangle }, cancelled), isCancelled);
});
