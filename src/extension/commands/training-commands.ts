import { startingWeightWords } from "../../experiment/starting-weight.ts";
import { isLive } from "../../protocol/dashboard-state.ts";
import { runKnobFacts } from "../../dashboard/run-knob-facts.ts";
import { ControlError } from "../../launching/request-control.ts";
import { listCheckpoints } from "../../runs/checkpoints.ts";
import { readJournal } from "../../runs/journal.ts";
import { observeRun, type ObservedRun } from "../../runs/list.ts";
import { refuseOthers } from "../../runs/other-trainer.ts";
import { isAlive } from "../../runs/process-name.ts";
import { checkRunKnob } from "../../runs/run-knobs.ts";
import { letGo } from "../../unattended/unattended.ts";
import { tell } from "../door/messages.ts";
import { pickOne, type Choice } from "../door/questions.ts";
import { say, type Words } from "../door/words.ts";
import { isExtendable, isOwn, isResumable, isWeighed, listensTo } from "../explorer/run-row.ts";
import { askKnob } from "../ask-number.ts";
import { grouped } from "../number-text.ts";
import { branchAndBegin, goOn, type BranchingNeeds } from "../actions/branch-and-begin.ts";
import { extendAndBegin } from "../actions/extend-and-begin.ts";
import { pickKnobs } from "../actions/pick-knobs.ts";
import { saveForBranch } from "../actions/save-for-branch.ts";
import { steerRun } from "../actions/steer-run.ts";
import { whileHeld } from "../actions/while-held.ts";
import type { Needs } from "../parts.ts";
import { trialOf, tryWeights } from "../trial/begin-trial.ts";
import type { HandlersOf } from "./handlers.ts";
import { chooseRun, chooseRuns, type ChoosingNeeds } from "./run-target.ts";

const weightKey = "pairing.weight";

export const trainingCommands: HandlersOf<
  | "pairingLab.run.resume"
  | "pairingLab.run.extend"
  | "pairingLab.run.pause"
  | "pairingLab.run.checkpoint"
  | "pairingLab.run.stop"
  | "pairingLab.run.setPairingWeight"
  | "pairingLab.run.branch"
  | "pairingLab.run.tryWeights"
  | "pairingLab.run.openTrial",
  BranchingNeeds & ChoosingNeeds & Needs<never, "trial">
> = {
  "pairingLab.run.resume": async (app, given) => {
    const wanted = { placeholder: "Go on with which run?", accepts: isResumable };
    for (const run of await chooseRuns(app, given, wanted)) await goOn(app, run);
  },
  "pairingLab.run.extend": async (app, given) => {
    const run = await chooseRun(app, given, {
      placeholder: "Train which run further?",
      accepts: isExtendable,
    });
    if (run !== undefined) await extendAndBegin(app, run);
  },
  "pairingLab.run.pause": (app, given) =>
    steer(app, given, "pause", run => run.state !== "paused" && listensTo(run, "pause")),
  "pairingLab.run.checkpoint": (app, given) =>
    steer(app, given, "checkpoint", run => listensTo(run, "checkpoint")),
  "pairingLab.run.stop": async (app, given) => {
    const accepts = (run: ObservedRun) => listensTo(run, "stop") || app.trainers.isWaiting(run.folder);
    const runs = await chooseRuns(app, given, { placeholder: "Stop which run?", accepts });
    await Promise.all(runs.filter(({ folder }) => !app.trainers.withdraw(folder)).map(stop));
  },
  "pairingLab.run.setPairingWeight": async (app, given) => {
    const run = await chooseRun(app, given, {
      placeholder: "Set the pairing weight of which run?",
      accepts: isWeighed,
    });
    if (run === undefined) return;
    const now = runKnobFacts(run.info, run.status, readJournal(run.folder)).find(
      ({ key }) => key === weightKey,
    )?.value;
    const value = await askKnob(wanted => checkRunKnob(run, weightKey, wanted), weightKey, {
      title: say`Pairing weight of ${run.info.name}`,
      prompt: `Holds from the next step on. ${startingWeightWords}`,
      proposed: now ?? 0,
      held: now ?? 0,
    });
    if (value === undefined) return;
    await steerRun(run.folder, run.info.name, { do: "set", key: weightKey, value });
  },
  "pairingLab.run.branch": async (app, given) => {
    const run = await chooseRun(app, given, { placeholder: "Branch from which run?", accepts: isOwn });
    if (run === undefined) return;
    refuseOthers(run.info, "branch");
    const step = await pickPlace(run, say`Branch from ${run.info.name}`);
    if (step === undefined) return;
    await whileHeld(run, step, async held => {
      const knobs = await pickKnobs(run, step);
      if (knobs !== undefined) await branchAndBegin(app, run, held, knobs);
    });
  },
  "pairingLab.run.tryWeights": async (app, given) => {
    const run = await chooseRun(app, given, { placeholder: "Try weights of which run?", accepts: isOwn });
    if (run === undefined) return;
    refuseOthers(run.info, "tryWeights");
    const step = await pickPlace(run, say`Try weights of ${run.info.name}`);
    if (step !== undefined) await tryWeights(app, run, step);
  },
  "pairingLab.run.openTrial": async (app, given) => {
    const run = await chooseRun(app, given, {
      placeholder: "Show the trial of which branch?",
      accepts: ({ info }) => info.trial !== undefined,
    });
    const address = run === undefined ? null : trialOf(run);
    if (address !== null) app.pages.trial.open(address);
    else if (run !== undefined) letGo(tell("info", say`${run.info.name} is no branch of a trial.`));
  },
};

