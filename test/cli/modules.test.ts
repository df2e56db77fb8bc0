// Modules of a researcher's own in the terminal: nothing of them runs without --trust, and what needs none runs nothing.
import assert from "node:assert/strict";
import { existsSync, mkdirSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { lastLine, pairingLab, workFolder, writeSmallExperiment } from "./terminal-command.ts";

const folder = workFolder();
const mark = join(folder, "it-ran");
const module = join(folder, "own.mjs");
const marking = `process.getBuiltinModule("fs").writeFileSync(${JSON.stringify(mark)}, "");
export default ({ tf, samples }) => tf.mean(tf.square(samples));`;
writeFileSync(module, marking);
const pairing = { kind: "custom", module: "own.mjs", weight: 0.1 };
const file = writeSmallExperiment(folder, { pairing });
// A module lies where the experiment does, wherever the sweep lies.
mkdirSync(join(folder, "sweeps"));
const sweepFile = join("sweeps", "w.sweep.json");
writeFileSync(join(folder, sweepFile), JSON.stringify({ experiment: `../${file}`, seeds: [1, 2] }));

const needsTrust = /^pairing-lab \w+: pairing\.module own\.mjs is a program .* --trust if you trust it/;

/** Whether something ran since it was last asked. */
function ran(): boolean {
  const it = existsSync(mark);
  rmSync(mark, { force: true });
  return it;
}

test("without --trust nothing of a module runs, nothing is made, and what to do is said", async () => {
  assert.equal((await pairingLab(folder, "check", file)).code, 0);
  for (const words of [
    ["train", file],
    ["sweep", sweepFile, "--runs", "w"],
  ]) {
    const { code, err } = await pairingLab(folder, ...words);
    assert.equal(code, 2);
    assert.match(err, needsTrust);
  }
  assert.ok(!existsSync(join(folder, "runs")) && !existsSync(join(folder, "w")) && !ran());
});

test("a trusted run trains; resume, branch and replay ask again, and looking at it never does", async () => {
  const trained = await pairingLab(folder, "train", file, "--trust");
  assert.equal(trained.code, 0, trained.err);
  assert.ok(ran());
  const run = lastLine(trained);
  const again = [
    ["resume", run, "--steps", "80"],
    ["branch", run, "--at", "40", "--set", "pairing.weight=0.2"],
    ["replay", run],
  ];
  for (const words of again) {
    const { code, err } = await pairingLab(folder, ...words);
    assert.equal(code, 2);
    assert.match(err, needsTrust);
  }
  assert.ok(!ran() && readdirSync(join(folder, "runs")).length === 1);
  const looks = [
    ["show", run],
    ["evaluate", run],
    ["sample", run, "--out", "s.npy"],
    ["interpolate", run, "--from", "0", "--to", "1", "--out", "i.npy"],
  ];
  for (const words of looks) {
    const { code, err } = await pairingLab(folder, ...words);
    assert.equal(code, 0, err);
  }
  assert.ok(!ran());
  // The file is gone: what was trained is in the run.
  rmSync(module);
  for (const words of again) {
    const { code, err } = await pairingLab(folder, ...words, "--trust");
    assert.equal(code, 0, err);
    assert.ok(ran(), words.join(" "));
  }
  writeFileSync(module, marking);
});

test("a trusted sweep gives each run the module; with another text of it, its folder refuses it", async () => {
  const sweep = ["sweep", sweepFile, "--runs", "w", "--trust"];
  const trained = await pairingLab(folder, ...sweep);
  assert.equal(trained.code, 0, trained.err);
  assert.ok(ran());
  const runs = readdirSync(join(folder, "w")).filter(name => existsSync(join(folder, "w", name, "run.json")));
  assert.equal(runs.length, 2);
  for (const run of runs) assert.ok(existsSync(join(folder, "w", run, "modules", "pairing.mjs")));
  writeFileSync(module, `${marking}\n// another`);
  const other = await pairingLab(folder, ...sweep);
  assert.equal(other.code, 2);
  assert.match(other.err, /holds this sweep with another text of the module own\.mjs/);
});

test("a mistake is told in one line, with the module's own place", async () => {
  writeFileSync(module, "export default ({ samples }) =>\n  samples.nothing.at(0);");
  const { code, err } = await pairingLab(folder, "train", file, "--trust");
  assert.equal(code, 2);
  assert.match(err.trimEnd().split("\n").at(-1) ?? "", /own\.mjs:2:19: Cannot read properties of undefined/);
});
