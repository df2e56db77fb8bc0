// Runs of images, by real trainer processes.
import assert from "node:assert/strict";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { setTimeout as delay } from "node:timers/promises";
import { probeLatents } from "../../src/data/latents.ts";
import { openModel } from "../../src/execution/model.ts";
import { decodeNpy } from "../../src/formats/npy.ts";
import { requestControl } from "../../src/launching/request-control.ts";
import { replayRun } from "../../src/launching/replay-run.ts";
import { checkpointFile, listCheckpoints } from "../../src/runs/checkpoints.ts";
import { readRunInfo } from "../../src/runs/run-info.ts";
import { samplesFile, sampleSteps } from "../../src/runs/samples.ts";
import { readScalars } from "../../src/runs/scalars.ts";
import { prepare, reached, results, start, temporaryRuns, trainToEnd } from "./harness.ts";

/** Everything that could part: pairing that ramps up from 0, a lazy penalty, several critic steps, an average. */
const demanding = {
  criticSteps: 2,
  "discriminator.pack": 2,
  "penalties.r1": { gamma: 0.1, every: 3 },
  schedule: [{ at: 8, set: "pairing.weight", to: 0.5, over: 11 }],
};

const networks = {
  dcgan: { "discriminator.spectralNorm": true },
  // Whose blocks begin with a convolution of zeros: there is nothing to normalise by.
  resnet: { "generator.kind": "resnet", "discriminator.kind": "resnet", "discriminator.groups": 2 },
};

for (const [kind, settings] of Object.entries(networks))
  test(`a killed and resumed run of images by ${kind} ends with the bytes of one that never was, and so does its replay`, async t => {
    const runs = temporaryRuns(t);
    const all = { ...settings, ...demanding };
    const whole = await prepare(runs, all, "images");
    assert.equal((await trainToEnd(whole)).code, 0);
    const broken = await prepare(runs, { ...all, pace: 20 }, "images");
    for (const step of [1, 14, 25]) {
      const trainer = await start(broken);
      await reached(broken, step);
      process.kill(trainer.pid, "SIGKILL");
      await trainer.ended;
    }
    assert.equal((await trainToEnd(broken)).code, 0);
    const [expected, found] = [results(whole, 10), results(broken, 10)];
    for (const result of [expected, found]) result.delete("knob/pace");
    assert.ok(expected.has("checkpoints/00000040/generator.onnx") && expected.has("pairing/gradient_ratio"));
    assert.deepEqual([...found.keys()].sort(), [...expected.keys()].sort());
    for (const [name, value] of expected) assert.ok(found.get(name) === value, `${name} differs`);
    assert.equal((await replayRun({ folder: broken, script: "dist/trainer.js" })).parted, null);
  });

test("samples are 96 images in -1..1 with their grid beside; the exported generator gives the same", async t => {
  const folder = await prepare(temporaryRuns(t), { steps: 20 }, "images");
  assert.equal((await trainToEnd(folder)).code, 0);
  assert.deepEqual(sampleSteps(folder), [0, 10, 20]);
  for (const step of [0, 10, 20]) assert.ok(existsSync(samplesFile(folder, step, "png")));
  const { shape, data } = decodeNpy(readFileSync(samplesFile(folder, 20)));
  assert.deepEqual(shape, [96, 28, 28, 1]);
  assert.ok(data.every(x => x >= -1 && x <= 1));
  const checkpoint = listCheckpoints(folder).find(({ step }) => step === 20);
  assert.ok(checkpoint !== undefined);
  const generator = await openModel(readFileSync(checkpointFile(checkpoint.folder, "generator")));
  const latents = probeLatents(readRunInfo(folder).experiment.latent, 96);
  const { sample = [] } = await generator.run(96, { latent: latents });
  await generator.close();
  assert.equal(sample.length, data.length);
  let worst = 0;
  sample.forEach((x, i) => (worst = Math.max(worst, Math.abs(x - Number(data[i])))));
  assert.ok(worst < 1e-5, `apart by ${worst}`);
  const discriminator = await openModel(readFileSync(checkpointFile(checkpoint.folder, "discriminator")));
  const { score } = await discriminator.run(96, { sample: Float32Array.from(data, Number) });
  await discriminator.close();
  assert.equal(score?.length, 96);
});

test("requests are answered in the middle of an evaluation, and a stop there is made up for on resume", async t => {
  const runs = temporaryRuns(t);
  const long = { steps: 10, "record.evaluation": 10, "evaluation.samples": 1000 };
  const whole = await prepare(runs, long, "images");
  assert.equal((await trainToEnd(whole)).code, 0);
  const broken = await prepare(runs, long, "images");
  const trainer = await start(broken);
  while (!sampleSteps(broken).includes(0)) await delay(5);
  for (const order of [{ do: "checkpoint" }, { do: "stop" }] as const) {
    const outcome = await requestControl(broken, order, { by: "test" });
    assert.equal(outcome?.step, 0);
    assert.ok(
      !readScalars(broken).has("quality/coverage"),
      `${order.do} is answered before the evaluation ends`,
    );
  }
  assert.equal((await trainer.ended).code, 0);
  assert.ok(!readScalars(broken).has("quality/coverage"), "the evaluation was left in its middle");
  assert.equal((await trainToEnd(broken)).code, 0);
  const [expected, found] = [results(whole, 10), results(broken, 10)];
  assert.ok(expected.has("quality/coverage"));
  assert.deepEqual([...found.keys()].sort(), [...expected.keys()].sort());
  for (const [name, value] of expected) assert.ok(found.get(name) === value, `${name} differs`);
});

const arms = {
  GAN: [{}, ["loss/generator", "collapse/effective_rank", "collapse/log_condition"]],
  "GAN + R1": [{ "penalties.r1.gamma": 1 }, ["loss/r1"]],
  "GAN + pairing": [{ "pairing.weight": 0.1 }, ["loss/pairing", "pairing/gradient_ratio"]],
  "GAN + latent pairing": [{ "pairing.weight": 0.1, "pairing.kind": "latent" }, ["pairing/accuracy"]],
  "GAN + pairing + R1": [{ "pairing.weight": 0.1, "penalties.r1.gamma": 1 }, ["loss/pairing", "loss/r1"]],
  R3GAN: [
    { ...networks.resnet, loss: "relativistic", "penalties.r1.gamma": 0.1, "penalties.r2.gamma": 0.1 },
    ["loss/r1", "loss/r2", "collapse/effective_rank"],
  ],
  "a perceptron of images": [{ generator: { kind: "mlp" }, discriminator: { kind: "mlp" } }, ["score/real"]],
} as const;

for (const [arm, [changes, tags]] of Object.entries(arms))
  test(`${arm} trains on images and records ${tags.join(", ")}`, async t => {
    const less = { steps: 10, "record.evaluation": 10, "evaluation.samples": 20 };
    const folder = await prepare(temporaryRuns(t), { ...less, ...changes }, "images");
    const end = await trainToEnd(folder);
    assert.equal(end.code, 0, end.message);
    const scalars = readScalars(folder);
    for (const tag of tags) assert.equal(scalars.get(tag)?.at(-1)?.step, 10, tag);
    assert.ok(existsSync(join(folder, "checkpoints", "00000010")));
  });
