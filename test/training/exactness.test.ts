import assert from "node:assert/strict";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { knobKeys } from "../../src/experiment/knobs.ts";
import { timeline, type Intervention } from "../../src/experiment/timeline.ts";
import { branchRun } from "../../src/launching/branch-run.ts";
import { extendRun } from "../../src/launching/extend-run.ts";
import { replayRun } from "../../src/launching/replay-run.ts";
import { requestControl } from "../../src/launching/request-control.ts";
import { checkpointFile, listCheckpoints } from "../../src/runs/checkpoints.ts";
import { readDigests } from "../../src/runs/digests.ts";
import { readJournal } from "../../src/runs/journal.ts";
import { readRunInfo } from "../../src/runs/run-info.ts";
import { readScalars } from "../../src/runs/scalars.ts";
import { readStatus } from "../../src/runs/status.ts";
import { assertSame, prepare, reached, results, start, temporaryRuns, trainToEnd } from "./harness.ts";

/** Everything that could part: a ramp through 0, a lazy penalty, noise of every stream, an averaged generator. */
const demanding = {
  average: 0.9,
  "penalties.r1": { gamma: 0.1, every: 3 },
  "pairing.kind": "latent",
  criticSteps: 2,
  "discriminator.pack": 2,
  "discriminator.spectralNorm": true,
  schedule: [
    { at: 95, set: "pairing.weight", to: 0.02, over: 33 },
    { at: 250, set: "pairing.weight", to: 0 },
    { at: 301, set: "optimizers.generator.learningRate", to: 0.0005 },
  ],
};

/** Turned by hand: in the middle of a ramp, on a step that is evaluated, twice at one step, to the value that it has. */
const turned: readonly Intervention[] = [
  { step: 110, key: "pairing.weight", to: 0.03 },
  { step: 200, key: "pairing.noise", to: 0.3 },
  { step: 215, key: "pairing.temperature", to: 0.4 },
  { step: 215, key: "pairing.temperature", to: 0.2 },
  { step: 299, key: "penalties.r1.gamma", to: 0.1 },
];

/** As if it had been turned by hand: what a resume finds in the journal is applied at its steps. */
function turn(folder: string): void {
  const lines = turned.map(change => ({ at: "2026-01-01T00:00:00.000Z", kind: "intervention", ...change }));
  writeFileSync(join(folder, "journal.ndjson"), lines.map(line => `${JSON.stringify(line)}\n`).join(""));
}

/** The points of a knob's curve as its definition says: at evaluations and corners, each once. */
function knobPoints(folder: string, key: string): [number, number][] {
  const { experiment } = readRunInfo(folder);
  const { at, corners } = timeline(experiment, turned);
  const evaluated = [0, 100, 200, 300, 400];
  const bends = corners(0, 399).flatMap(({ step, keys }) => (keys.includes(key) ? [step] : []));
  const steps = [...new Set([...evaluated, ...bends])].sort((a, b) => a - b);
  return steps.map(step => [step, Math.fround(at(step)[key] ?? NaN)]);
}

test("a run killed again and again, and resumed, ends with the bytes of one that never was, its knobs' points too", async t => {
  const runs = temporaryRuns(t);
  const whole = await prepare(runs, demanding);
  turn(whole);
  assert.equal((await trainToEnd(whole)).code, 0);
  for (const key of knobKeys(readRunInfo(whole).experiment)) {
    const points = readScalars(whole).get(`knob/${key}`) ?? [];
    assert.deepEqual(
      points.map(({ step, value }) => [step, value]),
      knobPoints(whole, key),
      key,
    );
  }
  // The status tells of a step four times a second: at this pace in time to kill the run before its last.
  const broken = await prepare(runs, { ...demanding, pace: 40 });
  turn(broken);
  const random = (below: number) => Math.floor(Math.random() * below);
  for (const step of [
    1,
    30 + random(60),
    111,
    130 + random(60),
    199,
    201,
    216 + random(40),
    300 + random(60),
  ]) {
    t.diagnostic(`killed after step ${step}`);
    const trainer = await start(broken);
    await reached(broken, step);
    process.kill(trainer.pid, "SIGKILL");
    assert.equal((await trainer.ended).signal, "SIGKILL");
  }
  assert.equal((await trainToEnd(broken)).code, 0);
  const [expected, found] = [results(whole), results(broken)];
  for (const all of [expected, found]) all.delete("knob/pace");
  assert.ok(expected.has("checkpoints/00000400/state.safetensors") && expected.has("pairing/gradient_ratio"));
  assertSame(found, expected);
});

