import assert from "node:assert/strict";
import { closeSync, openSync, writeSync } from "node:fs";
import { join } from "node:path";
import { json } from "node:stream/consumers";
import { test } from "node:test";
import { bytesOf, scalar, version } from "../../test/support/event-file.ts";
import { largestMemory } from "../../test/support/largest-memory.ts";
import { temporaryFolder } from "../../test/support/run-folder.ts";
import { role, startSelf } from "../../test/support/self-as-child.ts";
import { exportScalars, scalarFormats } from "./export-scalars.ts";
import { historyOf } from "./history-file.ts";
import type { ScalarPoint } from "./scalars.ts";

const STEPS = 200_000;
const TAGS = ["loss/generator", "loss/discriminator", "loss/pairing", "loss/r1", "score/real", "score/fake"];

/** 50 MB: a record a step. */
function writeLongRecord(folder: string): void {
  const file = openSync(join(folder, "events.out.tfevents.1700000000.host.1.0"), "w");
  writeSync(file, bytesOf([version]));
  for (let step = 0; step < STEPS; step += 1000) {
    const events = Array.from({ length: 1000 }, (_, i) =>
      scalar(step + i, Object.fromEntries(TAGS.map(tag => [tag, step + i]))),
    );
    writeSync(file, bytesOf(events));
  }
  closeSync(file);
}

if (role === "read") {
  const [, , folder = "", target = ""] = process.argv;
  const before = largestMemory();
  const { tags } = await historyOf(folder);
  await exportScalars(folder, target, scalarFormats[".csv"]);
  const last = tags.get(TAGS[0] ?? "")?.last;
  console.log(JSON.stringify({ last, grown: largestMemory() - before }));
} else
  test("a record of a million points is summed up and exported piece by piece", async t => {
    const folder = temporaryFolder(t);
    writeLongRecord(folder);
    const { stdout } = startSelf("read", [folder, join(folder, "scalars.csv")]);
    assert.ok(stdout !== null);
    const { last, grown } = (await json(stdout)) as { last: ScalarPoint; grown: number };
    assert.deepEqual(last, { step: STEPS - 1, value: STEPS - 1 });
    // Its 1,200,000 points took a hundred bytes each.
    assert.ok(grown < 60e6, `${grown / 1e6} MB`);
  });
