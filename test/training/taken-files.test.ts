// Somebody deletes, replaces or cuts files of results while their run trains.
import assert from "node:assert/strict";
import { readFileSync, renameSync, rmSync, statSync, truncateSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { requestControl } from "../../src/launching/request-control.ts";
import { readDigests } from "../../src/runs/digests.ts";
import { evaluationUpTo } from "../../src/runs/evaluations.ts";
import { eventFiles } from "../../src/runs/event-files.ts";
import { readJournal } from "../../src/runs/journal.ts";
import { readScalars } from "../../src/runs/scalars.ts";
import { readStatus } from "../../src/runs/status.ts";
import { until } from "../support/until.ts";
import { prepare, reached, results, start, temporaryRuns } from "./harness.ts";

/** The files of results that grow while a run trains. */
const growing = (folder: string) => [
  "journal.ndjson",
  "evaluations.ndjson",
  join("checkpoints", "digests.ndjson"),
  eventFiles(folder).at(-1) ?? "",
];

const noticesOf = (folder: string) =>
  readJournal(folder).flatMap(({ kind, message }) => (kind === "notice" ? [message ?? ""] : []));

/** Trains; in the middle this is done to the files, and once every one was noticed the rest is trained. */
async function trainWhile(runs: string, befall: (path: string) => void) {
  // So slow that the run is not over before it is paused, however late that comes.
  const folder = await prepare(runs, { pace: 40 });
  const trainer = await start(folder);
  await reached(folder, 110);
  await requestControl(folder, { do: "pause" }, { by: "test" });
  await requestControl(folder, { do: "set", key: "pairing.weight", value: 0.02 }, { by: "test" });
  const { step } = readStatus(folder);
  const files = growing(folder);
  for (const file of files) befall(join(folder, file));
  await until("every file's trouble is noticed", () =>
    files.every(file => noticesOf(folder).some(told => told.startsWith(file.replace(/.*\//, "")))),
  );
  await requestControl(folder, { do: "set", key: "pace", value: 0 }, { by: "test" });
  await requestControl(folder, { do: "resume" }, { by: "test" });
  const { code } = await trainer.ended;
  assert.equal(code, 0);
  return { folder, step, files };
}

test("files of results that are deleted while their run trains are put back whole, and it is told", async t => {
  const runs = temporaryRuns(t);
  const { folder, step } = await trainWhile(runs, path => {
    rmSync(path);
  });
  assert.ok(noticesOf(folder).every(told => /was deleted.*put back: nothing is gone/.test(told)));
  assert.match(readFileSync(join(folder, "trainer.log"), "utf8"), /journal\.ndjson was deleted/);
  const kept = await prepare(runs, { pace: 0, schedule: [{ at: step, set: "pairing.weight", to: 0.02 }] });
  assert.equal((await (await start(kept)).ended).code, 0);
  const [found, expected] = [results(folder), results(kept)];
  const differing = [...new Set([...found.keys(), ...expected.keys()])].filter(
    name => found.get(name) !== expected.get(name),
  );
  // That a change was made by hand is in the state; the pace is another.
  assert.deepEqual(
    differing.filter(name => !name.endsWith("state.safetensors")),
    ["knob/pace"],
  );
  assert.deepEqual([...readDigests(folder).keys()], [0, 100, 200, 300, 400]);
  assert.equal(readJournal(folder).filter(({ request }) => request !== undefined).length, 4);
});

for (const [name, befall] of [
  [
    "replaced",
    (path: string) => {
      writeFileSync(`${path}.other`, "");
      renameSync(`${path}.other`, path);
    },
  ],
  [
    "cut",
    (path: string) => {
      truncateSync(path, statSync(path).size - 3);
    },
  ],
] as const)
  test(`files of results that are ${name} while their run trains: what follows is on disk, and what is gone is told`, async t => {
    const { folder, step, files } = await trainWhile(temporaryRuns(t), befall);
    for (const told of noticesOf(folder)) assert.match(told, new RegExp(`was ${name} .* are gone`));
    assert.equal(noticesOf(folder).length, files.length);
    assert.deepEqual(readJournal(folder).at(-1)?.do, "resume");
    assert.deepEqual(evaluationUpTo(folder, 400)?.step, 400);
    assert.deepEqual(
      [...readDigests(folder).keys()].filter(at => at > step),
      [200, 300, 400].filter(at => at > step),
    );
    assert.equal(eventFiles(folder).length, 2);
    const losses = (readScalars(folder).get("loss/generator") ?? []).map(point => point.step);
    const after = losses.filter(at => at > step);
    assert.equal(after.length, 40 - Math.floor(step / 10));
    assert.equal(readStatus(folder).state, "done");
  });
