import assert from "node:assert/strict";
import { test } from "node:test";
import { probeLatents } from "../data/latents.ts";
import { CallError } from "../protocol/calls.ts";
import { chosenLatents } from "./latent-choice.ts";

const space = { size: 3, distribution: "normal" } as const;
const refused = (message: RegExp) => (error: unknown) =>
  error instanceof CallError && error.code === "input" && message.test(error.message);

test("probe latents are those of the run's samples", () => {
  const { shape, data } = chosenLatents({ kind: "probe", count: 5 }, space);
  assert.deepEqual(shape, [5, 3]);
  assert.deepEqual(data, probeLatents(space, 5));
});

test("random latents depend on the seed alone, and a larger set starts with the smaller one", () => {
  const of = (seed: number, count: number) => chosenLatents({ kind: "random", seed, count }, space).data;
  assert.deepEqual(of(1, 4), of(1, 9).subarray(0, 12));
  assert.notDeepEqual(of(1, 4), of(2, 4));
  assert.notDeepEqual(of(0, 4), probeLatents(space, 4));
});

test("given latents are taken as they are, unless one is not finite", () => {
  const data = Float32Array.of(1, 2, 3, 4, 5, 6);
  assert.deepEqual(chosenLatents({ kind: "given", size: 3, data }, space), { shape: [2, 3], data });
  for (const bad of [NaN, Infinity]) {
    const broken = { kind: "given", size: 3, data: data.map((value, i) => (i === 4 ? bad : value)) } as const;
    assert.throws(() => chosenLatents(broken, space), refused(/latent 1 \(counted from 0\) .* not finite/));
  }
});

test("more numbers than fit are refused before they are made", () => {
  const wide = { size: 1_000_000, distribution: "uniform" } as const;
  assert.throws(() => chosenLatents({ kind: "probe", count: 1000 }, wide), refused(/at most 67/));
});
