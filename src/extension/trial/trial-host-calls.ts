import { basename } from "node:path";
import { memberOf, type TrialDataCall } from "../../dashboard/trial-calls.ts";
import type { TrialFeed } from "../../dashboard/trial-feed.ts";
import { canGoOn } from "../../dashboard/trial-state.ts";
import { extendTrial } from "../../launching/begin-trial.ts";
import { branchRun } from "../../launching/branch-run.ts";
import { CallError, type Handlers } from "../../protocol/calls.ts";
import { isLive } from "../../protocol/dashboard-state.ts";
import type { TrialCalls, TrialState } from "../../protocol/trial.ts";
import { lastCheckpoint } from "../../runs/checkpoints.ts";
import { readRunInfo } from "../../runs/run-info.ts";
import { MOST_SEEDS, nextSeeds, TRIED_KNOB } from "../../trials/proposal.ts";
import { begin, type StartingNeeds } from "../actions/start-training.ts";
import type { Needs } from "../parts.ts";
import { askRun } from "../trainers/ask-run.ts";
import { trainingNumbers } from "../../experiment/catalog.ts";
import { askWhole } from "../ask-number.ts";
import { say, words } from "../door/words.ts";
import { grouped } from "../number-text.ts";
import { askSeeds } from "./pick-trial.ts";

export type TrialNeeds = Needs<"log" | "viewer" | "folders", "compare"> & StartingNeeds;

/** Who asks, in the parent's journal, when a weight that was tried is adopted. */
const BY = "extension, weights tried";

/** What a trial's page asks of the editor around it. */
export function trialHostCalls(app: TrialNeeds, feed: TrialFeed): Omit<Handlers<TrialCalls>, TrialDataCall> {
  const current = (): TrialState => {
    const { state } = feed;
    if (state === null) throw new CallError("input", "the branches of this trial are gone");
    return state;
  };
  const refuse = (reason: string | null) => {
    if (reason !== null) throw new CallError("input", reason);
  };
  return {
    "trial/adopt": async ({ weight }, signal) => {
      const { parent, actions } = current();
      refuse(actions.adopt);
      return askRun(parent.folder, { do: "set", key: TRIED_KNOB, value: weight }, { by: BY, signal });
    },
    "trial/goOn": async ({ run }) => {
      return { started: await goOnFrom(app, feed, memberOf(feed, run).folder) };
    },
    "trial/moreSeeds": async () => {
      const state = current();
      refuse(state.actions.moreSeeds);
      return { started: await addSeeds(app, feed, state) };
    },
    "trial/stop": async () => {
      const live = current().runs.filter(({ folder }) => !app.trainers.withdraw(folder));
      const training = live.filter(({ state }) => isLive(state));
      await Promise.all(training.map(({ folder }) => askRun(folder, { do: "stop" }, { by: "extension" })));
      return null;
    },
    "trial/resume": async () => {
      for (const run of current().runs) if (canGoOn(run)) await app.trainers.start(run.folder);
      feed.touch();
      return null;
    },
    "runs/open": ({ run }) => {
      app.pages.dashboard.open({ folder: memberOf(feed, run).folder });
      return Promise.resolve(null);
    },
    "runs/openParent": () => {
      const { parent } = feed;
      if (parent === null) throw new CallError("input", "the parent run is not beside its branches any more");
      app.pages.dashboard.open({ folder: parent.folder });
      return Promise.resolve(null);
    },
    "runs/compare": ({ runs }) => {
      app.pages.compare.open({ folders: runs.map(run => memberOf(feed, run).folder) });
      return Promise.resolve(null);
    },
  };
}

/** A new run from a branch's last checkpoint up to where its parent was to go; asks how far where that is no further. */
async function goOnFrom(app: TrialNeeds, feed: TrialFeed, folder: string): Promise<boolean> {
  const { name } = readRunInfo(folder);
  const place = lastCheckpoint(folder);
  const parent = feed.parent?.info ?? null;
  if (place === null) throw new CallError("input", "this branch has no checkpoint to go on from yet");
  const planned = parent?.experiment.steps ?? 0;
  const steps = planned > place.step ? planned : await askSteps(name, place.step);
  if (steps === undefined) return false;
  const record = parent?.experiment.record;
  const settings =
    record === undefined
      ? []
      : [
          { key: "record.evaluation", value: record.evaluation },
          { key: "record.samples", value: record.samples },
        ];
  const runsFolder = app.folders.around(folder);
  await begin(app, await branchRun({ folder, step: place.step, runsFolder, steps, settings }));
  return true;
}

const askSteps = (name: string, step: number): Promise<number | undefined> =>
  askWhole({
    title: say`Go on with ${name} from step ${words(grouped(step))}`,
    prompt: "Train up to which step?",
    value: String(2 * step),
    from: step + 1,
    to: trainingNumbers.steps.maximum,
  });

async function addSeeds(app: TrialNeeds, feed: TrialFeed, state: TrialState): Promise<boolean> {
  const { parent, from, until, weights, seeds, runs } = state;
  const room = MOST_SEEDS - seeds.length;
  const count = await askSeeds(
    say`More seeds of ${parent.name} from step ${words(grouped(from))}`,
    `How many more seeds of each of the ${weights.length} weights, ${grouped(until - from)} steps each?`,
    room,
    2,
  );
  const [pattern] = runs;
  if (count === undefined || pattern === undefined) return false;
  const info = memberOf(feed, pattern.folder).info;
  if (info.trial === undefined) throw new CallError("input", `${basename(pattern.folder)} is no trial's`);
  const folders = await extendTrial(
    {
      folder: parent.folder,
      step: from,
      runsFolder: app.folders.around(pattern.folder),
      weights: weights.map(({ weight }) => weight),
      seeds: nextSeeds(seeds, count),
    },
    { folder: pattern.folder, info, trial: info.trial },
  );
  for (const folder of folders) await app.trainers.start(folder);
  await app.runs.refresh();
  return true;
}
