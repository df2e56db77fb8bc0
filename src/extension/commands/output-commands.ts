import { copyFile } from "node:fs/promises";
import { basename, join } from "node:path";
import * as vscode from "vscode";
import { readExperimentFile } from "../../experiment/read-file.ts";
import { checkpointFile, lastCheckpoint } from "../../runs/checkpoints.ts";
import { exportScalars, scalarFormats } from "../../runs/export-scalars.ts";
import type { ObservedRun } from "../../runs/list.ts";
import { refuseOthers } from "../../runs/other-trainer.ts";
import { trustWords } from "../../runs/typed-command.ts";
import { isOwn } from "../explorer/run-row.ts";
import { sampleSteps, samplesFile } from "../../runs/samples.ts";
import { inReach } from "../../reach/reach.ts";
import { mention } from "../door/messages.ts";
import { askTarget, pickOne } from "../door/questions.ts";
import { say } from "../door/words.ts";
import { defaultsFor, setWords } from "../experiment-files/set-line.ts";
import { grouped } from "../number-text.ts";
import { openTensorBoard, revealFolder, saveAsExperiment } from "../actions/lead-out.ts";
import type { Needs } from "../parts.ts";
import type { HandlersOf } from "./handlers.ts";
import { chooseFolders, chooseRun, type ChoosingNeeds } from "./run-target.ts";
import { writeAt } from "./write-at.ts";

export const outputCommands: HandlersOf<
  | "pairingLab.run.saveAsExperiment"
  | "pairingLab.run.copySettings"
  | "pairingLab.run.tensorboard"
  | "pairingLab.run.showLog"
  | "pairingLab.run.export"
  | "pairingLab.run.revealFolder",
  ChoosingNeeds & Needs<"trainerLog" | "experimentFiles">
> = {
  "pairingLab.run.saveAsExperiment": async (app, given) => {
    const run = await chooseRun(app, given, {
      placeholder: "Save which run as an experiment?",
      accepts: isOwn,
    });
    if (run !== undefined) await saveAsExperiment(run);
  },
  "pairingLab.run.copySettings": async (app, given) => {
    const run = await chooseRun(app, given, {
      placeholder: "Copy which run's settings?",
      accepts: isOwn,
    });
    if (run === undefined) return;
    refuseOthers(run.info, "saveAsExperiment");
    await vscode.env.clipboard.writeText(settingsLine(app, run));
    mention(say`${run.info.name}: its settings are in the clipboard.`);
  },
  "pairingLab.run.tensorboard": async (app, given) => {
    const run = await chooseRun(app, given, { placeholder: "Show which run in TensorBoard?" });
    if (run !== undefined) openTensorBoard(run.folder);
  },
  "pairingLab.run.showLog": async (app, given) => {
    const [folder] = await chooseFolders(
      app,
      given,
      { placeholder: "Show the log of which run?" },
      anyFolder,
    );
    if (folder !== undefined) app.trainerLog.show(folder);
  },
  "pairingLab.run.export": async (app, given) => {
    const run = await chooseRun(app, given, { placeholder: "Export what of which run?" });
    if (run !== undefined) await exportRun(run);
  },
  "pairingLab.run.revealFolder": async (app, given) => {
    const [folder] = await chooseFolders(
      app,
      given,
      { placeholder: "Reveal the folder of which run?" },
      anyFolder,
    );
    if (folder !== undefined) await revealFolder(folder);
  },
};

/** Of a folder that cannot be read too: its log may say why. */
const anyFolder = ["run", "broken"] as const;

/** The run as words of the terminal command: against its experiment file where there is one, else against the defaults. */
function settingsLine(app: Needs<"experimentFiles">, run: ObservedRun): string {
  const { experiment } = run.info;
  const { file } = app.experimentFiles.originOf(run);
  const base = file === null ? defaultsFor(experiment) : readExperimentFile(file.path);
  return [...setWords(experiment, base), ...trustWords(experiment)].join(" ");
}

interface Export {
  readonly label: string;
  readonly detail: string;
  readonly file: string;
  readonly write: (target: string) => Promise<void>;
}

function exportsOf({ folder, info }: ObservedRun): Export[] {
  const found: Export[] = [
    {
      label: "Scalars as CSV",
      detail: "Every recorded value: tag, step, value",
      file: `${info.id}-scalars.csv`,
      write: target => exportScalars(folder, target, scalarFormats[".csv"]),
    },
    {
      label: "Scalars as JSON lines",
      detail: "The same, a JSON object a line",
      file: `${info.id}-scalars.jsonl`,
      write: target => exportScalars(folder, target, scalarFormats[".jsonl"]),
    },
  ];
  const samples = sampleSteps(folder).at(-1);
  if (samples !== undefined) {
    found.push({
      label: "Samples as NPY",
      detail: `Outputs of the probe latents at step ${grouped(samples)}`,
      file: `${info.id}-samples-${samples}.npy`,
      write: target => copyFile(inReach(samplesFile(folder, samples)), target),
    });
  }
  const checkpoint = lastCheckpoint(folder);
  if (checkpoint === null) return found;
  const networks = (["generator", "discriminator"] as const).map((network): Export => ({
    label: `${network === "generator" ? "Generator" : "Discriminator"} as ONNX`,
    detail: `Of the checkpoint at step ${grouped(checkpoint.step)}, with its weights in it`,
    file: `${info.id}-${network}-${checkpoint.step}.onnx`,
    write: target => copyFile(inReach(checkpointFile(checkpoint.folder, network)), target),
  }));
  return [...found, ...networks];
}

async function exportRun(run: ObservedRun): Promise<void> {
  const title = say`Export of ${run.info.name}`;
  const picked = await pickOne(exportsOf(run), { title, placeholder: "Export what?" });
  if (picked === undefined) return;
  const place = vscode.workspace.workspaceFolders?.[0]?.uri.fsPath ?? run.folder;
  const target = await askTarget({
    title,
    defaultUri: vscode.Uri.file(join(place, basename(picked.file))),
  });
  if (target === undefined) return;
  await writeAt(target, picked.write);
  mention(say`Written: ${target.fsPath}`);
}
