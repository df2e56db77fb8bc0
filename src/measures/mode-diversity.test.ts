import assert from "node:assert/strict";
import { test } from "node:test";
import { modeDiversity, ModeKernels, NO_MODE } from "./mode-diversity.ts";
import type { Points } from "./points.ts";
import { normals, points } from "../../test/support/made-points.ts";
import { atOnce } from "./slices.ts";

const all = (rows: number, mode = 0) => new Int32Array(rows).fill(mode);

function diversity(real: Points, fake: Points) {
  return atOnce(modeDiversity(new ModeKernels(real, all(real.rows)), fake, all(fake.rows)));
}

const scaled = ({ data, rows, dims }: Points, factor: number) =>
  points(rows, dims, i => factor * (data[i] ?? 0));

for (const dims of [1, 2, 16, 64]) {
  const real = normals(500, dims, 1);
  const perfect = normals(190, dims, 2);
  test(`${dims} dimensions: as diverse as real samples is 1, whatever the unit`, () => {
    const found = Number(diversity(real, perfect));
    assert.ok(Math.abs(found - 1) < 0.15, `${found}`);
    assert.ok(Math.abs(Number(diversity(scaled(real, 1e6), scaled(perfect, 1e6))) - found) < 1e-9);
  });

  test(`${dims} dimensions: copies and shrunken modes are less diverse, the more the less`, () => {
    const copies = (different: number) =>
      Number(
        diversity(
          real,
          points(190, dims, i => perfect.data[i % (different * dims)] ?? 0),
        ),
      );
    const shrunk = (factor: number) => Number(diversity(real, scaled(perfect, factor)));
    const falling = [Number(diversity(real, perfect)), copies(60), copies(20), copies(5), copies(1)];
    assert.ok(
      falling.every((value, i) => i === 0 || value < 0.8 * (falling[i - 1] ?? 0)),
      falling.join(" "),
    );
    assert.ok(shrunk(0.5) < 0.8 && shrunk(0.1) < 0.3, `${shrunk(0.5)} ${shrunk(0.1)}`);
    assert.ok(shrunk(2) > 1.2);
  });
}

test("it is the median over modes; samples of no mode and modes of few samples do not count", () => {
  const real = normals(300, 2, 1);
  const modes = Int32Array.from({ length: 300 }, (_, i) => i % 3);
  const kernels = new ModeKernels(real, modes);
  const fake = normals(300, 2, 2);
  const found = (modeOf: Int32Array) => Number(atOnce(modeDiversity(kernels, fake, modeOf)));
  const each = [0, 1, 2].map(mode => found(modes.map(own => (own === mode ? own : NO_MODE))));
  assert.equal(found(modes), each.toSorted((a, b) => a - b)[1]);
  assert.equal(
    found(modes.map((mode, i) => (mode === 0 && i > 24 ? NO_MODE : mode))),
    ((each[1] ?? 0) + (each[2] ?? 0)) / 2,
  );
});

test("no mode with 10 samples on either side, or with real ones that differ: undefined, with the reason", () => {
  const real = normals(300, 2, 1);
  const reason = { reason: "no mode has 10 samples and 10 real ones" };
  assert.deepEqual(diversity(real, normals(9, 2, 2)), reason);
  assert.deepEqual(diversity(normals(9, 2, 1), normals(90, 2, 2)), reason);
  assert.deepEqual(
    diversity(
      points(60, 2, () => 3),
      normals(90, 2, 2),
    ),
    reason,
  );
  assert.deepEqual(
    diversity(
      points(60, 2, i => i % 4),
      normals(90, 2, 2),
    ),
    reason,
  );
  assert.deepEqual(diversity(real, { data: new Float64Array(0), rows: 0, dims: 2 }), reason);
});