test("an interrupted run saves at that very step, says how to go on, and ends with the same bytes", async t => {
  const runs = temporaryRuns(t);
  const whole = await prepare(runs, demanding);
  await trainToEnd(whole);
  const broken = await prepare(runs, { ...demanding, pace: 200 });
  const trainer = await start(broken);
  await reached(broken, 120);
  const end = await trainer.stop();
  assert.equal(end.code, 130);
  assert.match(end.message, /pairing-lab resume /);
  const { step, state } = readStatus(broken);
  assert.equal(state, "stopped");
  assert.equal(listCheckpoints(broken).at(-1)?.step, step);
  assert.equal((await trainToEnd(broken)).code, 0);
  const [expected, found] = [results(whole), results(broken)];
  for (const all of [expected, found]) all.delete("knob/pace");
  assertSame(found, expected);
});

test("steps in calls of one are the steps in calls of ten, bit for bit", async t => {
  const runs = temporaryRuns(t);
  const folders = [await prepare(runs, demanding), await prepare(runs, demanding)];
  const [tens, ones] = folders;
  assert.ok(tens !== undefined && ones !== undefined);
  const info = JSON.parse(readFileSync(join(ones, "run.json"), "utf8")) as { plan: { stepsPerCall: number } };
  info.plan.stepsPerCall = 1;
  writeFileSync(join(ones, "run.json"), JSON.stringify(info));
  for (const folder of folders) assert.equal((await trainToEnd(folder)).code, 0);
  assertSame(results(ones), results(tens));
});

test("weight 0 gives the bytes of any other pairing at 0, and turning it on leaves what came before", async t => {
  const runs = temporaryRuns(t);
  const none = await prepare(runs, { steps: 200, "pairing.noise": 0.7, "pairing.temperature": 2 });
  const later = await prepare(runs, {
    steps: 200,
    schedule: [{ at: 100, set: "pairing.weight", to: 0.5, over: 0 }],
  });
  for (const folder of [none, later]) assert.equal((await trainToEnd(folder)).code, 0);
  const generator = (folder: string, step: number) =>
    readFileSync(checkpointFile(join(folder, "checkpoints", String(step).padStart(8, "0")), "generator"));
  assert.ok(generator(none, 100).equals(generator(later, 100)));
  assert.ok(!generator(none, 200).equals(generator(later, 200)));
  const embedding = (step: number) => readDigests(later).get(step)?.tensors["embedding.samples.0.weight"];
  assert.equal(embedding(100), embedding(0), "frozen while the weight is 0");
  assert.notEqual(embedding(200), embedding(100));
});

test("interventions are applied again after a crash, and a replay finds every checkpoint equal", async t => {
  const runs = temporaryRuns(t);
  const folder = await prepare(runs, { pace: 150 });
  const trainer = await start(folder);
  await reached(folder, 20);
  const set = await requestControl(folder, { do: "set", key: "pairing.weight", value: 0.3 }, { by: "test" });
  assert.equal(set?.kind, "intervention");
  await reached(folder, 110);
  const saved = await requestControl(folder, { do: "checkpoint" }, { by: "test" });
  const again = await requestControl(
    folder,
    { do: "set", key: "penalties.r1.gamma", value: 0.2 },
    { by: "test" },
  );
  await reached(folder, (again?.step ?? 0) + 10);
  process.kill(trainer.pid, "SIGKILL");
  await trainer.ended;
  assert.equal((await trainToEnd(folder)).code, 0);
  const gamma = readScalars(folder).get("knob/penalties.r1.gamma")?.at(-1);
  assert.ok(Math.abs((gamma?.value ?? 0) - 0.2) < 1e-6);

  const replay = await replayRun({ folder, script: "dist/trainer.js" });
  assert.equal(replay.parted, null);
  assert.deepEqual(
    replay.checkpoints.map(({ step }) => step),
    [...readDigests(folder).keys()].sort((a, b) => a - b),
  );
  const asked = replay.checkpoints.find(({ step }) => step === saved?.step);
  assert.equal(asked?.equal, true, "the checkpoint that was asked for is compared too");
});

test("a replay of a run whose record was altered says where it parts, in which tensor and by how much", async t => {
  const runs = temporaryRuns(t);
  const folder = await prepare(runs, { steps: 200 });
  await trainToEnd(folder);
  const path = join(folder, "run.json");
  const info = JSON.parse(readFileSync(path, "utf8")) as {
    experiment: { optimizers: { discriminator: { learningRate: number } } };
  };
  info.experiment.optimizers.discriminator.learningRate *= 1.01;
  writeFileSync(path, JSON.stringify(info));
  const { parted, checkpoints } = await replayRun({ folder, script: "dist/trainer.js" });
  assert.deepEqual(
    checkpoints.map(c => c.equal),
    [true, false],
  );
  assert.ok(parted !== null);
  assert.equal(parted.step, 100);
  const tensor = parted.tensors.find(({ name }) => name === "discriminator.0.weight");
  assert.ok(tensor !== undefined && (tensor.absolute ?? 0) > 0, JSON.stringify(parted.tensors[0]));
});

