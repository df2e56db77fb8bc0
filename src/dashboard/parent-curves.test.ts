import assert from "node:assert/strict";
import { rmSync } from "node:fs";
import { test, type TestContext } from "node:test";
import { newBranch, newRun, statusOf, temporaryFolder } from "../../test/support/run-folder.ts";
import { loadRunInfo } from "../runs/run-info.ts";
import { openRunForWriting } from "../runs/run-writer.ts";
import { ParentCurves } from "./parent-curves.ts";

async function record(folder: string, from: number, to: number): Promise<void> {
  const writer = await openRunForWriting(folder);
  for (let step = from; step <= to; step++) writer.scalars(step, { "loss/generator": step });
  writer.status(statusOf(to));
  writer.close();
}

async function parentOf(t: TestContext, branch: string): Promise<ParentCurves> {
  const parent = new ParentCurves(branch, await loadRunInfo(branch));
  t.after(() => parent.close());
  return parent;
}

const newest = async (parent: ParentCurves) => {
  const series = (await parent.read()).get("loss/generator");
  return series === undefined ? null : series.step(series.length - 1);
};

test("a parent's curves go on past the fork, and on as it trains on", async t => {
  const runs = temporaryFolder(t);
  const run = await newRun(runs);
  await record(run, 1, 9);
  const parent = await parentOf(t, await newBranch(runs, run, 4));
  assert.equal(await newest(parent), 9);
  await record(run, 10, 12);
  assert.deepEqual(await Promise.all([newest(parent), newest(parent)]), [12, 12]);
});

test("what is no branch, and a branch whose parent is gone, have no such curves", async t => {
  const runs = temporaryFolder(t);
  const run = await newRun(runs);
  await record(run, 1, 9);
  assert.equal(await newest(await parentOf(t, run)), null);
  const branch = await newBranch(runs, run, 4);
  rmSync(run, { recursive: true });
  assert.equal(await newest(await parentOf(t, branch)), null);
});
