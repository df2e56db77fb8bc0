// Runs all of whose networks are a researcher's own: every verb takes them, and what a verb prints can be pasted.
import assert from "node:assert/strict";
import { copyFileSync, existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { basename, join } from "node:path";
import { test } from "node:test";
import { decodeNpy } from "../../src/formats/npy.ts";
import { visibleLine } from "../../src/plain/plain-text.ts";
import { listRuns } from "../../src/runs/list.ts";
import { readStatus } from "../../src/runs/status.ts";
import { until } from "../support/until.ts";
import { lastLine, pairingLab, paste, start, workFolder, writeSmallExperiment } from "./terminal-command.ts";

const folder = workFolder();
const modules = ["own-generator", "own-discriminator", "even-stretch"];
const bringModules = () => {
  for (const name of modules) copyFileSync(`examples/${name}.mjs`, join(folder, `${name}.mjs`));
};
bringModules();
const own = {
  generator: { kind: "custom", module: "own-generator.mjs", options: { width: 8 } },
  discriminator: { kind: "custom", module: "own-discriminator.mjs", options: { width: 8 } },
  pairing: { kind: "custom", module: "even-stretch.mjs", weight: 0.01 },
};
const file = writeSmallExperiment(folder, own);
// Slow enough to be caught at work on any machine; what is planned from then on, its end is near.
const long = writeSmallExperiment(folder, { ...own, name: "long", steps: 100_000, pace: 200 });

/** The command that was printed after these words. */
const printed = (after: string, { err }: { readonly err: string }): string =>
  new RegExp(`${after}: (pairing-lab .*)\n`).exec(err)?.[1] ?? assert.fail(err);

/** As a folder may be called: what a shell, a terminal and our own options would take for something else. */
const odd = "--its 'runs'\n\u001b]0;t\u0007  $(touch made) `touch made`; \u202e!x";

test("what is interrupted goes on by the command that was printed, though the modules' files are gone", async () => {
  const { child, ended, shows } = start(folder, "train", long, "--trust", `--runs=${odd}`);
  await shows("steps/s");
  child.kill("SIGINT");
  const interrupted = await ended;
  assert.equal(interrupted.code, 130, interrupted.err);
  const [id = ""] = readdirSync(join(folder, odd));
  const run = join(folder, odd, id);
  const { step } = readStatus(run);
  for (const name of modules) rmSync(join(folder, `${name}.mjs`));
  const resumed = await paste(folder, `${printed("To go on", interrupted)} --steps ${step + 5}`);
  bringModules();
  assert.equal(resumed.code, 0, resumed.err);
  assert.deepEqual([lastLine(resumed), readStatus(run).step], [visibleLine(run), step + 5]);
  assert.ok(!existsSync(join(folder, "made")));
});

test("a sweep that is interrupted goes on by the command that was printed", async () => {
  writeFileSync(join(folder, "-w.sweep.json"), JSON.stringify({ experiment: long, seeds: [1] }));
  const { child, ended } = start(folder, "sweep", "--runs=--its sweep", "--trust", "--", "-w.sweep.json");
  const trains = (from: number) =>
    until("its run trains", async () => {
      const runs = await listRuns(join(folder, "--its sweep"));
      return runs.find(run => run.kind === "run" && run.state === "training" && run.status.step > from);
    });
  const run = await trains(0);
  child.kill("SIGINT");
  const interrupted = await ended;
  assert.equal(interrupted.code, 130, interrupted.err);
  const again = paste(folder, printed("To go on with what is missing", interrupted));
  await trains(readStatus(run.folder).step);
  assert.equal((await pairingLab(folder, "control", run.folder, "stop")).code, 0);
  const { code, err } = await again;
  assert.equal(code, 0, err);
  assert.match(err, /1 stopped as asked\.\n$/);
});

test("every verb that looks at a run takes it without trust; branch, replay and sweep train it with", async () => {
  const checked = await pairingLab(folder, "check", file);
  assert.match(
    checked.out,
    /^Memory: at most about 0\.\d GB a run; its own networks are counted as layers of 512, 512, 512 units/m,
  );
  const trained = await pairingLab(folder, "train", file, "--trust");
  assert.equal(trained.code, 0, trained.err);
  const run = lastLine(trained);
  const id = basename(run);
  for (const words of [
    ["runs"],
    ["show", id],
    ["show", id, "--scatter"],
    ["show", id, "--out", "scalars.csv"],
    ["evaluate", id],
    ["sample", id, "--count", "50", "--out", "s.npy"],
    ["sample", id, "--step", "20", "--out", "s.png"],
    ["interpolate", id, "--from", "0", "--to", "1", "--out", "i.npy"],
    ["branch", id, "--at", "20", "--set", "pairing.weight=0.1", "--trust"],
    ["replay", id, "--trust"],
  ]) {
    const { code, err } = await pairingLab(folder, ...words);
    assert.equal(code, 0, `${words.join(" ")}: ${err}`);
  }
  assert.deepEqual(decodeNpy(readFileSync(join(folder, "s.npy"))).shape, [50, 2]);
});
