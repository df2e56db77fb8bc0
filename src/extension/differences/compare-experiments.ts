import { basename } from "node:path";
import * as vscode from "vscode";
import { differ } from "../../differences/differ.ts";
import { letGo } from "../../unattended/unattended.ts";
import { isCalled, understood, type ChoosingNeeds } from "../commands/run-target.ts";
import { mention, tell } from "../door/messages.ts";
import { pickOne } from "../door/questions.ts";
import { say } from "../door/words.ts";
import { isExperiment } from "../experiment-files/diagnostics.ts";
import { documentInFront } from "../experiment-files/document-in-front.ts";
import { fileChoice } from "../experiment-files/experiment-files.ts";
import { runChoices } from "../explorer/run-choices.ts";
import type { Needs } from "../parts.ts";
import { addressOf, readCompared, type Compared } from "./experiment-texts.ts";

export type DifferingNeeds = ChoosingNeeds & Needs<"experimentFiles" | "experimentTexts", "compare">;

/** Shows two experiments in the editor's own comparison: those that a command was called with, the rest is picked. */
export async function compareExperiments(app: DifferingNeeds, given: readonly unknown[]): Promise<void> {
  const named = givenSides(app, given);
  if (named.length === 0 && isCalled(app, given)) return;
  if (named.length > 2) {
    letGo(tell("info", say`${named.length} experiments are too many to be compared as texts: select two.`));
    return;
  }
  const first =
    named[0] ?? (await sideInFront(app)) ?? (await pickSide(app, "Compare which experiment?", []));
  if (first === undefined) return;
  const second = named[1] ?? (await pickSide(app, "Compare with which experiment?", [first]));
  if (second !== undefined) await show(app, first, second);
}

/** What the command was called with: rows, files, or the runs of the comparison in front. */
function givenSides(app: DifferingNeeds, given: readonly unknown[]): Compared[] {
  const [first, selected] = given;
  if (first instanceof vscode.Uri) {
    const files: readonly unknown[] = Array.isArray(selected) && selected.length > 1 ? selected : [first];
    return files.flatMap(file => (file instanceof vscode.Uri ? [fileSide(file.fsPath)] : []));
  }
  if (!isCalled(app, given)) return (app.pages.compare.active?.folders ?? []).slice(0, 2).map(runSide);
  return understood(app, given, ["run", "experiment"]).flatMap(subject => {
    if (subject.kind === "run") return [runSide(subject.folder)];
    return subject.kind === "experiment" && subject.file !== null ? [fileSide(subject.file)] : [];
  });
}

const fileSide = (path: string): Compared => ({ kind: "file", path });
const runSide = (path: string): Compared => ({ kind: "run", path });

/** The experiment of the editor in front, or the run of the dashboard in front. */
async function sideInFront(app: DifferingNeeds): Promise<Compared | undefined> {
  const document = vscode.window.activeTextEditor?.document ?? (await documentInFront());
  if (document !== undefined && isExperiment(document) && !document.isUntitled)
    return fileSide(document.uri.fsPath);
  const run = app.pages.dashboard.active;
  return run === undefined ? undefined : runSide(run.folder);
}

/** Any experiment file or run but those that are chosen already; the file in the editor in front comes first. */
async function pickSide(
  app: DifferingNeeds,
  placeholder: string,
  chosen: readonly Compared[],
): Promise<Compared | undefined> {
  await app.experimentFiles.look();
  const front = vscode.window.activeTextEditor?.document.uri.fsPath;
  const files = app.experimentFiles.all.map(file => ({
    ...fileChoice(file),
    icon: "$(file)" as const,
    side: fileSide(file.path),
  }));
  const runs = runChoices(app.runs.all, folder => app.runs.notesOf(folder)).map(({ run, ...choice }) => ({
    ...choice,
    side: runSide(run.folder),
  }));
  const choices = [
    ...files.filter(({ path }) => path === front),
    ...files.filter(({ path }) => path !== front),
    ...runs,
  ].filter(({ side }) => chosen.every(({ path }) => path !== side.path));
  if (choices.length === 0) {
    letGo(tell("info", say`There is no other experiment file or run here to compare with.`));
    return undefined;
  }
  const picked = await pickOne(choices, { placeholder, matchOn: ["description", "detail"] });
  return picked?.side;
}

/** A run before a file, which is what became of it. What cannot be read is told before anything opens. */
async function show(app: DifferingNeeds, first: Compared, second: Compared): Promise<void> {
  const [before, after] = first.kind === "file" && second.kind === "run" ? [second, first] : [first, second];
  const { isSame } = differ(await readCompared(before), await readCompared(after));
  const [left, right] = [addressOf(before), addressOf(after)];
  for (const address of [left, right]) app.experimentTexts.refresh(address);
  const title = say`${basename(before.path)} ↔ ${basename(after.path)}`.text;
  await vscode.commands.executeCommand("vscode.diff", left, right, title);
  if (isSame) mention(say`Nothing that is known of both differs`);
}
