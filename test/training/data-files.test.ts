import assert from "node:assert/strict";
import { appendFileSync, copyFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { branchRun } from "../../src/launching/branch-run.ts";
import { replayRun } from "../../src/launching/replay-run.ts";
import { readJournal } from "../../src/runs/journal.ts";
import { readRunInfo } from "../../src/runs/run-info.ts";
import { prepare, temporaryRuns, trainToEnd } from "./harness.ts";

test("a run says once what it read of its data file, and once that the file changed", async t => {
  const runs = temporaryRuns(t);
  const file = join(runs, "points.csv");
  const points = (turns: number) =>
    Array.from({ length: 200 }, (_, i) => `${Math.sin(0.5 + i * (1 + turns))},${Math.cos(i)}`).join("\n");
  writeFileSync(file, points(0));
  const folder = await prepare(runs, { data: { kind: "csv", file }, steps: 200, "evaluation.samples": 40 });
  assert.match(readRunInfo(folder).dataDigest ?? "", /^[0-9a-f]{64}$/);
  const notices = () => readJournal(folder).filter(({ kind }) => kind === "notice");
  await trainToEnd(folder, { steps: 100 });
  writeFileSync(file, points(0));
  await trainToEnd(folder, { steps: 120 });
  assert.deepEqual(
    notices().map(({ message }) => message),
    ["data: 200 points of 2 dimensions (column 0, column 1); no header"],
  );
  writeFileSync(file, points(1));
  for (const steps of [140, 160]) assert.equal((await trainToEnd(folder, { steps })).code, 0);
  const [, notice, ...more] = notices();
  assert.deepEqual(more, []);
  assert.equal(notice?.step, 120);
  assert.match(notice.message ?? "", /data files are not those that this run began with/);

  const said: string[] = [];
  const order = { folder, script: "dist/trainer.js", to: 100 };
  const replay = await replayRun({
    ...order,
    onNotice: text => said.push(text),
    onCheckpoint: ({ step }) => said.push(String(step)),
  });
  assert.match(
    said[0] ?? "",
    /data files are not those that the run began with/,
    "before anything is compared",
  );
  assert.deepEqual(replay.notices, said.slice(0, 1));
  assert.ok(replay.parted !== null);
  writeFileSync(file, points(0));
  assert.deepEqual((await replayRun(order)).notices, []);
});

test("another feature network under the same name is told by a resume, a branch and a replay", async t => {
  const runs = temporaryRuns(t);
  const features = join(runs, "features.onnx");
  copyFileSync("assets/digits/classifier.onnx", features);
  const folder = await prepare(runs, { "evaluation.features": features, steps: 20 }, "images");
  assert.match(readRunInfo(folder).featuresDigest ?? "", /^[0-9a-f]{64}$/);
  assert.equal((await trainToEnd(folder, { upTo: 10 })).code, 0);
  // A remark at the end of an ONNX file: the same network by other bytes.
  appendFileSync(features, Buffer.from([0x32, 1, 0x78]));
  assert.equal((await trainToEnd(folder)).code, 0);
  const branch = await branchRun({ folder, step: 20, runsFolder: runs, steps: 22 });
  assert.equal((await trainToEnd(branch)).code, 0);
  for (const [run, step] of [
    [folder, 10],
    [branch, 20],
  ] as const) {
    const [notice, ...more] = readJournal(run);
    assert.deepEqual([notice?.kind, notice?.step, more], ["notice", step, []]);
    assert.match(notice?.message ?? "", /feature network is not the one that this run began with/);
  }
  const { notices, parted } = await replayRun({ folder, script: "dist/trainer.js", to: 10 });
  assert.equal(parted, null);
  assert.match(notices.join(), /^the feature network is not the one/);
});
