import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { closeSync, openSync } from "node:fs";
import { test } from "node:test";
import { roleEnvironment, role } from "../../test/support/self-as-child.ts";
import { temporaryFolder } from "../../test/support/run-folder.ts";
import { readExperiment } from "../experiment/read.ts";
import { stepsPerSecond } from "./choose-device.ts";
import { slurmCommand } from "./slurm/slurm-command.ts";
import { startTrainer } from "./trainer.ts";
import { startViewer } from "./viewer.ts";

const experiment = readExperiment(`{"data":{"kind":"ring"}}`, "e.gan.json");

/** What starts a process, each by its name. */
const starts: Readonly<Record<string, (folder: string, script: string) => Promise<unknown>>> = {
  slurm: () => slurmCommand("squeue", [], 60_000),
  timing: () => stepsPerSecond(experiment, "cpu", 1),
  trainer: (folder, script) => startTrainer(folder, { detached: false, script }),
  "detached trainer": (folder, script) => startTrainer(folder, { detached: true, script }),
  viewer: (folder, script) => {
    const { caller, ended } = startViewer(script);
    return Promise.all([
      caller.call("evaluate", { run: folder, step: "last" }).then(String, (error: unknown) => String(error)),
      ended,
    ]);
  },
};

/** Opens files until no more can be opened, starts each process, and prints what became of it. */
async function exhausted(): Promise<void> {
  const [, script = "", folder = ""] = process.argv;
  const ends: Record<string, string> = {};
  // What is opened when first written to is opened now.
  process.stdout.write("");
  process.stderr.write("");
  for (const [name, start] of Object.entries(starts)) {
    const held: number[] = [];
    try {
      for (;;) held.push(openSync("/dev/null", "r"));
    } catch {
      ends[name] = await start(folder, script).then(
        given => `gave ${JSON.stringify(given)}`,
        (error: unknown) => String(error),
      );
    }
    for (const file of held) closeSync(file);
  }
  console.log(JSON.stringify(ends));
}

if (role === "exhausted") {
  await exhausted();
  process.exit();
}

test(
  "where no more files can be opened, who starts a process is told so, and lives",
  { skip: process.platform === "win32" && "a shell sets the limit" },
  t => {
    const [node, script = ""] = process.argv;
    // Enough to load this file's own parts, however many are read at once.
    const words = ["-c", 'ulimit -n 256 && exec "$0" "$@"', node ?? "", script, temporaryFolder(t)];
    const { status, stdout, stderr } = spawnSync("sh", words, {
      encoding: "utf8",
      env: roleEnvironment("exhausted"),
    });
    assert.equal(status, 0, stderr);
    const ends = JSON.parse(stdout) as Record<string, string>;
    assert.deepEqual(Object.keys(ends), Object.keys(starts));
    assert.match(ends["slurm"] ?? "", /^SlurmError: squeue cannot be run: .*EMFILE/);
    assert.equal(ends["timing"], "gave null");
    for (const name of ["trainer", "detached trainer"])
      assert.match(ends[name] ?? "", /^TrainerError: the trainer could not be started: .*EMFILE/);
    assert.match(ends["viewer"] ?? "", /CallError: the viewer cannot be started: .*EMFILE/);
  },
);
