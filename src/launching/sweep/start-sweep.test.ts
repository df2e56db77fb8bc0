import assert from "node:assert/strict";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { temporaryFolder } from "../../../test/support/run-folder.ts";
import { splitOptions } from "../slurm/sbatch-options.ts";
import { startSweep, sweepWords } from "./start-sweep.ts";

test("the words are those of the terminal command; Slurm's options come through whole", () => {
  const place = { file: "/w/a b.sweep.json", folder: "/w/runs/a b", trust: false };
  assert.deepEqual(sweepWords({ ...place, jobs: 3, where: { launcher: "local" } }), [
    "sweep", "/w/a b.sweep.json", "--runs", "/w/runs/a b", "--jobs", "3",
  ]); // prettier-ignore
  const options = ["--partition=main", "--comment=it's two words"];
  const words = sweepWords({ ...place, jobs: null, where: { launcher: "slurm", options } });
  assert.deepEqual(words.slice(4, 7), ["--launcher", "slurm", "--slurm"]);
  assert.deepEqual(splitOptions(words[7] ?? ""), options);
  assert.equal(
    sweepWords({ ...place, jobs: null, where: { launcher: "slurm", options: [] } }).includes("--slurm"),
    false,
  );
});

test("a sweep's process writes what it says under the command into the folder's log", async t => {
  const home = temporaryFolder(t);
  const program = join(home, "program.mjs");
  writeFileSync(program, `console.error("said", process.argv.slice(2).join(" ")); process.exit(3);`);
  const folder = join(home, "runs", "w");
  const order = {
    file: "w.sweep.json",
    folder,
    program,
    trust: true,
    jobs: 1,
    where: { launcher: "local" },
  } as const;
  // A detached child keeps nobody waiting, this test included.
  const awake = setInterval(() => undefined, 1000);
  t.after(() => {
    clearInterval(awake);
  });
  const { ended } = await startSweep(order);
  assert.equal(await ended, 3);
  const [first = "", second = ""] = readFileSync(join(folder, "sweep.log"), "utf8").split("\n");
  assert.match(first, /^[\d-]+T[\d:.]+Z pairing-lab sweep w\.sweep\.json --runs .* --trust --jobs 1$/);
  assert.equal(second, `said sweep w.sweep.json --runs ${folder} --trust --jobs 1`);
});
