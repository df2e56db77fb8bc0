import assert from "node:assert/strict";
import { existsSync, readFileSync, rmSync, truncateSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { branchRun } from "../../src/launching/branch-run.ts";
import { checkpointFile, lastCheckpoint, listCheckpoints } from "../../src/runs/checkpoints.ts";
import { readJournal } from "../../src/runs/journal.ts";
import { readStatus } from "../../src/runs/status.ts";
import { openerOf } from "../../src/viewing/open-network.ts";
import { prepare, results, temporaryRuns, trainToEnd } from "./harness.ts";

type File = Parameters<typeof checkpointFile>[1];

const placeOf = (folder: string, step: number) => join(folder, "checkpoints", String(step).padStart(8, "0"));

/** Turns one bit in the last bytes of a file: the header stays sound. */
function flip(folder: string, step: number, file: File = "state"): void {
  const path = checkpointFile(placeOf(folder, step), file);
  const bytes = readFileSync(path);
  bytes.writeUInt8(bytes.readUInt8(bytes.length - 5) ^ 4, bytes.length - 5);
  writeFileSync(path, bytes);
}

const damages: Readonly<Record<string, (folder: string) => readonly number[]>> = {
  "flipped bytes of the last": folder => {
    flip(folder, 150);
    return [150];
  },
  "of the last two, one cut and one without a network": folder => {
    truncateSync(checkpointFile(placeOf(folder, 150), "state"), 900);
    rmSync(checkpointFile(placeOf(folder, 100), "generator"));
    return [100, 150];
  },
  "zeros in all": folder => {
    const steps = listCheckpoints(folder).map(({ step }) => step);
    for (const step of steps) {
      const path = checkpointFile(placeOf(folder, step), "state");
      const bytes = readFileSync(path);
      writeFileSync(path, bytes.fill(0, bytes.length - 200));
    }
    return steps;
  },
};

for (const [what, damage] of Object.entries(damages))
  test(`damage (${what}) is told before going on, and the run ends with the bytes of one without`, async t => {
    const runs = temporaryRuns(t);
    const changes = { steps: 200, "record.checkpoint": 50, "record.evaluation": 50 };
    const [whole, broken] = [await prepare(runs, changes), await prepare(runs, changes)];
    assert.equal((await trainToEnd(whole)).code, 0);
    assert.equal((await trainToEnd(broken, { upTo: 150 })).code, 0);
    const damaged = damage(broken);
    const sound = damaged.includes(0) ? 0 : Math.min(...damaged) - 50;
    assert.equal((await trainToEnd(broken)).code, 0);
    const [notice, ...more] = readJournal(broken);
    assert.deepEqual([notice?.kind, notice?.step, more], ["notice", sound, []]);
    assert.match(notice?.message ?? "", /damaged.*goes on from step .*put aside/);
    for (const step of damaged) assert.ok(existsSync(`${placeOf(broken, step)}.damaged`), String(step));
    assert.deepEqual(results(broken, 50), results(whole, 50));
    assert.equal(readStatus(broken).message, "");
  });

test("of a damaged checkpoint nothing is branched, shown or begun, with the reason", async t => {
  const runs = temporaryRuns(t);
  const folder = await prepare(runs, { steps: 100 });
  assert.equal((await trainToEnd(folder)).code, 0);
  const branch = await branchRun({ folder, step: 100, runsFolder: runs, steps: 150 });
  flip(branch, 100);
  const end = await trainToEnd(branch);
  assert.equal(end.code, 1);
  assert.match(
    end.message,
    /checkpoint that this branch began from is damaged; branch again: pairing-lab branch .* --at 100/,
  );
  assert.ok(lastCheckpoint(branch), "nothing is put aside where nothing else is left");

  const place = lastCheckpoint(folder);
  assert.ok(place !== null);
  await (await openerOf("generator")(place)).close();
  flip(folder, 100, "generator");
  const damaged = /generator\.onnx: this checkpoint is damaged/;
  await assert.rejects(openerOf("generator")(place), { name: "CallError", message: damaged });
  await assert.rejects(branchRun({ folder, step: 100, runsFolder: runs, steps: 150 }), damaged);
});
