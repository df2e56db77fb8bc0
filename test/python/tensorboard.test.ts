import assert from "node:assert/strict";
import { test } from "node:test";
import { peersMissing, python } from "../peers/python.ts";
import { temporaryFolder } from "../support/run-folder.ts";
import { pythonMissing, runWriter } from "./python-writer.ts";

test(
  "TensorBoard's own reader reads what the Python writer writes, and what a resume makes void",
  { skip: pythonMissing || peersMissing("tensorboard") },
  t => {
    const folder = runWriter(
      temporaryFolder(t),
      `
with made(3, data="faces", domain="images") as run:
    for step in run.steps():
        run.log(step, {"loss/generator": step, "größe": 2.5})
        run.samples(step, [[[[0.0]]]])
with pairing_lab_run.resume(run.folder, step=1, steps=2) as run:
    for step in run.steps(): run.log(step, {"loss/generator": 10})
print(run.folder)
`,
    ).trim();
    const read = python(
      `
from tensorboard.backend.event_processing.event_accumulator import EventAccumulator
found = EventAccumulator(given).Reload()
points = {tag: [(e.step, e.value) for e in found.Scalars(tag)] for tag in found.Tags()["scalars"]}
print(json.dumps([points, [(e.step, e.width, e.height) for e in found.Images("samples")]]))`,
      folder,
    );
    assert.deepEqual(read, [
      {
        "loss/generator": [
          [1, 1],
          [2, 10],
        ],
        größe: [[1, 2.5]],
      },
      [[1, 1, 1]],
    ]);
  },
);
