import assert from "node:assert/strict";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { readJournal } from "../../src/runs/journal.ts";
import { readRunInfo } from "../../src/runs/run-info.ts";
import { prepare, temporaryRuns, trainToEnd } from "./harness.ts";

test("a run whose data file changed goes on and says so once; one whose file is the same says nothing", async t => {
  const runs = temporaryRuns(t);
  const file = join(runs, "points.csv");
  const points = (shift: number) =>
    Array.from({ length: 200 }, (_, i) => `${Math.sin(i) + shift},${Math.cos(i)}`).join("\n");
  writeFileSync(file, points(0));
  const folder = await prepare(runs, { data: { kind: "csv", file }, steps: 200, "evaluation.samples": 40 });
  assert.match(readRunInfo(folder).dataDigest ?? "", /^[0-9a-f]{64}$/);
  const notices = () => readJournal(folder).filter(({ kind }) => kind === "notice");
  await trainToEnd(folder, { steps: 100 });
  writeFileSync(file, points(0));
  await trainToEnd(folder, { steps: 120 });
  assert.deepEqual(notices(), []);
  writeFileSync(file, points(1));
  for (const steps of [140, 160]) assert.equal((await trainToEnd(folder, { steps })).code, 0);
  const [notice, ...more] = notices();
  assert.deepEqual(more, []);
  assert.equal(notice?.step, 120);
  assert.match(notice.message ?? "", /data files are not those that this run began with/);
});
