import assert from "node:assert/strict";
import { availableParallelism, totalmem } from "node:os";
import { test } from "node:test";
import { allottedCpus, quotaIn, thisMachine } from "./this-machine.ts";

test("of a machine there is what the system, a container and a job leave of it", () => {
  const { cores, memory } = thisMachine();
  assert.ok(Number.isInteger(cores) && cores >= 1 && cores <= availableParallelism());
  assert.ok(memory > 0 && memory <= totalmem());
});

test("a job's share is what Slurm says of its task, else of its node", () => {
  assert.equal(allottedCpus({ SLURM_CPUS_PER_TASK: "4", SLURM_CPUS_ON_NODE: "8" }), 4);
  assert.equal(allottedCpus({ SLURM_CPUS_ON_NODE: "8" }), 8);
  assert.equal(allottedCpus({}), null);
  assert.equal(allottedCpus({ SLURM_CPUS_PER_TASK: "some" }), null);
});

test("a quota is a number of CPUs, a part of one counts as one", () => {
  assert.equal(quotaIn("200000 100000\n"), 2);
  assert.equal(quotaIn("150000 100000"), 2);
  assert.equal(quotaIn("max 100000"), null);
  assert.equal(quotaIn(""), null);
});
