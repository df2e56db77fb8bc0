import assert from "node:assert/strict";
import { test } from "node:test";
import { findMisshapen } from "./constraints.ts";
import { executionPlan, fitsBeside, planRuns, type Machine } from "./execution-plan.ts";
import { knownSampleShape, memoryEstimate } from "./memory-estimate.ts";
import { parseSetting, readExperiment } from "./read.ts";
import type { Experiment } from "./schema.ts";

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

test("a residual network of either player is computed as convolutions are", () => {
  for (const player of ["generator", "discriminator"])
    assert.equal(executionPlan(images("generator.kind=mlp", "discriminator.kind=mlp", `${player}.kind=resnet`), 6).threads, 6); // prettier-ignore
});

test("the memory estimate of a residual network grows with maps, blocks, batch and size, and counts its weights", () => {
  const residual = (...others: string[]) => images("generator.kind=resnet", "discriminator.kind=resnet", ...others); // prettier-ignore
  const digits = memoryEstimate(residual());
  assert.ok(digits > memoryEstimate(images()) && digits < 12e9, String(digits));
  for (const larger of ["batch=1024", "generator.channels=512", "discriminator.blocks=16"])
    assert.ok(memoryEstimate(residual(larger)) > 1.5 * digits, larger);
  assert.ok(memoryEstimate(residual("generator.groups=32")) < digits);
  assert.ok(memoryEstimate(residual(), [64, 64, 3]) > 1.5 * digits);
  assert.ok(memoryEstimate(residual(), [20, 20, 1]) < digits, "refused elsewhere");
});

test("a residual discriminator, which has convolutions of zeros, is refused with spectral normalisation", () => {
  assert.throws(
    () => images("discriminator.kind=resnet", "discriminator.spectralNorm=true"),
    /discriminator.spectralNorm: found true; expected false for the kind "resnet"/,
  );
});

test("groups of a residual network share out its inner maps evenly", () => {
  const found = (groups: number) => () => images("generator.kind=resnet", "generator.channels=6", `generator.groups=${groups}`); // prettier-ignore
  found(4)();
  assert.throws(
    found(5),
    /generator.groups: found 5; expected a divisor of 12, which is twice generator.channels/,
  );
});

test("the memory estimate of a DCGAN grows with maps, batch and size", () => {
  const digits = memoryEstimate(images());
  assert.ok(digits > 150e6 && digits < 1e9, String(digits));
  for (const larger of ["batch=1024", "generator.channels=1024", "discriminator.channels=1024"])
    assert.ok(memoryEstimate(images(larger)) > 2 * digits, larger);
  assert.ok(memoryEstimate(images(), [64, 64, 3]) > 1.5 * digits);
});

test("the memory estimate counts what a pack adds to the discriminator's first layer", () => {
  const wide = ['data={"kind":"gaussians","dims":64}', "discriminator.hidden=[8192]", "batch=16"];
  const added =
    memoryEstimate(experiment(...wide, "discriminator.pack=16")) - memoryEstimate(experiment(...wide));
  assert.ok(added > 15 * 64 * 8192 * 4 * 3, "weights and both moments alone");
});

test("the memory estimate counts spectrally normalised weights", () => {
  const wide = "discriminator.hidden=[8192,8192]";
  const added =
    memoryEstimate(experiment(wide, "discriminator.spectralNorm=true")) - memoryEstimate(experiment(wide));
  assert.ok(added > 8192 ** 2 * 4);
});

test("convolutions are refused for other shapes of samples, where the network's kind stands", () => {
  for (const kind of ["dcgan", "resnet"]) {
    const judged = images("generator.kind=mlp", `discriminator.kind=${kind}`);
    assert.deepEqual(findMisshapen(judged, [28, 28, 1]), []);
    const found = findMisshapen(judged, [20, 20, 1]);
    assert.deepEqual(
      found.map(({ path }) => path.join(".")),
      ["discriminator.kind"],
    );
    assert.match(found[0]?.message ?? "", new RegExp(`"${kind}".*28, 32 or 64 pixels.*\\[20, 20, 1\\]`));
  }
});

