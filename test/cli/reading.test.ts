// What was read of the data's files, as the terminal tells it.

import assert from "node:assert/strict";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { lastLine, pairingLab, workFolder, writeSmallExperiment } from "./terminal-command.ts";
import { readJournal } from "../../src/runs/journal.ts";

const folder = workFolder();
const rows = Array.from({ length: 60 }, (_, i) => `${i},${Math.sin(i)},${Math.cos(i)}\n`).join("");
const told = '60 points of 2 dimensions (x, y\\u001b[2J); column 0 left out: it numbers the rows; 1 comment line passed over'; // prettier-ignore

test("check and the start of train tell what they read, on standard output and in the journal", async () => {
  writeFileSync(join(folder, "points.csv"), `# by hand\n,x,y\u001b[2J\n${rows}`);
  const file = writeSmallExperiment(folder, { data: { kind: "csv", file: "points.csv" } });
  const checked = await pairingLab(folder, "check", file);
  assert.equal(checked.out, `Data: ${told}\n`, checked.err);
  const { data } = JSON.parse((await pairingLab(folder, "check", file, "--json")).out) as { data: unknown };
  assert.deepEqual(data, [told.replace("\\u001b", "\u001b")]);
  writeFileSync(join(folder, "w.sweep.json"), JSON.stringify({ experiment: file, seeds: [1, 2] }));
  assert.equal((await pairingLab(folder, "check", "w.sweep.json")).out, `Data: ${told}\n`);
  const trained = await pairingLab(folder, "train", file);
  assert.equal(trained.code, 0, trained.err);
  assert.ok(trained.err.includes(`Note: data: ${told}\n`), trained.err);
  const [notice] = readJournal(lastLine(trained));
  assert.equal(notice?.message, `data: ${told.replace("\\u001b", "\u001b")}`);
});

test("an experiment without files has nothing to tell", async () => {
  const checked = await pairingLab(folder, "check", writeSmallExperiment(folder));
  assert.deepEqual([checked.code, checked.out], [0, ""]);
});
