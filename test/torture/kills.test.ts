// Processes of ours killed at any moment, as often as one likes: what they worked at ends with the same bytes.
import assert from "node:assert/strict";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { setTimeout as delay } from "node:timers/promises";
import { SharedViewer } from "../../src/extension/shared-viewer.ts";
import { replayRun } from "../../src/launching/replay-run.ts";
import { CallError } from "../../src/protocol/calls.ts";
import { appendRequest } from "../../src/runs/control.ts";
import { evaluationUpTo } from "../../src/runs/evaluations.ts";
import { readJournal } from "../../src/runs/journal.ts";
import { listRuns } from "../../src/runs/list.ts";
import { isEnded, readStatus } from "../../src/runs/status.ts";
import {
  pairingLab,
  start as startCommand,
  workFolder,
  writeSmallExperiment,
} from "../cli/terminal-command.ts";
import { trials, type Draw } from "../support/trials.ts";
import { until } from "../support/until.ts";
import { prepare, reached, start, temporaryRuns, trainToEnd } from "../training/harness.ts";

/** Kills of one run. */
const KILLS = 6;

/** Kills a run's trainer somewhere between its start and its end, after it was asked for something or not. */
async function killSomewhere(folder: string, draw: Draw, id: string): Promise<void> {
  const trainer = await start(folder);
  const ended = trainer.ended.then(() => true);
  // While it starts, or a little further on than it was.
  const moment = draw.chance(0.3)
    ? delay(draw.whole(0, 2_500))
    : reached(folder, readStatus(folder).step + draw.whole(1, 90));
  await Promise.race([ended, moment]);
  if (draw.chance(0.5)) {
    const value = draw.whole(0, 5) / 100;
    const asked = { id, at: new Date().toISOString(), by: "torture" };
    appendRequest(
      folder,
      draw.chance(0.3)
        ? { ...asked, do: "checkpoint" }
        : { ...asked, do: "set", key: "pairing.weight", value },
    );
    await Promise.race([ended, delay(draw.whole(0, 300))]);
  }
  try {
    process.kill(trainer.pid, "SIGKILL");
  } catch {
    // It had ended.
  }
  await ended;
}

test("a run that is killed and turned at any moment ends, has each turn once, and its replay has the same bytes", async t => {
  const runs = temporaryRuns(t);
  await trials(1, async (draw, seed) => {
    const folder = await prepare(runs, { seed, pace: 100, "record.checkpoint": draw.whole(10, 90) });
    let kills = 0;
    for (; kills < KILLS && !isEnded(readStatus(folder).state); kills++)
      await killSomewhere(folder, draw, `turn-${kills}`);
    t.diagnostic(`seed ${seed}: ${kills} kills, the last before step ${readStatus(folder).step}`);
    assert.equal((await trainToEnd(folder)).code, 0);
    const status = readStatus(folder);
    assert.deepEqual([status.state, status.step], ["done", 400]);
    const outcomes = readJournal(folder).flatMap(({ request }) => (request === undefined ? [] : [request]));
    assert.equal(new Set(outcomes).size, outcomes.length, "each request has one outcome");
    const replayed = await replayRun({ folder, script: "dist/trainer.js" });
    assert.equal(replayed.parted, null);
    assert.ok(replayed.checkpoints.length > 4 && replayed.checkpoints.every(({ equal }) => equal));
  });
});

const folder = workFolder();

/** What the runs of a sweep came to: their last measures, by values and seed. */
async function endsOf(name: string): Promise<Map<string, string>> {
  const ends = new Map<string, string>();
  for (const listing of await listRuns(join(folder, name))) {
    assert.equal(listing.kind, "run");
    const { info, state, status, folder: run } = listing;
    assert.deepEqual([state, status.step], ["done", 300], info.id);
    const key = JSON.stringify([info.sweep?.point, info.sweep?.seed]);
    assert.ok(!ends.has(key), `${key} was trained twice`);
    ends.set(key, JSON.stringify(evaluationUpTo(run, status.step)));
  }
  return ends;
}

test("a sweep whose processes are killed goes on with what is missing and ends as one that never was", async t => {
  writeSmallExperiment(folder, { steps: 300, pace: 150 });
  const file = "killed.sweep.json";
  const sweep = { experiment: "small.gan.json", axes: { "pairing.weight": [0, 0.02] }, seeds: [1, 2] };
  writeFileSync(join(folder, file), JSON.stringify(sweep));
  const words = (name: string) => ["sweep", file, "--runs", name, "--jobs", "2"];
  const whole = await pairingLab(folder, ...words("whole"));
  assert.equal(whole.code, 0, whole.err);
  await trials(1, async (draw, seed) => {
    const name = `killed-${seed}`;
    for (let kills = 0; kills < 3; kills++) {
      const { child, ended } = startCommand(folder, ...words(name));
      await Promise.race([ended, delay(draw.whole(200, 4_000))]);
      child.kill("SIGKILL");
      await ended;
    }
    // Trainers that outlive the command hold their runs: until they have ended, there is nothing to go on with.
    for (;;) {
      const { code, err } = await pairingLab(folder, ...words(name));
      if (code === 0) break;
      t.diagnostic(err.trim().split("\n").at(-1) ?? "");
      await delay(500);
    }
    assert.deepEqual(await endsOf(name), await endsOf("whole"));
  });
});

test("a viewer that is killed while it renders fails that call alone, and the next one has the same answer", async t => {
  const runs = temporaryRuns(t);
  const run = await prepare(runs, { steps: 20 });
  assert.equal((await trainToEnd(run)).code, 0);
  const viewer = new SharedViewer("dist/viewer.js");
  t.after(() => {
    viewer.dispose();
  });
  const ask = () => viewer.call("latentMap", { run, step: 20, columns: 64, rows: 64, from: 0, to: 1 });
  const expected = await ask();
  await trials(5, async draw => {
    const asked = ask().catch((error: unknown) => error);
    await delay(draw.whole(0, 200));
    const { pid } = viewer;
    if (pid !== null) process.kill(pid, "SIGKILL");
    const answer = await asked;
    await until("the viewer's end is known", () => viewer.pid !== pid);
    if (answer instanceof Error) assert.ok(answer instanceof CallError, String(answer));
    else assert.deepEqual(answer, expected);
    assert.deepEqual(await ask(), expected);
  });
});
