import * as vscode from "vscode";
import { letGo } from "../../unattended/unattended.ts";
import { contextKeys } from "../contributions/context-keys.ts";

/** Ticks a step of the walkthrough, wherever it was done: a page's button runs no command that VS Code would hear of. */
export function tickStep(step: "turned" | "branched" | "written"): void {
  letGo(vscode.commands.executeCommand("setContext", contextKeys[step], true));
}
