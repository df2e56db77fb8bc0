import assert from "node:assert/strict";
import { copyFileSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { basename, join } from "node:path";
import { test } from "node:test";
import { newBranch, newRun, statusOf, temporaryFolder } from "../../test/support/run-folder.ts";
import { ancestralEvents, loadAncestry } from "./ancestry.ts";
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
  const { ancestors } = await loadAncestry(folder, await loadRunInfo(folder));
  for await (const events of ancestralEvents(ancestors))
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

test("a parent that is gone gives nothing", async t => {
  const runs = temporaryFolder(t);
  const first = await newRun(runs);
  await recorded(first, 1, 3, 1);
  const branch = await newBranch(runs, first, 2);
  rmSync(first, { recursive: true });
  assert.deepEqual(await inherited(branch), []);
});

/** Changes run.json as somebody does by hand. */
function edit(folder: string, change: object): void {
  const path = join(folder, "run.json");
  writeFileSync(path, JSON.stringify({ ...(JSON.parse(readFileSync(path, "utf8")) as object), ...change }));
}

test("parents that lead in a circle are each read once, and told", async t => {
  const runs = temporaryFolder(t);
  const first = await newRun(runs);
  const second = await newBranch(runs, first, 4);
  const third = await newBranch(runs, second, 6);
  edit(first, { parent: { id: basename(second), step: 3 } });
  const known = async (folder: string) => {
    const { ancestors, trouble } = await loadAncestry(folder, await loadRunInfo(folder));
    return { folders: ancestors.map(ancestor => ancestor.folder), trouble };
  };
  const { folders, trouble } = await known(third);
  assert.deepEqual(folders, [first, second]);
  assert.match(trouble ?? "", /circle, by way of/);
  edit(first, { parent: { id: basename(first), step: 3 } });
  const own = await known(first);
  assert.deepEqual(own.folders, []);
  assert.match(own.trouble ?? "", /circle/);
});

test("of a chain without end a hundred are read, and that is told", async t => {
  const runs = temporaryFolder(t);
  const newest = await newRun(runs, [], { id: "1", step: 3 });
  for (let i = 1; i <= 120; i++) {
    mkdirSync(join(runs, String(i)));
    copyFileSync(join(newest, "run.json"), join(runs, String(i), "run.json"));
    edit(join(runs, String(i)), { id: String(i), parent: { id: String(i + 1), step: 3 } });
  }
  const { ancestors, trouble } = await loadAncestry(newest, await loadRunInfo(newest));
  assert.equal(ancestors.length, 100);
  assert.match(trouble ?? "", /more than 100 times/);
});
