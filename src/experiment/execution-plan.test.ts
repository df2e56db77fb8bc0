import assert from "node:assert/strict";
import { test } from "node:test";
import { findMisshapen } from "./constraints.ts";
import { executionPlan } from "./execution-plan.ts";
import { knownSampleShape, memoryEstimate } from "./memory-estimate.ts";
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

const images = (...settings: string[]) =>
  readExperiment('{ "data": { "kind": "digits" } }', "e.gan.json", { settings: settings.map(parseSetting) });

test("convolutions run on every core, a step a call, in the layout that the compiler chose", () => {
  const plan = { device: "cpu", threads: 6, graphOptimization: "disabled", stepsPerCall: 1 };
  assert.deepEqual(executionPlan(images(), 6), plan);
  assert.deepEqual(executionPlan(images("threads=2"), 6), { ...plan, threads: 2 });
  const flat = images("generator.kind=mlp", "discriminator.kind=mlp");
  const { threads, graphOptimization, stepsPerCall } = executionPlan(flat, 6);
  assert.deepEqual([threads, graphOptimization], [1, "all"]);
  assert.ok(stepsPerCall > 1 && stepsPerCall < 100, "its first layer is wide");
});

test("the memory estimate of a DCGAN grows with maps, batch and size", () => {
  const digits = memoryEstimate(images());
  assert.ok(digits > 150e6 && digits < 1e9, String(digits));
  for (const larger of ["batch=1024", "generator.channels=1024", "discriminator.channels=1024"])
    assert.ok(memoryEstimate(images(larger)) > 2 * digits, larger);
  assert.ok(memoryEstimate(images(), [64, 64, 3]) > 1.5 * digits);
});

test("a DCGAN is refused for other shapes of samples, where the network's kind stands", () => {
  assert.deepEqual(findMisshapen(images(), [28, 28, 1]), []);
  const found = findMisshapen(images("generator.kind=mlp"), [20, 20, 1]);
  assert.deepEqual(
    found.map(({ path }) => path.join(".")),
    ["discriminator.kind"],
  );
  assert.match(found[0]?.message ?? "", /28, 32 or 64 pixels.*\[20, 20, 1\]/);
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

test("the sample's shape is known where the experiment says it", () => {
  assert.deepEqual(knownSampleShape(experiment()), [2]);
  assert.deepEqual(knownSampleShape(experiment('data={"kind":"gaussians","dims":7}')), [7]);
  assert.deepEqual(
    knownSampleShape(experiment('data={"kind":"csv","file":"a","columns":["x","y","z"]}')),
    [3],
  );
  assert.deepEqual(knownSampleShape(experiment('data={"kind":"csv","file":"a"}')), null);
  const points = experiment('data={"kind":"npy","file":"a.npy"}');
  assert.ok(memoryEstimate(points, [1000]) > memoryEstimate(points));
});
