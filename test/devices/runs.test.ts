// Whole runs on a software card, by real trainers: recorded, resumed, replayed, branched, and told where the card is gone.
// A process of its own has that card in its environment, and so have the trainers that it starts.
import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { existsSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { branchRun } from "../../src/launching/branch-run.ts";
import { chooseDevice } from "../../src/launching/choose-device.ts";
import { deviceReport } from "../../src/launching/devices.ts";
import { prepareRun } from "../../src/launching/prepare-run.ts";
import { replayRun } from "../../src/launching/replay-run.ts";
import { readExperiment } from "../../src/experiment/read.ts";
import { listCheckpoints } from "../../src/runs/checkpoints.ts";
import { readRunInfo } from "../../src/runs/run-info.ts";
import { readStatus } from "../../src/runs/status.ts";
import { role, roleEnvironment } from "../support/self-as-child.ts";
import { withoutCards } from "../support/software-card.ts";
import { assertSame, prepare, results, trainToEnd } from "../training/harness.ts";
import { testOnSoftwareCard } from "./on-software-card.ts";

const script = "dist/trainer.js";
const small = {
  device: "webgpu",
  steps: 20,
  "pairing.weight": 0.02,
  "penalties.r1.gamma": 0.1,
  record: { scalars: 1, samples: 10, evaluation: 10, checkpoint: 10 },
};

/** The environment of a process that finds no card, though the machine has one. */
const withoutCard = (folder: string): NodeJS.ProcessEnv => ({
  ...roleEnvironment("without a card"),
  ...withoutCards,
  PAIRING_LAB_TEST_RUN: folder,
});

const cases: Readonly<Record<string, (runs: string) => Promise<void>>> = {
  "the software card is found, and told as one": async () => {
    const report = await deviceReport("webgpu");
    assert.equal(report.usable, true, JSON.stringify(report));
    assert.equal(report.software, true);
    assert.match(report.maker ?? "", /llvmpipe/);
  },
  "auto never takes it": async () => {
    const text = JSON.stringify({ data: { kind: "digits" } });
    const choice = await chooseDevice(readExperiment(text, "auto.gan.json"), 1);
    assert.deepEqual(choice, { device: "cpu", timings: null });
  },
  "a run is recorded, resumed to the same bytes, replayed, and branched onto the processor": async runs => {
    const whole = await prepare(runs, small);
    assert.equal(readRunInfo(whole).device, "webgpu");
    // Nor is what the card's runtime says on standard error taken for the trainer's last word.
    assert.deepEqual(await trainToEnd(whole), { code: 0, signal: null, message: "" });
    const broken = await prepare(runs, small);
    assert.equal((await trainToEnd(broken, { upTo: 10 })).code, 0);
    assert.equal((await trainToEnd(broken)).code, 0);
    assertSame(results(broken, 20), results(whole, 20));
    const replayed = await replayRun({ folder: whole, script });
    assert.equal(replayed.parted, null);
    assert.equal(replayed.checkpoints.length, listCheckpoints(whole).length);
    const branch = await branchRun({
      folder: whole,
      step: 10,
      runsFolder: runs,
      settings: [{ key: "device", value: "cpu" }],
    });
    assert.equal(readRunInfo(branch).plan.device, "cpu");
    assert.equal((await trainToEnd(branch)).code, 0);
    assert.equal(readStatus(branch).step, 20);
    // Without its card the run says how to go on, and a new one has no folder.
    const child = spawn(process.execPath, process.argv.slice(1, 2), {
      env: withoutCard(whole),
      stdio: ["ignore", "pipe", "inherit"],
    });
    let said = "";
    for await (const chunk of child.stdout.setEncoding("utf8")) said += String(chunk);
    const [resumed = "", refused = ""] = said.trimEnd().split("\n");
    assert.match(resumed, /"webgpu" cannot be used here.*branch .*--at 20 --set device=cpu/);
    assert.match(refused, /device: "webgpu" cannot be used on this machine: .*[.\w]/);
  },
  "a run of convolutions is recorded and replayed": async runs => {
    const changes = {
      device: "webgpu",
      steps: 4,
      record: { scalars: 1, samples: 4, evaluation: 4, checkpoint: 2 },
    };
    const folder = await prepare(runs, changes, "images");
    const end = await trainToEnd(folder);
    assert.equal(end.code, 0, end.message);
    assert.ok(existsSync(join(folder, "samples", "00000004.png")));
    assert.equal((await replayRun({ folder, script })).parted, null);
  },
};

if (role === "without a card") {
  const folder = process.env["PAIRING_LAB_TEST_RUN"] ?? "";
  const end = await trainToEnd(folder, { steps: 30 });
  console.log(end.message);
  const experiment = readExperiment('{ "data": { "kind": "ring" }, "device": "webgpu" }', "none.gan.json");
  const runs = join(folder, "..", "none");
  const refused = await prepareRun({ experiment, runsFolder: runs }).then(() => "it was not refused", String);
  console.log(existsSync(runs) ? "a folder was made" : refused);
  process.exit(0);
}

const inFolders = Object.entries(cases).map(([name, keep]): [string, () => Promise<void>] => [
  name,
  async () => {
    const runs = mkdtempSync(join(tmpdir(), "pairing-lab-test-"));
    try {
      await keep(runs);
    } finally {
      rmSync(runs, { recursive: true, force: true });
    }
  },
]);
await testOnSoftwareCard("runs on a software card", Object.fromEntries(inFolders), "inherit");
