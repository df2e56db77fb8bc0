import assert from "node:assert/strict";
import { test } from "node:test";
import { slurmOptions } from "./slurm-options.ts";

const none = { partition: "", time: "", cpus: 0, gpus: 0, options: "" };

test("only what is set is said; the user's own options come last, and so they win", () => {
  assert.deepEqual(slurmOptions(none), []);
  assert.deepEqual(
    slurmOptions({
      partition: " main ",
      time: "1:00:00",
      cpus: 2,
      gpus: 1,
      options: `--mem=4G --comment="two words"`,
    }),
    [
      "--partition=main",
      "--time=1:00:00",
      "--cpus-per-task=2",
      "--gpus=1",
      "--mem=4G",
      "--comment=two words",
    ],
  );
});
