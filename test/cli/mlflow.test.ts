// Runs of MLflow's file store, written as MLflow 3 writes them, are listed and followed as logs of TensorBoard's are.
import assert from "node:assert/strict";
import { appendFileSync, mkdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { test } from "node:test";
import { EventLogTail, type LogSink } from "../../src/foreign/event-log-tail.ts";
import { findLogRuns } from "../../src/foreign/log-folder.ts";
import { summarizeLogRun } from "../../src/foreign/log-summary.ts";
import { temporaryFolder } from "../support/run-folder.ts";
import { printed } from "../support/terminal-output.ts";

const RUN = "860351463187253512/0c7f8b0e5f6b4a0c8e2d";

function writeStore(folder: string) {
  const put = (name: string, text: string) => {
    mkdirSync(dirname(join(folder, name)), { recursive: true });
    writeFileSync(join(folder, name), text);
  };
  put("0/meta.yaml", "name: Default\n");
  put("860351463187253512/meta.yaml", "name: gan\n");
  for (const run of [RUN, `.trash/${RUN}`]) {
    put(`${run}/meta.yaml`, "run_name: first\n");
    put(`${run}/metrics/loss/d`, "1796097411692 0.5 0\n1796097411700 0.25 1\n1796097411710 1e-05 2\n");
    put(
      `${run}/metrics/odd name`,
      "1796097411692 nan -3\n1796097411692 -inf -2 data abc\n1796097411692 2.0\nx\n1 2",
    );
    put(`${run}/metrics/empty`, "");
    put(`${run}/params/lr`, "0.001");
    put(`${run}/tags/mlflow.runName`, "first");
    put(`${run}/artifacts/model/events.out.tfevents.1`, "");
  }
}

test("MLflow's runs are listed by their metrics, parameters are named, what is damaged is counted", async t => {
  const folder = temporaryFolder(t);
  writeStore(folder);
  const runs = await findLogRuns(folder);
  assert.deepEqual(
    runs.map(({ name }) => name),
    [RUN, `${RUN}/artifacts/model`],
  );
  const [run] = runs;
  assert.ok(run !== undefined);
  const { scalars, others, skipped } = await summarizeLogRun(run);
  assert.deepEqual(
    [...scalars],
    [
      ["loss/d", { count: 3, first: { step: 0, value: 0.5 }, last: { step: 2, value: 1e-5 } }],
      ["odd name", { count: 4, first: { step: -3, value: NaN }, last: { step: 0, value: 2 } }],
    ],
  );
  assert.deepEqual([...others], [["lr", { plugin: "parameter", count: 1, steps: [0] }]]);
  assert.equal(skipped, 1);
  const told = await printed({ cwd: folder }, "import", ".");
  assert.match(told, /loss\/d +3 +0 +0\.500 +2[^]*lr +1 +0 +0 +parameter\n1 damaged record skipped/);
});

test("points that MLflow adds to a metric, and metrics that it adds, are followed; a line waits for its end", async t => {
  const folder = temporaryFolder(t);
  writeStore(folder);
  const found: [string, number, number][] = [];
  const sink: LogSink = {
    scalar: (tag, step, value) => void found.push([tag, step, value]),
    picture: () => undefined,
    tagged: () => undefined,
    restart: () => undefined,
    damaged: () => undefined,
    reset: () => found.splice(0),
    progress: () => undefined,
  };
  const tail = new EventLogTail(join(folder, RUN), sink);
  await tail.look();
  found.splice(0);
  appendFileSync(join(folder, RUN, "metrics/loss/d"), "1796097411720 7.0 3\n1796097411730 8");
  await tail.look();
  assert.deepEqual(found.splice(0), [["loss/d", 3, 7]]);
  appendFileSync(join(folder, RUN, "metrics/loss/d"), ".5 4\n");
  writeFileSync(join(folder, RUN, "metrics/new"), "1796097411730 1 4\n");
  await tail.look();
  assert.deepEqual(found, [
    ["loss/d", 4, 8.5],
    ["new", 4, 1],
  ]);
  await tail.finish();
});

test("a folder of Weights & Biases is refused by name, with what to do", async t => {
  const folder = temporaryFolder(t);
  mkdirSync(join(folder, "wandb/offline-run-20261201_040000-a1b2c3d4"), { recursive: true });
  writeFileSync(join(folder, "wandb/offline-run-20261201_040000-a1b2c3d4/run-a1b2c3d4.wandb"), ":W&B\0");
  for (const place of [".", "wandb", "wandb/offline-run-20261201_040000-a1b2c3d4"])
    assert.match(
      await printed({ cwd: folder }, "import", place),
      /a folder of Weights & Biases, .*sync_tensorboard=True/,
    );
});
