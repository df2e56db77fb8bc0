import assert from "node:assert/strict";
import { cpSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { basename, join } from "node:path";
import { test } from "node:test";
import { refuseFiles } from "../../test/support/refusing-files.ts";
import { newRun, smallExperiment, temporaryFolder } from "../../test/support/run-folder.ts";
import { findRun, listRuns, observeRun } from "./list.ts";
import { executedPlan, readRunInfo } from "./run-info.ts";
import { openRunForWriting } from "./run-writer.ts";

test("a new run has a sortable, readable id, says what it is, and is queued", async t => {
  const runsFolder = join(temporaryFolder(t), "not", "there", "yet");
  const folder = await newRun(runsFolder, [{ key: "name", value: "Ring 8: über!" }]);
  assert.match(basename(folder), /^\d{4}-\d\d-\d\d-\d{6}-ring-8-ber-s1-[a-z0-9]{4}$/);
  const { info, state, status } = await observeRun(folder);
  assert.equal(info.id, basename(folder));
  assert.deepEqual(info.experiment, { ...smallExperiment(), name: "Ring 8: über!" });
  assert.deepEqual([info.seed, info.parent, info.device, info.plan.stepsPerCall], [1, null, "cpu", 100]);
  assert.deepEqual([state, status.step, status.steps, status.pid], ["queued", 0, 100, null]);
});

test("runs are listed newest first; broken ones with the reason; what is no run is passed over", async t => {
  const runsFolder = temporaryFolder(t);
  assert.deepEqual(await listRuns(join(runsFolder, "missing")), []);
  const folders = [await newRun(runsFolder), await newRun(runsFolder), await newRun(runsFolder)];
  const times = ["2026-01-01", "2026-03-01", "2026-02-01"];
  for (const [i, folder] of folders.entries()) {
    const path = join(folder, "run.json");
    const info = JSON.parse(readFileSync(path, "utf8")) as object;
    writeFileSync(
      path,
      JSON.stringify({ ...info, createdAt: `${times[i]}T00:00:00.000Z`, fromLater: { kept: 1 } }),
    );
  }
  const [a, b, c] = folders as [string, string, string];
  mkdirSync(join(runsFolder, "notes"));
  writeFileSync(join(runsFolder, "file"), "");
  cpSync(a, join(runsFolder, ".replay-x"), { recursive: true });
  const broken = join(runsFolder, "broken");
  cpSync(a, broken, { recursive: true });
  writeFileSync(join(broken, "run.json"), "{");
  const listed = await listRuns(runsFolder);
  assert.deepEqual(
    listed.map(listing => listing.folder),
    [b, c, a, broken],
  );
  const last = listed.at(-1);
  assert.ok(last?.kind === "broken" && /run\.json.*not JSON/.test(last.reason));
  assert.deepEqual((readRunInfo(a) as unknown as Record<string, unknown>)["fromLater"], { kept: 1 });
});

test("a run for a device of another version is read, and refused where it would be trained", async t => {
  const folder = await newRun(temporaryFolder(t));
  const path = join(folder, "run.json");
  const { plan, ...info } = JSON.parse(readFileSync(path, "utf8")) as { plan: object };
  writeFileSync(path, JSON.stringify({ ...info, device: "cuda", plan: { ...plan, device: "cuda" } }));
  const read = readRunInfo(folder);
  assert.deepEqual([read.device, read.plan.device], ["cuda", "cuda"]);
  assert.throws(() => executedPlan(read), { name: "RunReadError", message: /"cuda".*branch.*device=cpu/ });
  assert.equal((await listRuns(join(folder, "..")))[0]?.kind, "run");
});

test("a run is found by its folder or an unambiguous start of its id; otherwise candidates are named", async t => {
  const runsFolder = temporaryFolder(t);
  await assert.rejects(findRun("x", runsFolder), { name: "RunReadError", message: /no runs there/ });
  const a = join(runsFolder, "2026-01-a");
  const b = join(runsFolder, "2026-01-ab");
  for (const folder of [a, b]) renameSync(await newRun(runsFolder), folder);
  assert.equal(await findRun(a, "elsewhere"), a);
  assert.equal(await findRun("2026-01-ab", runsFolder), b);
  assert.equal(await findRun("2026-01-a", runsFolder), a, "a whole name is no start of another");
  await assert.rejects(findRun("2026", runsFolder), {
    name: "RunReadError",
    message: /2 runs: 2026-01-ab, 2026-01-a/,
  });
  await assert.rejects(findRun("2027", runsFolder), {
    name: "RunReadError",
    message: /begins with 2027.*2026-01-ab/,
  });
  await assert.rejects(findRun("", runsFolder), { name: "RunReadError" });
  await assert.rejects(findRun(runsFolder, runsFolder), { message: /no run\.json/ });
});

test("a run of an experiment this version does not know is listed, and refused when it is to go on", async t => {
  const runsFolder = temporaryFolder(t);
  const folder = await newRun(runsFolder);
  const path = join(folder, "run.json");
  const info = JSON.parse(readFileSync(path, "utf8")) as { experiment: object };
  writeFileSync(path, JSON.stringify({ ...info, experiment: { ...info.experiment, hologram: 1 } }));
  assert.equal((await listRuns(runsFolder))[0]?.kind, "run");
  await assert.rejects(openRunForWriting(folder), {
    name: "RunReadError",
    message: /made by Pairing Lab 0.*hologram/s,
  });
});

test("what is read of a list grows with the number of its runs", async t => {
  const runsFolder = temporaryFolder(t);
  const folder = await newRun(runsFolder);
  rmSync(join(folder, "samples"), { recursive: true });
  rmSync(join(folder, "checkpoints"), { recursive: true });
  let calls = 0;
  refuseFiles(t, () => {
    calls++;
    return null;
  });
  const found: number[] = [];
  for (const count of [100, 200, 400]) {
    for (let i = found.length === 0 ? 1 : count / 2; i < count; i++)
      cpSync(folder, `${folder}-${i}`, { recursive: true });
    calls = 0;
    assert.equal((await listRuns(runsFolder)).length, count);
    found.push(calls);
  }
  const [hundred = 0, two = 0, four = 0] = found;
  assert.ok(hundred >= 100, `${hundred} calls`);
  assert.equal(four - two, 2 * (two - hundred));
});
