import assert from "node:assert/strict";
import { test } from "node:test";
import { prepareSampleMeasures } from "./sample-measures.ts";
import type { SampleMeasuresOptions } from "./sample-measures.ts";
import { PointsError } from "./points.ts";
import type { Points } from "./points.ts";
import { normals } from "../../test/support/made-points.ts";
import { atOnce } from "./slices.ts";

const classesOf = (rows: number, count: number) => Int32Array.from({ length: rows }, (_, i) => i % count);

/** Samples of 3 classes far apart, each with this standard deviation. */
function samples(rows: number, seed: number, deviation = 1): Points {
  const { data, dims } = normals(rows, 4, seed);
  const moved = data.map((value, i) => 50 * (Math.floor(i / dims) % 3) + deviation * value);
  return { data: moved, rows, dims };
}

const real = samples(300, 1);
const options: SampleMeasuresOptions = {
  real,
  neighbours: 5,
  modes: { kind: "classes", count: 4, weights: Float64Array.of(0.3, 0.3, 0.3, 0.1), real: classesOf(300, 3) },
  latents: normals(240, 2, 3),
};

const measure = (generated: Points, classes: Int32Array | null) =>
  atOnce(atOnce(prepareSampleMeasures(options)).measure({ samples: generated, jacobian: null, classes }));

test("classes are modes: how many there are, how often, how wide", () => {
  const measures = measure(samples(240, 2, 0.5), classesOf(240, 3)).values;
  assert.equal(measures["quality/modes"], 3);
  assert.ok(Math.abs((measures["quality/mode_kl"] ?? 0) - Math.log(1 / 0.9)) < 1e-12);
  assert.ok(Math.abs((measures["collapse/mode_spread"] ?? 0) - 0.5) < 0.05);
  assert.ok(!("quality/high_quality" in measures), "a class has no radius");
});

test("pairs of latents count where their samples are of one class", () => {
  // Within a class samples lie as their latents do; across classes they do not.
  const { latents } = options;
  const data = Float64Array.from({ length: 240 * 4 }, (_, i) => {
    const row = Math.floor(i / 4);
    const own = i % 4 < 2 ? (latents.data[2 * row + (i % 4)] ?? 0) : 0;
    return own + (i % 4 === 3 ? 1000 * (row % 3) : 0);
  });
  const generated = { data, rows: 240, dims: 4 };
  const apart = measure(generated, classesOf(240, 3)).values["collapse/distance_ratio_p05"] ?? 0;
  assert.ok(Math.abs(apart - 1) < 1e-9, `${apart}`);
  assert.ok((measure(generated, classesOf(240, 1)).values["collapse/distance_ratio_p05"] ?? 1) < 0.1);
});

test("one class for all: one mode, its spread and the KL of the data's share", () => {
  const { values: measures, undefined: reasons } = measure(samples(240, 2), new Int32Array(240).fill(3));
  assert.equal(measures["quality/modes"], 1);
  assert.ok(Math.abs((measures["quality/mode_kl"] ?? 0) - Math.log(10)) < 1e-12);
  assert.ok(!("collapse/mode_spread" in measures), "no real sample is of that class");
  assert.match(reasons["collapse/mode_spread"] ?? "", /^no class has 10 generated and 10 /);
});

test("missing classes are refused", () => {
  assert.throws(() => measure(samples(240, 2), null), PointsError);
  assert.throws(() => measure(samples(240, 2), classesOf(3, 3)), PointsError);
  const modes = { kind: "classes", count: 1, weights: Float64Array.of(1), real: new Int32Array(2) } as const;
  assert.throws(() => atOnce(prepareSampleMeasures({ ...options, modes })), /2 classes/);
});
