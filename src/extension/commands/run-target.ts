import { observeRun, type ObservedRun } from "../../runs/list.ts";
import { letGo } from "../../unattended/unattended.ts";
import type { Needs } from "../parts.ts";
import { fromFocus } from "../contributions/focus.ts";
import { mention, tell } from "../door/messages.ts";
import { pickOne } from "../door/questions.ts";
import { say, words } from "../door/words.ts";
import { runChoices } from "../explorer/run-choices.ts";
import { runChoice } from "./run-choice.ts";
import { foldersOf, leftOut, subjectsOf, type FolderKind, type Subject } from "./subjects.ts";

/** What it takes to find out which runs a command is about. */
export type ChoosingNeeds = Needs<"runs" | "explorer", "dashboard">;

/** What a command was called with: a row and those selected with it, something named, or nothing. */
export function givenSubjects(app: Needs<"explorer">, [first, selected]: readonly unknown[]): Subject[] {
  if (first === fromFocus) return subjectsOf(app.explorer.focused);
  const several: readonly unknown[] = Array.isArray(selected) ? selected : [];
  const isAmongThem = several.length > 1 && several.includes(first);
  return subjectsOf(isAmongThem ? several : [first]);
}

/** Whether a command was called with something: then it is about nothing else, even if it cannot be done with that. */
export const isCalled = (app: Needs<"explorer">, given: readonly unknown[]): boolean =>
  given[0] === fromFocus || givenSubjects(app, given).length > 0;

/** What a command was called with, of the kinds that it can be done with; the rest of a selection is named. */
export function understood(
  app: Needs<"explorer">,
  given: readonly unknown[],
  kinds: readonly Subject["kind"][],
): Subject[] {
  const subjects = givenSubjects(app, given);
  const rest = leftOut(subjects, kinds);
  if (rest !== null) mention(words(rest), 8_000);
  return subjects.filter(({ kind }) => kinds.includes(kind));
}

/** The folders of what a command was called with, of the kinds that it can be done with; the rest of a selection is named. */
export function givenFolders(
  app: Needs<"explorer">,
  given: readonly unknown[],
  kinds: readonly FolderKind[] = ["run"],
): readonly string[] {
  return foldersOf(understood(app, given, kinds), kinds);
}

export interface Wanted {
  /** What the picker asks when nothing says which run is meant. */
  readonly placeholder: string;
  readonly accepts?: (run: ObservedRun) => boolean;
}

/**
 * The run that a command is about: the one it was called with, that of the dashboard in front, the only one there is,
 * or one that is picked. Undefined when the user picks none.
 */
export async function chooseRun(
  app: ChoosingNeeds,
  given: readonly unknown[],
  wanted: Wanted,
): Promise<ObservedRun | undefined> {
  const [folder] = givenFolders(app, given);
  const [run] = await choose(app, given, folder === undefined ? [] : [await observeRun(folder)], wanted);
  return run;
}

/** The same for what can be asked of several selected rows at once: of those, the runs that it can be done with. */
export async function chooseRuns(
  app: ChoosingNeeds,
  given: readonly unknown[],
  wanted: Wanted,
): Promise<readonly ObservedRun[]> {
  return choose(app, given, await Promise.all(givenFolders(app, given).map(observeRun)), wanted);
}

async function choose(
  app: ChoosingNeeds,
  called: readonly unknown[],
  given: readonly ObservedRun[],
  { placeholder, accepts = () => true }: Wanted,
): Promise<readonly ObservedRun[]> {
  if (given.length === 0 && isCalled(app, called)) return [];
  const front = app.pages.dashboard.active?.folder;
  const inFront = given.length > 0 || front === undefined ? undefined : await observeRun(front);
  const choice = runChoice({ given, inFront, all: app.runs.all, accepts });
  switch (choice.kind) {
    case "chosen":
      return choice.runs;
    case "none":
      letGo(tell("info", say`There is no run that this can be done with.`));
      return [];
    case "ask":
      return pickRun(app, choice.among, placeholder);
    default:
      return choice satisfies never;
  }
}

async function pickRun(
  app: Needs<"runs">,
  among: readonly ObservedRun[],
  placeholder: string,
): Promise<ObservedRun[]> {
  const items = runChoices(among, folder => app.runs.notesOf(folder));
  const picked = await pickOne(items, { placeholder, matchOn: ["description", "detail"] });
  return picked === undefined ? [] : [picked.run];
}

/** Like `chooseRun`, for commands that work on several selected rows, of which some are done with other rows than runs. */
export async function chooseFolders(
  app: ChoosingNeeds,
  given: readonly unknown[],
  wanted: Wanted,
  kinds: readonly FolderKind[] = ["run"],
): Promise<string[]> {
  if (isCalled(app, given)) return [...givenFolders(app, given, kinds)];
  const run = await chooseRun(app, given, wanted);
  return run === undefined ? [] : [run.folder];
}