test("a branch with nothing changed goes on as its parent, one with another seed does not", async t => {
  const runs = temporaryRuns(t);
  const parent = await prepare(runs, demanding);
  await trainToEnd(parent);
  const same = await branchRun({ folder: parent, step: 200, runsFolder: runs });
  const other = await branchRun({ folder: parent, step: 200, runsFolder: runs, seed: 99 });
  for (const folder of [same, other]) assert.equal((await trainToEnd(folder)).code, 0);
  const last = (folder: string) => readDigests(folder).get(400)?.digest;
  assert.equal(last(same), last(parent));
  assert.notEqual(last(other), last(parent));
  const scalars = readScalars(same);
  assert.equal(scalars.get("quality/coverage")?.[0]?.step, 200, "its own story begins with its first state");
  assert.equal((await replayRun({ folder: other, script: "dist/trainer.js" })).parted, null);
});

test("a run resumed with more steps goes on from its end, and says so in its journal", async t => {
  const runs = temporaryRuns(t);
  const folder = await prepare(runs, { steps: 200 });
  const longer = await prepare(runs, { steps: 300 });
  await trainToEnd(folder);
  assert.match((await trainToEnd(folder)).message, /already at step 200/);
  assert.equal((await trainToEnd(folder, { steps: 300 })).code, 0);
  await trainToEnd(longer);
  assert.equal(readDigests(folder).get(300)?.digest, readDigests(longer).get(300)?.digest);
  assert.ok(readJournal(folder).some(({ key, from, to }) => key === "steps" && from === 200 && to === 300));
});

test("a run that is extended has the bytes of one that was planned so, but for what its first end added", async t => {
  const runs = temporaryRuns(t);
  const planned = { ...demanding, schedule: demanding.schedule.slice(0, 2) };
  const whole = await prepare(runs, { ...planned, steps: 400 });
  await trainToEnd(whole);
  const even = await prepare(runs, { ...planned, steps: 300 });
  await trainToEnd(even);
  await assert.rejects(extendRun(even, 300, { by: "test" }), /expected a step after 300/);
  await extendRun(even, 400, { by: "test" });
  const { state, steps } = readStatus(even);
  assert.deepEqual([state, steps], ["stopped", 400], "it can wait for its turn, and go on from anywhere");
  assert.equal((await trainToEnd(even)).code, 0);
  assertSame(results(even), results(whole));
  assert.deepEqual(
    readJournal(even).map(({ key, from, to, by }) => [key, from, to, by]),
    [["steps", 300, 400, "test"]],
  );

  // Its first end lies between what is recorded: an evaluation, samples and a checkpoint more, and all else the same.
  const odd = await prepare(runs, { ...planned, steps: 270 });
  await trainToEnd(odd);
  await extendRun(odd, 400, { by: "test" });
  await trainToEnd(odd);
  const [found, expected] = [readDigests(odd), readDigests(whole)];
  assert.deepEqual(
    [...found.keys()].filter(step => !expected.has(step)),
    [270],
  );
  for (const [step, { digest }] of expected) assert.equal(found.get(step)?.digest, digest, String(step));
  const others = (folder: string) =>
    [...readScalars(folder)]
      .filter(([tag]) => !tag.startsWith("speed/"))
      .map(([tag, points]) => [
        tag,
        points.filter(({ step }) => step !== 270).map(({ step, value }) => [step, value]),
      ]);
  assert.deepEqual(others(odd), others(whole));
});

test("a run that goes up to a step for now is done there with its plan unchanged, and later goes on to its end", async t => {
  const runs = temporaryRuns(t);
  const folder = await prepare(runs, { steps: 200 });
  assert.equal((await trainToEnd(folder, { upTo: 100 })).code, 0);
  const told = () => {
    const { state, step, steps, message } = readStatus(folder);
    return [state, step, steps, message];
  };
  assert.deepEqual(told(), ["done", 100, 200, "trained up to step 100, as asked"]);
  assert.equal(readJournal(folder).length, 0, "nothing was decided");
  assert.equal((await trainToEnd(folder)).code, 0);
  assert.deepEqual(told(), ["done", 200, 200, ""]);
  // A run of an earlier version, whose plan was the step at which halving decides.
  const status = readFileSync(join(folder, "status.json"), "utf8");
  writeFileSync(join(folder, "status.json"), status.replace('"steps": 200', '"steps": 100'));
  assert.equal((await trainToEnd(folder, { upTo: 300 })).code, 0);
  assert.deepEqual(told(), ["done", 300, 300, ""]);
});
