import assert from "node:assert/strict";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { test, type TestContext } from "node:test";
import { linearRun } from "../../test/support/linear-run.ts";
import { temporaryFolder } from "../../test/support/run-folder.ts";
import { uniform } from "../../test/support/uniform.ts";
import { encodeNpy } from "../formats/npy.ts";
import { dashboardResultReaders } from "../protocol/dashboard-results.ts";
import { samplesFile } from "../runs/samples.ts";
import { viewerHandlers } from "./handlers.ts";

const { signal } = new AbortController();

/** A run whose data are 200 points, each with the label that `labelOf` gives it, far from the origin. */
async function labelledRun(t: TestContext, labelOf: (x: number, i: number) => string) {
  const folder = temporaryFolder(t);
  const draw = uniform(4);
  const rows = Array.from({ length: 200 }, (_, i) => {
    const x = 1000 + 8 * (draw() - 0.5);
    return `${x},${draw()},"${labelOf(x, i)}"`;
  });
  const file = join(folder, "points.csv");
  writeFileSync(file, ["x,y,kind", ...rows].join("\n"));
  const run = await linearRun(folder, {
    steps: [10],
    settings: [
      {
        key: "data",
        value: { kind: "csv", file, columns: ["x", "y"], labels: "kind" },
      },
    ],
  });
  return { run, view: viewerHandlers() };
}

test("points are of the class of the nearest real one: recorded samples, a path, a map and its shares alike", async t => {
  const { run, view } = await labelledRun(t, x => (x < 1000 ? "left\u001b[2J" : "r".repeat(500)));
  const scene = await view.scene({ run, count: 30 }, signal);
  assert.deepEqual(dashboardResultReaders["data/real"](scene), scene);
  const { classes, samples } = scene;
  assert.deepEqual(classes?.names[0], "left\\u001b[2J");
  assert.ok((classes.names[1]?.length ?? 500) <= 40);
  assert.equal(classes.unsure, null);
  classes.of.forEach((label, row) => {
    assert.equal(label, (samples.data[2 * row] ?? NaN) < 1000 ? 0 : 1);
  });
  const points = Float32Array.of(900, 0, 999, 0.5, 1001, 0.5, 5000, 3);
  writeFileSync(samplesFile(run, 10), encodeNpy({ shape: [4, 2], data: points }));
  const told = await view.sampleClasses({ run, step: 10 }, signal);
  assert.deepEqual(told, { step: 10, of: Uint16Array.of(0, 0, 1, 1) });
  // The generator's samples lie around the origin, left of all data.
  const asked = { run, step: 10, from: 0, to: 1 };
  const path = await view.path({ ...asked, count: 9, path: "lerp" }, signal);
  assert.deepEqual([path.mode, path.sigmas], [new Uint16Array(9), new Float32Array(9)]);
  const map = await view.latentMap({ ...asked, columns: 3, rows: 2 }, signal);
  assert.deepEqual(map.mode, new Uint16Array(6));
  assert.ok(Math.abs((map.shares[0] ?? 0) - 1) < 1e-9 && map.shares[1] === 0);
});

test("labels that the nearest sample does not tell are shown as the data's, and no generated sample is of any", async t => {
  const draw = uniform(5);
  const { run, view } = await labelledRun(t, () => (draw() < 0.5 ? "a" : "b"));
  const { classes } = await view.scene({ run, count: 30 }, signal);
  assert.match(classes?.unsure ?? "", /^the class of a sample cannot be told: .+ 66 % are needed$/);
  assert.equal(classes?.of.length, 30);
  writeFileSync(samplesFile(run, 10), encodeNpy({ shape: [1, 2], data: new Float32Array(2) }));
  assert.equal((await view.sampleClasses({ run, step: 10 }, signal)).of.length, 0);
  const asked = { run, step: 10, from: 0, to: 1 };
  assert.equal((await view.path({ ...asked, count: 9, path: "lerp" }, signal)).mode.length, 0);
  assert.equal((await view.latentMap({ ...asked, columns: 3, rows: 2 }, signal)).shares.length, 0);
});
