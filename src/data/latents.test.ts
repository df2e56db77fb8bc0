import assert from "node:assert/strict";
import { test } from "node:test";
import { fillLatents, lerp, probeLatents, slerp } from "./latents.ts";

const normal = { size: 3, distribution: "normal" } as const;
const uniform = { size: 3, distribution: "uniform" } as const;
const norm = (v: Float32Array) => Math.sqrt(v.reduce((sum, x) => sum + x * x, 0));

test("uniform latents fill -1 .. 1, normal ones have unit variance", () => {
  const at = { seed: 1, stream: "generatorLatents", step: 1 } as const;
  const values = new Float32Array(30_000);
  fillLatents(values, uniform, at);
  assert.ok(values.every(value => value > -1 && value < 1));
  assert.ok(Math.min(...values.subarray(0, 3000)) < -0.99 && Math.max(...values.subarray(0, 3000)) > 0.99);
  const variance = () => values.reduce((sum, value) => sum + value * value, 0) / values.length;
  assert.ok(Math.abs(variance() - 1 / 3) < 0.01);
  fillLatents(values, normal, at);
  assert.ok(Math.abs(variance() - 1) < 0.03);
});

test("latents are the same however they are sliced", () => {
  const at = { seed: 9, stream: "evaluationLatents", step: 0 } as const;
  for (const latent of [normal, uniform]) {
    const whole = new Float32Array(50);
    fillLatents(whole, latent, at);
    const part = new Float32Array(7).fill(5);
    fillLatents(part, latent, at, 11, 6);
    assert.deepEqual([...part], [...whole.subarray(11, 17), 5]);
  }
});

test("a larger set of probe latents starts with the smaller one", () => {
  for (const latent of [normal, uniform]) {
    const many = probeLatents(latent, 1024);
    assert.equal(many.length, 3 * 1024);
    assert.deepEqual(probeLatents(latent, 96), many.subarray(0, 3 * 96));
  }
});

test("probe latents never change: samples of old runs are compared by them", () => {
  assert.deepEqual(
    [...probeLatents({ size: 2, distribution: "normal" }, 2)],
    [1.1460870504379272, 1.2199623584747314, 0.84429532289505, -0.38438355922698975],
  );
  assert.deepEqual(
    [...probeLatents({ size: 2, distribution: "uniform" }, 2)],
    [0.7482408285140991, 0.7775208950042725, 0.601495623588562, -0.29930579662323],
  );
});

test("both paths begin and end at the two latents", () => {
  const [a, b] = [probeLatents(normal, 1), probeLatents(normal, 2).subarray(3)];
  for (const path of [lerp, slerp]) {
    assert.deepEqual(path(a, b, 0), a);
    assert.deepEqual(path(a, b, 1), b);
  }
});

test("slerp between latents of one norm keeps the norm and divides the angle evenly", () => {
  const a = new Float32Array([3, 0, 0]);
  const b = new Float32Array([0, 3, 0]);
  for (const t of [0.1, 0.25, 0.5, 0.9]) {
    const c = slerp(a, b, t);
    assert.ok(Math.abs(norm(c) - 3) < 1e-6);
    assert.ok(Math.abs(Math.atan2(c[1] ?? 0, c[0] ?? 0) - (t * Math.PI) / 2) < 1e-6);
  }
});

test("slerp is the straight line where the great circle is not defined", () => {
  const a = new Float32Array([1, 2, 3]);
  for (const b of [new Float32Array(3), a, a.map(x => 2 * x), a.map(x => -x), a.map(x => x * (1 + 1e-7))])
    assert.deepEqual(slerp(a, b, 0.3), lerp(a, b, 0.3));
  assert.ok(slerp(a, new Float32Array(3), 0.5).every(Number.isFinite));
});

test("latents of different sizes have no path", () => {
  assert.throws(() => lerp(new Float32Array(2), new Float32Array(3), 0), RangeError);
  assert.throws(() => slerp(new Float32Array(2), new Float32Array(3), 0), RangeError);
});
