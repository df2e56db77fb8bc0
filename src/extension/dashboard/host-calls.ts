import { dirname } from "node:path";
import * as vscode from "vscode";
import { changeExperiment } from "../../experiment/read.ts";
import { prepareRun } from "../../launching/prepare-run.ts";
import type { RunFeed } from "../../dashboard/run-feed.ts";
import { CallError, type Handlers } from "../../protocol/calls.ts";
import type { DashboardCalls, Openable } from "../../protocol/dashboard.ts";
import { listCheckpoints } from "../../runs/checkpoints.ts";
import { keptModules } from "../../runs/kept-modules.ts";
import { observeRun } from "../../runs/list.ts";
import { refuseOthers } from "../../runs/other-trainer.ts";
import { fileOfRun } from "../../runs/own-file.ts";
import { runBeside } from "../../runs/run-id.ts";
import { pinCheckpoint } from "../../runs/pin-checkpoint.ts";
import { tickStep } from "../actions/tick-step.ts";
import { keptIn } from "../../runs/wishes.ts";
import { keptWords } from "../../runs/thinning.ts";
import { addStepNote, changeNotes, editStepNote } from "../../runs/notes.ts";
import { branchAndBegin, goOn, type BranchingNeeds } from "../actions/branch-and-begin.ts";
import { extendAndBegin } from "../actions/extend-and-begin.ts";
import { openTensorBoard, revealFolder, saveAsExperiment } from "../actions/lead-out.ts";
import { askWhole } from "../ask-number.ts";
import { say } from "../door/words.ts";
import { saveFile } from "../pages/save-file.ts";
import { compareRuns, type ComparingNeeds } from "../compare/compare-runs.ts";
import { pickKnobs } from "../actions/pick-knobs.ts";
import { saveForBranch } from "../actions/save-for-branch.ts";
import { begin } from "../actions/start-training.ts";
import { whileHeld } from "../actions/while-held.ts";
import type { Needs } from "../parts.ts";
import { trialOf, tryWeights } from "../trial/begin-trial.ts";
import { askRun } from "../trainers/ask-run.ts";
import { tensorflowFolder } from "../trainers/tensorflow-folder.ts";

export type DashboardNeeds = BranchingNeeds &
  ComparingNeeds &
  Needs<"trainerLog" | "experimentFiles", "trial">;

export type HostCall = Extract<
  keyof DashboardCalls,
  | "knob/set"
  | "run/control"
  | "run/resume"
  | "run/repeat"
  | "run/extend"
  | "run/branch"
  | "run/tryWeights"
  | "run/saveAsExperiment"
  | "notes/star"
  | "checkpoint/why"
  | "notes/pin"
  | "notes/add"
  | "notes/edit"
  | "host/open"
  | "host/save"
  | "host/copy"
>;

/** What a dashboard asks of the editor around it, for one run. */
export function hostCalls(app: DashboardNeeds, feed: RunFeed): Pick<Handlers<DashboardCalls>, HostCall> {
  const { folder } = feed.model;
  /** Shows our own change at once, where the system's events may be slow. */
  const changed = async () => {
    feed.look();
    await app.runs.refresh(folder);
  };
  return {
    "knob/set": async ({ key, value }, signal) => {
      const outcome = await askRun(folder, { do: "set", key, value }, { by: "extension", signal });
      if (outcome.kind !== "refused") tickStep("turned");
      return outcome;
    },
    "run/control": (order, signal) => askRun(folder, order, { by: "extension", signal }),
    "run/resume": async () => {
      await goOn(app, await observeRun(folder));
      return null;
    },
    "run/repeat": async () => {
      return { started: await repeat(app, folder) };
    },
    "run/extend": async () => ({ started: await extendAndBegin(app, await observeRun(folder)) }),
    "run/branch": async ({ step, knobs }) => {
      const run = await observeRun(folder);
      refuseOthers(run.info, "branch");
      const from = step === null ? await saveForBranch(run) : checkpointBefore(folder, step);
      if (from === undefined) return { started: false };
      const started = await whileHeld(run, from, async held => {
        const wanted = knobs ?? (await pickKnobs(run, from));
        return wanted !== undefined && branchAndBegin(app, run, held, wanted);
      });
      return { started };
    },
    "run/tryWeights": async ({ step }) => {
      const run = await observeRun(folder);
      refuseOthers(run.info, "tryWeights");
      const from = step === null ? await saveForBranch(run) : checkpointBefore(folder, step);
      return { started: from !== undefined && (await tryWeights(app, run, from)) };
    },
    "run/saveAsExperiment": async () => {
      await saveAsExperiment(await observeRun(folder));
      return null;
    },
    "notes/star": async ({ star }) => {
      changeNotes(folder, { what: "star", star });
      await changed();
      return null;
    },
    "checkpoint/why": ({ step }) => {
      const because = keptIn(folder, feed.model.info).get(step) ?? [];
      return Promise.resolve({ because: because.map(reason => keptWords[reason]) });
    },
    "notes/pin": async ({ step, pinned }) => {
      pinCheckpoint(folder, step, pinned);
      await changed();
      return null;
    },
    "notes/add": async ({ step, text }) => {
      const id = addStepNote(folder, step, text);
      await changed();
      return { id };
    },
    "notes/edit": async ({ id, text }) => {
      editStepNote(folder, id, text);
      await changed();
      return null;
    },
    "host/open": async ({ what }) => {
      await open(app, folder, what);
      return null;
    },
    "host/save": async ({ name, kind, bytes }) => ({
      saved: await saveFile(folder, { name, kind, content: () => Promise.resolve(bytes) }),
    }),
    "host/copy": async ({ text }) => {
      await vscode.env.clipboard.writeText(text);
      return null;
    },
  };
}

