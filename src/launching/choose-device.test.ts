import assert from "node:assert/strict";
import { test } from "node:test";
import { parseSetting, readExperiment } from "../experiment/read.ts";
import { executionPlan, isPlainlyForProcessor } from "../experiment/execution-plan.ts";
import { chooseDevice, fastest, stepsPerSecond } from "./choose-device.ts";

const experiment = (kind: string, ...settings: string[]) =>
  readExperiment(JSON.stringify({ data: { kind } }), "e.gan.json", { settings: settings.map(parseSetting) });

test("the fastest device is taken, the processor where nothing is faster", () => {
  assert.equal(fastest({ cpu: 10, webgpu: 80 }), "webgpu");
  assert.equal(fastest({ cpu: 10, webgpu: 10 }), "cpu");
  assert.equal(fastest({ webgpu: 0.1 }), "webgpu");
  assert.equal(fastest({}), "cpu");
});

test("a toy is computed by the processor without a look at anything, convolutions are measured", () => {
  assert.ok(isPlainlyForProcessor(experiment("ring")));
  assert.ok(!isPlainlyForProcessor(experiment("digits")));
  assert.ok(!isPlainlyForProcessor(experiment("ring", "generator.hidden=[4096,4096]", "batch=4096")));
});

test("a device that is asked for is taken, and planned for a call of several steps", async () => {
  const asked = experiment("ring", "device=webgpu");
  assert.deepEqual(await chooseDevice(asked, 1), { device: "webgpu", timings: null });
  const plan = executionPlan(asked, 4);
  assert.deepEqual([plan.device, plan.threads], ["webgpu", 1]);
  assert.ok(plan.stepsPerCall > 1);
  assert.equal(executionPlan(experiment("ring", "device=cpu"), 4).device, "cpu");
  assert.equal(executionPlan(experiment("ring"), 4, "webgpu").device, "webgpu");
});

test("an experiment's own steps are timed, and what fails has no speed", async () => {
  const small = ["generator.hidden=[8]", "discriminator.hidden=[8]", "batch=8"];
  const speed = await stepsPerSecond(experiment("ring", ...small), "cpu", 1);
  assert.ok(speed !== null && speed > 0);
  const missing = readExperiment('{ "data": { "kind": "npy", "file": "no-such-file.npy" } }', "e.gan.json");
  assert.equal(await stepsPerSecond(missing, "cpu", 1), null);
});