test("translation is refused where no side is long enough to be shifted by a pixel", () => {
  const shifted = images("generator.kind=mlp", "discriminator.kind=mlp", 'augment=["color","translation"]');
  assert.deepEqual(findMisshapen(shifted, [3, 4, 1]), []);
  const [found] = findMisshapen(shifted, [3, 3, 1]);
  assert.deepEqual(found?.path, ["augment", 1]);
  assert.match(found.message, /at least 4 pixels a side.*\[3, 3, 1\]/);
});

test("the memory estimate counts augmented images", () => {
  const added =
    memoryEstimate(images('augment=["color"]', "batch=4096")) - memoryEstimate(images("batch=4096"));
  assert.ok(added > 2 * 4096 * 28 * 28 * 4, "those of both batches");
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

const GB = 1e9;
const machine: Machine = { cores: 16, memory: 32 * GB };
const planned = (
  experiments: readonly Experiment[],
  {
    jobs = null,
    cores = null,
    memory = GB,
  }: { jobs?: number | null; cores?: number | null; memory?: number } = {},
) => planRuns({ experiments, memory, jobs, cores }, machine);

test("runs at the same time share the cores, and never have more threads together than there are", () => {
  const one = planned([images()]);
  assert.deepEqual([one.jobs, one.cores, one.load.threads], [1, 16, 16]);
  for (const jobs of [1, 2, 3, 5, 16, 40]) {
    const { cores, load, jobs: at } = planned([images()], { jobs });
    assert.equal(executionPlan(images(), cores).threads, load.threads);
    assert.ok(at * load.threads <= Math.max(machine.cores, jobs), `${jobs} jobs`);
    assert.ok(at >= Math.min(jobs, 16), `${jobs} jobs`);
  }
  assert.equal(planned([experiment()]).jobs, 16);
  assert.equal(
    planned([experiment()], { jobs: 40, memory: 0.2 * GB }).jobs,
    40,
    "of one thread each, as many as asked",
  );
  assert.equal(planned([images("threads=8")], { jobs: 4 }).jobs, 2);
  assert.equal(
    planned([experiment(), images("threads=8")]).jobs,
    2,
    "the configuration with the most threads counts",
  );
});

test("no more run at the same time than memory holds, and those share all cores", () => {
  const { jobs, cores, load } = planned([images()], { jobs: 16, memory: 8 * GB });
  assert.deepEqual([jobs, cores, load], [4, 4, { threads: 4, memory: 8 * GB }]);
  assert.equal(planned([experiment()], { memory: 100 * GB }).jobs, 1);
});

test("runs that are added later have the threads of those that are there", () => {
  const before = planned([images()], { jobs: 4 });
  const later = planned([images()], { jobs: 16, cores: before.cores });
  assert.deepEqual([later.load.threads, later.jobs], [4, 4]);
  const smaller = planRuns(
    { experiments: [images()], memory: GB, jobs: 2, cores: 4 },
    { cores: 2, memory: 32 * GB },
  );
  assert.deepEqual([smaller.load.threads, smaller.jobs], [4, 1]);
});

test("a run fits beside others while there are cores and memory for all; alone it always does", () => {
  const load = (threads: number, gigabytes = 1) => ({ threads, memory: gigabytes * GB });
  assert.ok(fitsBeside(load(99, 99), [], machine, 1));
  assert.ok(fitsBeside(load(8), [load(8)], machine, 2));
  // The first had all sixteen, when it was alone, and the second its half.
  assert.ok(fitsBeside(load(8), [load(16)], machine, 2));
  assert.ok(!fitsBeside(load(9), [load(16)], machine, 2));
  assert.ok(!fitsBeside(load(1, 20), [load(1, 20)], machine, 2));
  assert.ok(!fitsBeside(load(1), [load(1)], machine, 1));
  const small = { cores: 2, memory: machine.memory };
  assert.ok(
    fitsBeside(load(1), [load(1), load(1), load(1)], small, 4),
    "so many of one thread as were asked for",
  );
});
