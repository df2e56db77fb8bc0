import { basename, dirname, join } from "node:path";
import * as vscode from "vscode";
import { InputError } from "../../experiment/input-error.ts";
import { readExperiment } from "../../experiment/read.ts";
import type { Experiment } from "../../experiment/schema.ts";
import { checkExperiment } from "../../launching/prepare-run.ts";
import type { Search, SweepStart } from "../../launching/sweep/start-sweep.ts";
import { FEWEST_SEEDS, MOST_SEEDS, seedsName } from "../../sweeps/seeds.ts";
import { tuningName, usualBudget } from "../../sweeps/tuning.ts";
import { mention, whileMentioned } from "../door/messages.ts";
import { askWhole } from "../ask-number.ts";
import { pickOne } from "../door/questions.ts";
import { say, words } from "../door/words.ts";
import { saveOrRefuse } from "../experiment-files/save-or-refuse.ts";
import { showProblem } from "../experiment-files/show-problem.ts";
import { counted, grouped } from "../number-text.ts";
import type { Needs } from "../parts.ts";
import { launchOf } from "../sweeps/launch-settings.ts";
import { tensorflowFolder } from "../trainers/tensorflow-folder.ts";

const USUAL_SEEDS = 5;

export type ManyNeeds = Needs<"folders" | "sweeps", "report">;

/** Searches the weight of pairing of an experiment, saved first, in a sweep's folder whose report shows how it gets on. */
export async function searchWeight(app: ManyNeeds, document: vscode.TextDocument): Promise<boolean> {
  const { steps } = await savedExperiment(document);
  return trainMany(app, document, tuningName, async () => {
    const search = await pickSearch(steps);
    return search && { search };
  });
}

/** Trains several seeds of an experiment, saved first, as a group whose report has their mean and interval; `had` is proposed. */
export async function trainSeeds(
  app: ManyNeeds,
  document: vscode.TextDocument,
  had: number = USUAL_SEEDS,
): Promise<boolean> {
  const { name } = await savedExperiment(document);
  return trainMany(app, document, seedsName, async () => {
    const seeds = await askWhole({
      title: say`Train seeds of ${name}`,
      prompt: `How many, from the file's own seed on? Below ${FEWEST_SEEDS} no interval is told. What is trained already stays.`,
      value: String(had),
      from: 1,
      to: MOST_SEEDS,
    });
    return seeds === undefined ? undefined : { seeds };
  });
}

/** What an experiment's editor holds, saved and checked with its data. Rejects with InputError. */
async function savedExperiment(document: vscode.TextDocument): Promise<Experiment> {
  const file = document.uri.fsPath;
  if (document.isUntitled) {
    const message = "save the experiment first: those that train read its file";
    throw new InputError([{ file: basename(file), path: "", message }]);
  }
  try {
    await saveOrRefuse(document);
    const experiment = readExperiment(document.getText(), file);
    await whileMentioned(say`Checking ${experiment.name}`, () => checkExperiment(experiment, file));
    return experiment;
  } catch (error) {
    if (error instanceof InputError) await showProblem(document, error);
    throw error;
  }
}

/** Starts many runs of an experiment's file in a folder of their own, and opens their report; `ask` says what, undefined for nothing. */
async function trainMany(
  app: ManyNeeds,
  document: vscode.TextDocument,
  nameOf: (file: string) => string,
  ask: () => Promise<Pick<SweepStart, "search" | "seeds"> | undefined>,
): Promise<boolean> {
  const file = document.uri.fsPath;
  const folder = join(app.folders.for(document.uri), nameOf(file));
  if (app.sweeps.isSweeping(folder)) {
    app.pages.report.open({ folder });
    mention(say`${basename(folder)} trains already.`);
    return false;
  }
  const wanted = await ask();
  if (wanted === undefined) return false;
  const started = await app.sweeps.start({
    file,
    ...wanted,
    folder,
    trust: vscode.workspace.isTrusted,
    tensorflowFolder: tensorflowFolder(dirname(file)),
    ...launchOf(document.uri),
  });
  if (started) app.pages.report.open({ folder });
  return started;
}

/** How far to go; undefined when the person thought better of it. */
async function pickSearch(steps: number): Promise<Search | undefined> {
  const choices = [3, 5, 1].map(seeds => {
    const budget = usualBudget(steps, seeds);
    return {
      label: counted(seeds, "seed"),
      description: words(`up to ${grouped(budget)} steps in all`),
      detail: detailOf(seeds),
      search: { seeds, budget },
    };
  });
  const picked = await pickOne(choices, {
    title: "Search the pairing weight with the best coverage",
    placeholder: "With how many seeds? Poor weights end early, the best is refined",
  });
  return picked?.search;
}

function detailOf(seeds: number): string {
  if (seeds === 1) return "a first look: one seed tells no weight from chance";
  return seeds < 5 ? "the usual" : "a narrower interval";
}
