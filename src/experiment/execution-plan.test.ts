import assert from "node:assert/strict";
import { test } from "node:test";
import { executionPlan } from "./execution-plan.ts";
import { knownSampleSize, memoryEstimate } from "./memory-estimate.ts";
import { parseSetting, readExperiment } from "./read.ts";

const experiment = (...settings: string[]) =>
  readExperiment('{ "data": { "kind": "ring" } }', "e.gan.json", { settings: settings.map(parseSetting) });

test("a multilayer perceptron runs on one thread, a hundred steps a call, unless the file asks for threads", () => {
  const plan = { device: "cpu", threads: 1, graphOptimization: "all", stepsPerCall: 100 };
  assert.deepEqual(executionPlan(experiment()), plan);
  assert.deepEqual(executionPlan(experiment("threads=3")), { ...plan, threads: 3 });
});

test("the larger networks and batch, the fewer steps a call, and never none", () => {
  const wide = (width: number) =>
    ["generator", "discriminator", "pairing.embedding"].map(key => `${key}.hidden=[${width},${width}]`);
  const stepsOf = (...settings: string[]) => executionPlan(experiment(...settings)).stepsPerCall;
  assert.equal(stepsOf(...wide(128), "batch=512"), 9);
  assert.equal(stepsOf(...wide(4096), "batch=4096"), 1);
});

test("the memory estimate is small for toys and grows with weights, batch, pairs and evaluation", () => {
  const small = memoryEstimate(experiment());
  assert.ok(small > 100e6 && small < 300e6, String(small));
  for (const larger of [
    "generator.hidden=[4096,4096]",
    "batch=65536",
    "evaluation.samples=50000",
    "latent.size=4096",
  ]) {
    assert.ok(memoryEstimate(experiment(larger)) > small, larger);
  }
  const wide = memoryEstimate(experiment(`generator.hidden=[${Array(16).fill(8192).join(",")}]`));
  assert.ok(wide > 15 * 8192 ** 2 * 4 * 3, "weights and both moments alone");
  assert.ok(memoryEstimate(experiment("batch=65536")) > 65536 ** 2 * 4, "the similarities alone");
});

test("the sample size is known where the experiment says it", () => {
  assert.equal(knownSampleSize(experiment()), 2);
  assert.equal(knownSampleSize(experiment('data={"kind":"gaussians","dims":7}')), 7);
  assert.equal(knownSampleSize(experiment('data={"kind":"csv","file":"a","columns":["x","y","z"]}')), 3);
  assert.equal(knownSampleSize(experiment('data={"kind":"csv","file":"a"}')), null);
  const points = experiment('data={"kind":"npy","file":"a.npy"}');
  assert.ok(memoryEstimate(points, 1000) > memoryEstimate(points));
});
