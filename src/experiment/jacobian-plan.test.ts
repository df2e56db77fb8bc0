import assert from "node:assert/strict";
import { test } from "node:test";
import { jacobianLatents } from "../measures/jacobian.ts";
import { jacobianPlan } from "./jacobian-plan.ts";
import { memoryEstimate } from "./memory-estimate.ts";
import { readExperiment } from "./read.ts";

const ofSize = (size: number) =>
  readExperiment(`{ "data": { "kind": "ring" }, "latent": { "size": ${size} } }`, "large.gan.json", {});

test("latents to measure the Jacobian at take memory in proportion to their size, not to its square, and the estimate knows it", () => {
  const bytes = (size: number) => {
    const latents = { data: new Float32Array(512 * size), rows: 512, dims: size };
    return jacobianLatents(latents, jacobianPlan(ofSize(size), [2])).byteLength;
  };
  assert.equal(bytes(2), 2 * 256 * 2 * 2 * 4, "small ones in all directions");
  assert.equal(bytes(4096), 2 * bytes(2048));
  assert.ok(bytes(4096) < 20e6, `${bytes(4096)}`);
  for (const size of [2, 64, 65, 2048, 4096]) {
    const whole = 512 * size * 4 + bytes(size);
    assert.ok(memoryEstimate(ofSize(size)) - 160e6 > whole, `${size}`);
  }
});
