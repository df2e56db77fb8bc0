import assert from "node:assert/strict";
import { test } from "node:test";
import { uniform } from "../../test/support/uniform.ts";
import { assignModes, cutDeviation, modeRadius, modeSpread } from "./modes.ts";

const ROWS = 4000;

function normals(count: number, random: () => number): Float64Array {
  return Float64Array.from(
    { length: count },
    () => Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random()),
  );
}

for (const dims of [1, 2, 3, 8, 32])
  test(`mode spread of perfect samples is 1 in ${dims} dimensions, and half of it of samples half as wide`, () => {
    const random = uniform(dims);
    const modes = {
      count: 1,
      centers: new Float64Array(dims).fill(5),
      std: Float64Array.of(0.2),
      weights: Float64Array.of(1),
    };
    const spreadOf = (width: number) => {
      const data = normals(ROWS * dims, random).map(x => 5 + 0.2 * width * x);
      const samples = { data, rows: ROWS, dims };
      const spread = modeSpread(samples, assignModes(samples, modes), modes);
      return typeof spread === "number" ? spread : assert.fail(spread.reason);
    };
    // Four standard errors of a standard deviation of so many values.
    const tolerance = 4 / Math.sqrt(2 * ROWS * dims);
    assert.ok(Math.abs(spreadOf(1) - 1) < tolerance, `${spreadOf(1)}`);
    // Those half as wide hardly reach the radius: of the whole normal's deviation they have half.
    assert.ok(Math.abs(spreadOf(0.5) * cutDeviation(dims) - 0.5) < tolerance);
  });

test("the deviation of a cut normal is that of its density, summed up", () => {
  for (const dims of [1, 2, 3, 8, 32, 512]) {
    const radius = modeRadius(dims);
    const density = (r: number) => Math.exp((dims - 1) * Math.log(r / radius) - r ** 2 / 2 + radius ** 2 / 2);
    let [mass, square] = [0, 0];
    const steps = 200_000;
    for (let i = 0; i < steps; i++) {
      const r = (radius * (i + 0.5)) / steps;
      mass += density(r);
      square += density(r) * r ** 2;
    }
    const expected = Math.sqrt(square / mass / dims);
    assert.ok(Math.abs(cutDeviation(dims) - expected) < 1e-8, `${dims}: ${cutDeviation(dims)} ${expected}`);
  }
});
