import { dirname, join } from "node:path";
import * as vscode from "vscode";
import { InputError } from "../../experiment/input-error.ts";
import { readExperimentFile } from "../../experiment/read-file.ts";
import { readExperiment, type ReadOptions, type Setting } from "../../experiment/read.ts";
import type { Experiment } from "../../experiment/schema.ts";
import { prepareRun } from "../../launching/prepare-run.ts";
import { inReach } from "../../reach/reach.ts";
import { setting } from "../setting.ts";
import { tell } from "../door/messages.ts";
import { pickOne } from "../door/questions.ts";
import { say } from "../door/words.ts";
import { isExperiment } from "../experiment-files/diagnostics.ts";
import { documentInFront } from "../experiment-files/document-in-front.ts";
import { fileChoice } from "../experiment-files/experiment-files.ts";
import { saveOrRefuse } from "../experiment-files/save-or-refuse.ts";
import { compareExperiments, type DifferingNeeds } from "../differences/compare-experiments.ts";
import { tensorflowFolder } from "../trainers/tensorflow-folder.ts";
import type { HandlersOf } from "./handlers.ts";
import { copyExamples, copyPythonWriter } from "./copy-examples.ts";
import { createExperiment } from "./create-experiment.ts";
import { pickChanges } from "./pick-changes.ts";
import { begin, type StartingNeeds } from "../actions/start-training.ts";
import type { Needs } from "../parts.ts";
import { showProblem } from "../experiment-files/show-problem.ts";
import { subjectsOf } from "./subjects.ts";

/** So that there is time to turn the slider. */
const DEMO_PACE = 300;

type TrainingNeeds = StartingNeeds & Needs<"folders">;

export const experimentCommands: HandlersOf<
  | "pairingLab.demo.train"
  | "pairingLab.experiment.new"
  | "pairingLab.examples.copy"
  | "pairingLab.python.copy"
  | "pairingLab.experiment.train"
  | "pairingLab.experiment.trainWithChanges"
  | "pairingLab.experiment.open"
  | "pairingLab.experiment.compare",
  TrainingNeeds & DifferingNeeds & Needs<"context">
> = {
  "pairingLab.demo.train": async app => {
    const file = join(app.context.extensionPath, "examples", "ring-8.gan.json");
    const experiment = readExperimentFile(file, { settings: [{ key: "pace", value: DEMO_PACE }] });
    const atOnce = app.trainers.sharersOfNext;
    await begin(app, await prepareRun({ experiment, runsFolder: app.folders.for(), atOnce }));
  },
  "pairingLab.experiment.new": app => createExperiment(join(app.context.extensionPath, "dist", "cli.js")),
  "pairingLab.examples.copy": app => copyExamples(join(app.context.extensionPath, "examples")),
  "pairingLab.python.copy": app => copyPythonWriter(join(app.context.extensionPath, "python")),
  "pairingLab.experiment.train": async (app, given) => {
    const document = await chooseDocument(app, given);
    if (document !== undefined) await train(app, document, []);
  },
  "pairingLab.experiment.trainWithChanges": async (app, given) => {
    const document = await chooseDocument(app, given);
    if (document === undefined) return;
    const changes = await pickChanges(document.getText(), document.uri.fsPath);
    if (changes !== undefined) await train(app, document, changes);
  },
  "pairingLab.experiment.open": async (app, given) => {
    const document = await chooseDocument(app, given);
    if (document !== undefined) await vscode.window.showTextDocument(document);
  },
  "pairingLab.experiment.compare": (app, given) => compareExperiments(app, given),
};

/** The experiment file that is meant: the one given, that of the row, the one in front, or one that is picked. */
export async function chooseDocument(
  app: Needs<"experimentFiles">,
  [first]: readonly unknown[],
): Promise<vscode.TextDocument | undefined> {
  const uri = first instanceof vscode.Uri ? first : fileOfRow(first);
  if (uri !== undefined) {
    inReach(uri.fsPath);
    return vscode.workspace.openTextDocument(uri);
  }
  const active = vscode.window.activeTextEditor?.document ?? (await documentInFront());
  if (active !== undefined && isExperiment(active)) return active;
  await app.experimentFiles.look();
  const files = app.experimentFiles.all.map(fileChoice);
  if (files.length === 0) {
    const create = "New Experiment…";
    const chosen = await tell("info", say`There is no experiment file here yet.`, create);
    if (chosen === create) await vscode.commands.executeCommand("pairingLab.experiment.new");
    return undefined;
  }
  const picked = await pickOne(files, { placeholder: "Which experiment?" });
  return picked === undefined ? undefined : vscode.workspace.openTextDocument(picked.path);
}

function fileOfRow(given: unknown): vscode.Uri | undefined {
  const [subject] = subjectsOf([given]);
  return subject?.kind === "experiment" && subject.file !== null ? vscode.Uri.file(subject.file) : undefined;
}

/** Trains what an editor holds, saved first, so that the run is what the file says. */
async function train(
  app: TrainingNeeds,
  document: vscode.TextDocument,
  settings: readonly Setting[],
): Promise<void> {
  const file = document.uri.fsPath;
  const runsFolder = app.folders.for(document.uri);
  let folder: string;
  try {
    await saveOrRefuse(document);
    const experiment = read(document, settings);
    const atOnce = app.trainers.sharersOfNext;
    folder = await prepareRun({
      experiment,
      runsFolder,
      atOnce,
      tensorflowFolder: tensorflowFolder(dirname(file)),
      ...(document.isUntitled ? {} : { file }),
    });
  } catch (error) {
    if (error instanceof InputError) await showProblem(document, error);
    throw error;
  }
  await begin(app, folder);
}

function read(document: vscode.TextDocument, settings: readonly Setting[]): Experiment {
  const text = document.getText();
  const file = document.uri.fsPath;
  const experiment = readExperiment(text, file, { settings });
  const device = setting("device", document.uri);
  const options: ReadOptions = { settings, device };
  return experiment.device === "auto" && device !== "auto" ? readExperiment(text, file, options) : experiment;
}
