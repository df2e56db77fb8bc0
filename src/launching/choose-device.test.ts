import assert from "node:assert/strict";
import { test } from "node:test";
import { parseSetting, readExperiment } from "../experiment/read.ts";
import { executionPlan, isPlainlyForProcessor } from "../experiment/execution-plan.ts";
import type { DeviceReport } from "../devices/report.ts";
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

const cpu = { name: "cpu", usable: true, software: false } as const;
const card = { name: "webgpu", usable: true, maker: "A card", software: false } as const;

/** A machine with these devices, whose speeds are known; what was timed is noted. */
function machine(reports: readonly DeviceReport[], speeds: Readonly<Record<string, number | null>>) {
  const timed: string[] = [];
  const asked = {
    mayHave: () => true,
    reports: () => Promise.resolve(reports),
    time: (_: unknown, device: string) => {
      timed.push(device);
      return Promise.resolve(speeds[device] ?? null);
    },
  };
  return { timed, choose: (of = experiment("digits")) => chooseDevice(of, 2, {}, asked) };
}

test("auto takes the fastest of what was timed, and tells all timings", async () => {
  const fast = await machine([cpu, card], { cpu: 5, webgpu: 50 }).choose();
  assert.deepEqual(fast, { device: "webgpu", timings: { cpu: 5, webgpu: 50 } });
  const slow = await machine([cpu, card], { cpu: 5, webgpu: 1 }).choose();
  assert.deepEqual(slow, { device: "cpu", timings: { cpu: 5, webgpu: 1 } });
  const broken = await machine([cpu, card], { cpu: 5, webgpu: null }).choose();
  assert.deepEqual(broken, { device: "cpu", timings: { cpu: 5 } });
});

test("auto times nothing where there is no choice: one device, a software one, a toy, modules of one's own", async () => {
  const processor = { device: "cpu", timings: null };
  const unusable = { name: "webgpu", usable: false, reason: "none" } as const;
  const own = '{ "data": { "kind": "digits" }, "pairing": { "kind": "custom", "module": "own.mjs" } }';
  for (const [reports, of] of [
    [[cpu, unusable]],
    [[cpu, { ...card, software: true }]],
    [[cpu, card], experiment("ring")],
    [[cpu, card], readExperiment(own, "own.gan.json")],
  ] as const) {
    const { timed, choose } = machine(reports, { cpu: 5, webgpu: 50 });
    assert.deepEqual(await choose(of), processor);
    assert.deepEqual(timed, []);
  }
});

test("an experiment's own steps are timed, and what fails has no speed", async () => {
  const small = ["generator.hidden=[8]", "discriminator.hidden=[8]", "batch=8"];
  const speed = await stepsPerSecond(experiment("ring", ...small), "cpu", 1);
  assert.ok(speed !== null && speed > 0);
  const missing = readExperiment('{ "data": { "kind": "npy", "file": "no-such-file.npy" } }', "e.gan.json");
  assert.equal(await stepsPerSecond(missing, "cpu", 1), null);
});
