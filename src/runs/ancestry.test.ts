import assert from "node:assert/strict";
import { rmSync } from "node:fs";
import { basename } from "node:path";
import { test } from "node:test";
import { newBranch, newRun, statusOf, temporaryFolder } from "../../test/support/run-folder.ts";
import { ancestralEvents, loadAncestors } from "./ancestry.ts";
import { loadRunInfo } from "./run-info.ts";
import { openRunForWriting } from "./run-writer.ts";

async function recorded(folder: string, from: number, to: number, value: number): Promise<void> {
  const writer = await openRunForWriting(folder);
  for (let step = from; step <= to; step++) writer.scalars(step, { "loss/generator": value });
  writer.status(statusOf(to));
  writer.close();
}

async function inherited(folder: string): Promise<[number, number][]> {
  const points: [number, number][] = [];
  for await (const events of ancestralEvents(await loadAncestors(folder, await loadRunInfo(folder))))
    for (const event of events)
      if (event.kind === "scalars") points.push([event.step, event.scalars["loss/generator"] ?? NaN]);
  return points;
}

test("a branch inherits what its ancestors recorded up to where it left each of them", async t => {
  const runs = temporaryFolder(t);
  const first = await newRun(runs);
  await recorded(first, 1, 9, 1);
  const second = await newBranch(runs, first, 4);
  await recorded(second, 5, 9, 2);
  const third = await newBranch(runs, second, 6);
  assert.deepEqual(await inherited(first), []);
  assert.deepEqual(await inherited(third), [
    [1, 1],
    [2, 1],
    [3, 1],
    [4, 1],
    [5, 2],
    [6, 2],
  ]);
  // Left before the second one had a step of its own.
  const early = await newBranch(runs, second, 2);
  assert.deepEqual(await inherited(early), [
    [1, 1],
    [2, 1],
  ]);
});

test("a parent that is gone, or is named by a path, gives nothing", async t => {
  const runs = temporaryFolder(t);
  const first = await newRun(runs);
  await recorded(first, 1, 3, 1);
  const branch = await newBranch(runs, first, 2);
  const info = await loadRunInfo(branch);
  const named = { ...info, parent: { id: `../${basename(runs)}/${basename(first)}`, step: 2 } };
  assert.deepEqual(await loadAncestors(branch, named), []);
  rmSync(first, { recursive: true });
  assert.deepEqual(await inherited(branch), []);
});