const asked = { pause: "Pause which run?", checkpoint: "Write a checkpoint of which run?" } as const;

async function steer(
  app: ChoosingNeeds,
  given: readonly unknown[],
  what: "pause" | "checkpoint",
  accepts: (run: ObservedRun) => boolean,
): Promise<void> {
  const runs = await chooseRuns(app, given, { placeholder: asked[what], accepts });
  await Promise.all(runs.map(({ folder, info }) => steerRun(folder, info.name, { do: what })));
}

/** Asks a run to stop; one that does not answer can be ended by force, which loses what came after its last checkpoint. */
async function stop(run: ObservedRun): Promise<void> {
  const { folder, info } = run;
  try {
    await steerRun(folder, info.name, { do: "stop" });
  } catch (error) {
    if (!(error instanceof ControlError)) throw error;
    const { state, status } = await observeRun(folder);
    const trainer = status.pid === null ? null : { ...status, pid: status.pid };
    if (!isLive(state) || trainer === null || isAlive(trainer) !== true) throw error;
    const end = "End Its Process";
    const message = say`${info.name} does not answer. Ended by force, it can go on from its last checkpoint.`;
    const chosen = await tell("warning", message, end);
    if (chosen === end && isAlive(trainer) === true) killProcess(trainer.pid);
  }
}

function killProcess(pid: number): void {
  try {
    process.kill(pid, "SIGKILL");
  } catch {
    // It has ended by itself in this very moment.
  }
}

/** Where a branch begins: now (the run writes a checkpoint first) or one of its checkpoints. */
export async function pickPlace(run: ObservedRun, title: Words): Promise<number | undefined> {
  const places = listCheckpoints(run.folder).reverse();
  const listens = isLive(run.state);
  if (places.length === 0 && !listens) {
    letGo(tell("info", say`${run.info.name} has no checkpoint to branch from yet.`));
    return undefined;
  }
  type Item = Choice & { readonly step: number | null };
  const now: Item = {
    icon: "save",
    label: "Now",
    description: "the run writes a checkpoint first",
    step: null,
  };
  const items = places.map<Item>(({ step }, i) => ({
    label: `Step ${grouped(step)}`,
    description: i === 0 ? "the newest checkpoint" : "",
    step,
  }));
  const picked = await pickOne(listens ? [now, ...items] : items, {
    stays: true,
    title,
    placeholder: "From which checkpoint?",
  });
  return picked === undefined ? undefined : (picked.step ?? (await saveForBranch(run)));
}
