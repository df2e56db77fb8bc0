import * as vscode from "vscode";
import { basename } from "node:path";
import { InputError } from "../../experiment/input-error.ts";
import { LONG_PATH } from "../../plain/plain-text.ts";
import { inReach } from "../../reach/reach.ts";
import { letGo } from "../../unattended/unattended.ts";
import type { App } from "../app.ts";
import { commands, needsTrust, type CommandName } from "../contributions/commands.ts";
import { openingCommands, type OpeningCommand } from "../contributions/pages.ts";
import { tell } from "../door/messages.ts";
import { say, words } from "../door/words.ts";
import { offerTrust } from "../trust.ts";
import { curveCommands } from "./curve-commands.ts";
import { deviceCommands } from "./device-commands.ts";
import { showProblem } from "../experiment-files/show-problem.ts";
import { experimentCommands } from "./experiment-commands.ts";
import { experimentNotesCommands } from "./experiment-notes.ts";
import { explorerCommands } from "./explorer-commands.ts";
import type { HandlersOf } from "./handlers.ts";
import { noteCommands } from "./note-commands.ts";
import { outputCommands } from "./output-commands.ts";
import { shareCommands } from "./share-commands.ts";
import { sweepCommands } from "./sweep-commands.ts";
import { trainingCommands } from "./training-commands.ts";
import { tuneCommands } from "./tune-command.ts";

const openers = Object.fromEntries(
  Object.entries(openingCommands).map(([name, { page }]) => [
    name,
    (app: App) => {
      app.pages[page].open({});
      return Promise.resolve();
    },
  ]),
) as unknown as HandlersOf<OpeningCommand, App>; // the same names

const handlers: HandlersOf<CommandName, App> = {
  ...openers,
  ...curveCommands,
  ...deviceCommands,
  ...experimentCommands,
  ...experimentNotesCommands,
  ...explorerCommands,
  ...noteCommands,
  ...outputCommands,
  ...shareCommands,
  ...sweepCommands,
  ...trainingCommands,
  ...tuneCommands,
};

/**
 * Runs a command, whoever called it by its name: what needs a trusted workspace is refused here. What goes wrong is told
 * in one sentence, and in full in the log.
 */
export async function runCommand(name: CommandName, app: App, given: readonly unknown[]): Promise<unknown> {
  if (needsTrust(name) && !vscode.workspace.isTrusted) {
    letGo(offerTrust(commands[name].title.replace(/…$/, "")));
    return undefined;
  }
  try {
    return await handlers[name](app, given);
  } catch (error) {
    app.log.error(
      say`${words(name)}: ${words(error instanceof Error ? error.message : String(error))}`,
      error,
    );
    letGo(showFailure(app, error));
    return undefined;
  }
}

async function showFailure(app: App, error: unknown): Promise<void> {
  if (error instanceof InputError) {
    await showProblems(error);
    return;
  }
  const message = error instanceof Error ? error.message : String(error);
  const [first = "", ...others] = message.split("\n");
  const problem = others.length > 0 ? say`${words(first)} (and ${others.length} more)` : words(first);
  const chosen = await tell("error", problem, "Show Log");
  if (chosen !== undefined) app.log.show();
}

/** The first problem of an input: the reason first, since a notification is cut, then where; the file is a press away. */
async function showProblems({ problems }: InputError): Promise<void> {
  const [first, ...others] = problems;
  if (first === undefined) return;
  const { file, line, path, message } = first;
  const reason = words(path === "" ? message : `${path}: ${message}`, LONG_PATH);
  const place = line === undefined ? say`${basename(file)}` : say`${basename(file)}, line ${line}`;
  const more = words(others.length > 0 ? `; ${others.length} more` : "");
  const open = "Open File";
  const chosen = await tell("error", say`${reason} (${place}${more})`, ...(line === undefined ? [] : [open]));
  if (chosen !== open) return;
  inReach(file);
  const editing = vscode.workspace.textDocuments.find(({ uri }) => uri.fsPath === file);
  await showProblem(editing ?? (await vscode.workspace.openTextDocument(vscode.Uri.file(file))), {
    problems,
  });
}
