// A trial with real trainers: what is compared is there, and the weight that held trains as the parent does.
import assert from "node:assert/strict";
import { test } from "node:test";
import { beginTrial, weightAtCheckpoint } from "../../src/launching/begin-trial.ts";
import { TrialFeed } from "../../src/dashboard/trial-feed.ts";
import { readDigests } from "../../src/runs/digests.ts";
import { readRunInfo } from "../../src/runs/run-info.ts";
import type { TrialState } from "../../src/protocol/trial.ts";
import { until } from "../support/until.ts";
import { prepare, temporaryRuns, trainToEnd } from "./harness.ts";

test("the branch of the weight that held ends with the parent's bytes; every weight is compared at the last step", async t => {
  const runsFolder = temporaryRuns(t);
  const folder = await prepare(runsFolder, { "pairing.weight": 0.01 });
  await trainToEnd(folder);
  const step = 100;
  const baseline = weightAtCheckpoint(folder, step, readRunInfo(folder));
  const { folders } = await beginTrial({
    folder,
    step,
    runsFolder,
    weights: [baseline, baseline + 1],
    budget: 100,
    seeds: [readRunInfo(folder).seed],
  });
  for (const branch of folders) await trainToEnd(branch);
  const [same, other] = folders.map(branch => readDigests(branch).get(200)?.digest);
  assert.equal(same, readDigests(folder).get(200)?.digest);
  assert.notEqual(other, same);

  let state: TrialState | undefined;
  const feed = new TrialFeed({
    post: told => {
      state = told;
    },
    members: () => folders,
    isWaiting: () => false,
    isTrusted: () => true,
  });
  t.after(() => {
    feed.close();
  });
  await feed.look();
  feed.start();
  const judged = await until("both branches are judged, with their samples", () =>
    state?.verdict.ground.startsWith("One seed") === true &&
    state.runs.every(({ samples }) => samples.at(-1) === 200)
      ? state
      : undefined,
  );
  assert.deepEqual(
    judged.verdict.findings.map(({ aspect, certainty }) => [aspect, certainty]),
    [
      ["coverage", "few seeds"],
      ["precision", "few seeds"],
      ["collapse", "few seeds"],
    ],
  );
});
