import { relative, resolve } from "node:path";
import * as vscode from "vscode";
import { availableNames } from "../../experiment/number-spec.ts";
import { dataKinds, type AvailableDataKind } from "../../experiment/catalog.ts";
import { tickStep } from "../actions/tick-step.ts";
import { setting } from "../setting.ts";
import { askPlace, type Choice } from "../door/questions.ts";
import { askInTurn, back, pickStep, type Answer } from "../door/steps.ts";
import { askWhetherSeen } from "../experiment-files/seen-data.ts";
import { askFileName, openNew } from "../experiment-files/new-file.ts";
import {
  newExperimentText,
  ownData,
  pairings,
  questionTitle,
  type ExperimentChoices,
  type OwnData,
} from "../experiment-files/new-experiment.ts";
import { exampleName, regimes } from "../experiment-files/regimes.ts";

/**
 * Asks for data, regime and pairing, and opens a new experiment file made of the answers. Data of one's own are shown first, as
 * the terminal command's program (cli.js) reads them.
 */
export async function createExperiment(program: string): Promise<void> {
  const place = vscode.workspace.workspaceFolders?.[0]?.uri;
  const answers = await askInTurn<ExperimentChoices>([
    async (_, at) => {
      const data = await pick<AvailableDataKind>(1, "Which data?", dataItems(), at);
      if (data === undefined || data === back) return data;
      const own = ownData[data];
      const file = own === undefined ? null : await pickSeen(data, own, place, program);
      return file === undefined ? undefined : { data, file };
    },
    async (_, at) => {
      const regime = await pick(2, "Which regime?", itemsOf(regimes), at, setting("defaultRegime", place));
      return regime === undefined || regime === back ? regime : { regime };
    },
    async (_, at) => {
      const pairing = await pick(3, "Which regularizer?", itemsOf(pairings), at);
      return pairing === undefined || pairing === back ? pairing : { pairing };
    },
    async ({ data, regime, pairing }, at) => {
      if (data === undefined || regime === undefined) return undefined;
      const proposal = exampleName(data, regime, pairing !== "none");
      const name = await askFileName({ title: questionTitle(4), proposal, ending, folder: place }, at);
      return name === undefined || name === back ? name : { name };
    },
  ]);
  if (answers === undefined) return;
  await openNew(newExperimentText(answers), `${answers.name}${ending}`, place);
  tickStep("written");
}

const ending = ".gan.json";

interface Item<T> extends Choice {
  readonly value: T;
}

function itemsOf<K extends string>(
  table: Readonly<Record<K, { readonly title: string; readonly description: string }>>,
): Item<K>[] {
  return (Object.keys(table) as K[]).map(value => ({
    value,
    label: table[value].title,
    detail: table[value].description,
  }));
}

function dataItems(): Item<AvailableDataKind>[] {
  const available: readonly string[] = availableNames(dataKinds);
  return itemsOf(dataKinds)
    .filter((item): item is Item<AvailableDataKind> => available.includes(item.value))
    .map(item => ({ ...item, group: ownData[item.value] === undefined ? "At hand" : "Your own files" }))
    .sort((a, b) => a.group.localeCompare(b.group));
}

async function pick<T>(
  step: 1 | 2 | 3,
  placeholder: string,
  items: readonly Item<T>[],
  { hasBack }: { readonly hasBack: boolean },
  first?: T,
): Promise<Answer<T>> {
  const sorted = [...items].sort((a, b) => Number(b.value === first) - Number(a.value === first));
  const picked = await pickStep(sorted, {
    stays: true,
    title: questionTitle(step),
    placeholder,
    matchOn: ["detail"],
    hasBack,
  });
  return picked === undefined || picked === back ? picked : picked.value;
}

/** Asks for a file or folder and shows what it holds, until the person takes one; undefined when they take none. */
async function pickSeen(
  data: AvailableDataKind,
  own: OwnData,
  place: vscode.Uri | undefined,
  program: string,
): Promise<string | undefined> {
  for (;;) {
    const file = await pickOwn(own, place);
    if (file === undefined) return undefined;
    const answer = await askWhetherSeen(data, resolve(place?.fsPath ?? "/", file), program);
    if (answer !== "another") return answer === "use" ? file : undefined;
  }
}

async function pickOwn(
  { title: dialog, choose }: OwnData,
  place: vscode.Uri | undefined,
): Promise<string | undefined> {
  const chosen = await askPlace({
    title: dialog,
    ...(choose === "folder"
      ? { canSelectFolders: true, canSelectFiles: false }
      : choose.endings.length > 0
        ? { filters: { [choose.files]: [...choose.endings] } }
        : {}),
    ...(place === undefined ? {} : { defaultUri: place }),
  });
  const [file] = chosen ?? [];
  if (file === undefined) return undefined;
  const inside = place === undefined ? "" : relative(place.fsPath, file.fsPath);
  return inside === "" || inside.startsWith("..") ? file.fsPath : inside.replaceAll("\\", "/");
}