function checkpointBefore(folder: string, step: number): number {
  const place = listCheckpoints(folder).findLast(checkpoint => checkpoint.step <= step);
  if (place === undefined) throw new CallError("input", `there is no checkpoint at or before step ${step}`);
  return place.step;
}

/** Trains the run's experiment again, with the seed that the user gives. */
async function repeat(app: DashboardNeeds, folder: string): Promise<boolean> {
  const { info } = await observeRun(folder);
  refuseOthers(info, "repeat");
  const seed = await askWhole({
    title: say`Train ${info.name} again`,
    prompt: "With which seed? The same one gives the same run.",
    value: String(info.seed + 1),
    from: 0,
    to: Number.MAX_SAFE_INTEGER,
  });
  if (seed === undefined) return false;
  const experiment = changeExperiment(info.experiment, info.name, { seed });
  const cores = info.plan.threads;
  const modules = keptModules(folder, info);
  const file = fileOfRun(folder, info);
  await begin(
    app,
    await prepareRun({
      experiment,
      runsFolder: dirname(folder),
      cores,
      modules,
      ...(file === null ? {} : { fileBefore: file }),
      tensorflowFolder: tensorflowFolder(folder),
    }),
  );
  return true;
}

/** The commands that ask for what a person adds to a run. */
const noteCommands = { note: "pairingLab.run.note", tags: "pairingLab.run.tag" } as const;

async function open(app: DashboardNeeds, folder: string, what: Openable): Promise<void> {
  switch (what) {
    case "tensorboard":
      openTensorBoard(folder);
      return;
    case "folder":
      await revealFolder(folder);
      return;
    case "log":
      app.trainerLog.show(folder);
      return;
    case "experiment":
      await openExperiment(app, folder);
      return;
    case "note":
    case "tags":
      await vscode.commands.executeCommand(noteCommands[what], { folder });
      return;
    case "compare":
      await compareRuns(app, [folder]);
      return;
    case "trial":
      await openTrial(app, folder);
      return;
    case "parent":
      await openParent(app, folder);
      return;
    default:
      what satisfies never;
  }
}

async function openExperiment(app: DashboardNeeds, folder: string): Promise<void> {
  const run = await observeRun(folder);
  const { file } = app.experimentFiles.originOf(run);
  if (file === null) await saveAsExperiment(run);
  else await vscode.window.showTextDocument(vscode.Uri.file(file.path));
}

async function openTrial(app: DashboardNeeds, folder: string): Promise<void> {
  const address = trialOf(await observeRun(folder));
  if (address === null) throw new CallError("input", "this run is no branch of a trial");
  app.pages.trial.open(address);
}

async function openParent(app: DashboardNeeds, folder: string): Promise<void> {
  const { parent } = (await observeRun(folder)).info;
  if (parent === null) throw new CallError("input", "this run began at step 0 and has no parent");
  const found =
    app.runs.find(runBeside(folder, parent.id)) ?? app.runs.all.find(({ info }) => info.id === parent.id);
  if (found === undefined)
    throw new CallError("input", `its parent ${parent.id} is not in these runs folders`);
  app.pages.dashboard.open({ folder: found.folder });
}
