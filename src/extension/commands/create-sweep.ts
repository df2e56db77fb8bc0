import { basename, dirname } from "node:path";
import * as vscode from "vscode";
import { InputError } from "../../experiment/input-error.ts";
import { readExperiment } from "../../experiment/read.ts";
import type { Experiment } from "../../experiment/schema.ts";
import { readWhole, whyNoNumber } from "../../plain/typed-number.ts";
import { readSweep } from "../../sweeps/read.ts";
import { MOST_SEEDS } from "../../sweeps/seeds.ts";
import { askInTurn, askStep, back, pickStep, type Answer } from "../door/steps.ts";
import { say, type Text } from "../door/words.ts";
import type { Choice } from "../door/questions.ts";
import { valueText, type KeyChoice } from "../experiment-files/key-paths.ts";
import { askFileName, openNew } from "../experiment-files/new-file.ts";
import {
  axisChoices,
  newSweepText,
  proposedName,
  proposedValues,
  valuesFrom,
  type Axis,
} from "../experiment-files/new-sweep.ts";
import { showProblem } from "../experiment-files/show-problem.ts";

const ending = ".sweep.json";
const USUAL_SEEDS = 5;

/** Asks for keys, their values and seeds, and opens a new sweep's file beside its experiment's. */
export async function createSweep(document: vscode.TextDocument): Promise<void> {
  const file = document.uri.fsPath;
  if (document.isUntitled) {
    const message = "save the experiment first: a sweep names its file";
    throw new InputError([{ file: basename(file), path: "", message }]);
  }
  let experiment: Experiment;
  try {
    experiment = readExperiment(document.getText(), file);
  } catch (error) {
    if (error instanceof InputError) await showProblem(document, error);
    throw error;
  }
  const { name } = experiment;
  const title = (step: 1 | 2 | 3): Text => say`New sweep of ${name} (${step} of 3)`;
  const textOf = (axes: readonly Axis[], seeds: number) =>
    newSweepText({ experiment: basename(file), axes, seeds }, experiment.seed);
  const problemOf = (axes: readonly Axis[]): string | null => {
    try {
      readSweep(textOf(axes, 1), `${file}${ending}`, () => document.getText());
      return null;
    } catch (error) {
      if (!(error instanceof InputError)) throw error;
      return error.problems[0]?.message ?? error.message;
    }
  };
  const answers = await askInTurn<{ axes: readonly Axis[]; seeds: number; name: string }>([
    async (_, at) => {
      const axes = await askAxes(experiment, title(1), problemOf, at);
      return axes === undefined || axes === back ? axes : { axes };
    },
    async (_, at) => {
      const seeds = await askSeeds(title(2), at);
      return seeds === undefined || seeds === back ? seeds : { seeds };
    },
    async ({ axes = [] }, at) => {
      const folder = vscode.Uri.file(dirname(file));
      const proposal = proposedName(basename(file).replace(/\.gan\.json$/, ""), axes);
      const named = await askFileName({ title: title(3), proposal, ending, folder }, at);
      return named === undefined || named === back ? named : { name: named };
    },
  ]);
  if (answers === undefined) return;
  const text = textOf(answers.axes, answers.seeds);
  await openNew(text, `${answers.name}${ending}`, vscode.Uri.file(dirname(file)));
}

interface Item extends Choice {
  /** Null: the axes are whole. */
  readonly of: KeyChoice | null;
}

/** Asks for a key and its values, and for further ones until the person goes on. */
async function askAxes(
  experiment: Experiment,
  title: Text,
  problemOf: (axes: readonly Axis[]) => string | null,
  at: { readonly hasBack: boolean },
): Promise<Answer<readonly Axis[]>> {
  const axes = new Map<string, Axis>();
  for (;;) {
    const items = axisChoices(experiment).map((of): Item => {
      const axis = axes.get(of.key);
      return {
        of,
        label: of.key,
        description: axis === undefined ? valueText(of.value) : axis.values.map(valueText).join(" "),
        detail: [of.title, of.description].filter(text => text !== "").join(": "),
        ...(axis === undefined ? {} : { icon: "edit" }),
      };
    });
    const done: Item[] =
      axes.size === 0 ? [] : [{ of: null, icon: "arrow-right", label: "Go on", alwaysShow: true }];
    const picked = await pickStep([...done, ...items], {
      stays: true,
      title,
      placeholder: axes.size === 0 ? "Which key has several values?" : "Another key, or go on",
      matchOn: ["description", "detail"],
      ...at,
    });
    if (picked === undefined || picked === back) return picked;
    const { of } = picked;
    if (of === null) return [...axes.values()];
    const others = [...axes.values()].filter(({ key }) => key !== of.key);
    const values = await askValues(of, title, axes.get(of.key), axis => problemOf([...others, axis]));
    if (values === undefined) return undefined;
    if (values !== back) axes.set(of.key, { key: of.key, values });
  }
}

async function askValues(
  of: KeyChoice,
  title: Text,
  held: Axis | undefined,
  problemOf: (axis: Axis) => string | null,
): Promise<Answer<readonly unknown[]>> {
  const read = (typed: string) => {
    try {
      return valuesFrom(of, typed);
    } catch (error) {
      if (!(error instanceof InputError)) throw error;
      return { problem: error.problems[0]?.message ?? error.message };
    }
  };
  const typed = await askStep(
    {
      title,
      prompt: `Values of ${of.key}, with blanks between`,
      value: held === undefined ? proposedValues(of) : held.values.map(valueText).join(" "),
      check: text => {
        const found = read(text);
        if ("problem" in found) return found.problem;
        return found.values.length === 0
          ? "a value at least"
          : problemOf({ key: of.key, values: found.values });
      },
    },
    { hasBack: true },
  );
  if (typed === undefined || typed === back) return typed;
  const found = read(typed);
  return "values" in found ? found.values : undefined;
}

async function askSeeds(title: Text, at: { readonly hasBack: boolean }): Promise<Answer<number>> {
  const isCount = (value: number) =>
    Number.isSafeInteger(value) && value >= 1 && value <= MOST_SEEDS
      ? null
      : `a whole number from 1 to ${MOST_SEEDS}`;
  const typed = await askStep(
    {
      title,
      prompt:
        "How many seeds of each, from the experiment's own on? With one nothing can be told from chance.",
      value: String(USUAL_SEEDS),
      check: text => whyNoNumber(readWhole(text), isCount),
    },
    at,
  );
  if (typed === undefined || typed === back) return typed;
  const read = readWhole(typed);
  return read.is === "number" ? read.value : undefined;
}
