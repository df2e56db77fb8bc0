import { existsSync } from "node:fs";
import { relative, resolve } from "node:path";
import * as vscode from "vscode";
import { availableNames } from "../../experiment/number-spec.ts";
import { dataKinds, type AvailableDataKind } from "../../experiment/catalog.ts";
import { setting } from "../setting.ts";
import { ask, askPlace, pickOne, type Choice } from "../door/questions.ts";
import { askWhetherSeen } from "../experiment-files/seen-data.ts";
import { openUnsaved } from "../experiment-files/open-unsaved.ts";
import {
  newExperimentText,
  ownData,
  pairings,
  questionTitle,
  type OwnData,
} from "../experiment-files/new-experiment.ts";
import { exampleName, regimes } from "../experiment-files/regimes.ts";

/**
 * Asks for data, regime and pairing, and opens a new experiment file made of the answers. Data of one's own are shown first, as
 * the terminal command's program (cli.js) reads them.
 */
export async function createExperiment(program: string): Promise<void> {
  const data = await pick<AvailableDataKind>(1, "Which data?", dataItems());
  if (data === undefined) return;
  const place = vscode.workspace.workspaceFolders?.[0]?.uri;
  const own = ownData[data];
  const file = own === undefined ? null : await pickSeen(data, own, place, program);
  if (file === undefined) return;
  const wanted = setting("defaultRegime", place);
  const regime = await pick(2, "Which regime?", itemsOf(regimes), wanted);
  if (regime === undefined) return;
  const pairing = await pick(3, "Which regularizer?", itemsOf(pairings));
  if (pairing === undefined) return;
  const name = await askName(exampleName(data, regime, pairing !== "none"), place);
  if (name === undefined) return;
  await openNew(newExperimentText({ name, data, file, regime, pairing }), name, place);
}

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
  return itemsOf(dataKinds).filter((item): item is Item<AvailableDataKind> => available.includes(item.value));
}

async function pick<T>(
  step: 1 | 2 | 3,
  placeholder: string,
  items: readonly Item<T>[],
  first?: T,
): Promise<T | undefined> {
  const sorted = [...items].sort((a, b) => Number(b.value === first) - Number(a.value === first));
  const picked = await pickOne(sorted, {
    stays: true,
    title: questionTitle(step),
    placeholder,
    matchOn: ["detail"],
  });
  return picked?.value;
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

const targetOf = (name: string, place: vscode.Uri) => vscode.Uri.joinPath(place, `${name}.gan.json`);

function askName(proposal: string, place: vscode.Uri | undefined): Thenable<string | undefined> {
  const taken = (name: string) => place !== undefined && existsSync(targetOf(name, place).fsPath);
  let value = proposal;
  for (let number = 2; taken(value); number++) value = `${proposal}-${number}`;
  return ask({
    title: questionTitle(4),
    prompt: "Its name; the file is NAME.gan.json",
    value,
    check: text => {
      if (!/^[\w.-][\w .-]{0,79}$/.test(text)) return "letters, digits, spaces, dots, - and _; at most 80";
      return taken(text) ? `${text}.gan.json is there already` : null;
    },
  });
}

/** Writes and opens the file; without an open folder it is an editor that is still to be saved. */
async function openNew(content: string, name: string, place: vscode.Uri | undefined): Promise<void> {
  if (place === undefined) {
    await openUnsaved(content, name);
    return;
  }
  const target = targetOf(name, place);
  const edit = new vscode.WorkspaceEdit();
  edit.createFile(target, { overwrite: false, contents: new TextEncoder().encode(content) });
  if (!(await vscode.workspace.applyEdit(edit))) throw new Error(`${target.fsPath} could not be written.`);
  await vscode.window.showTextDocument(target, { preview: false });
}
