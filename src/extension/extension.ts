// What VS Code loads. It only registers what can be asked for; everything else is loaded when it is, so that opening a
// window costs nothing.
import { setImmediate as turn } from "node:timers/promises";
import * as vscode from "vscode";
import { modelTool } from "./agents/model-tool.ts";
import { commands, type CommandName } from "./contributions/commands.ts";
import { languageModelTools, type LanguageModelToolName } from "./contributions/language-model-tools.ts";
import { pageNames, viewType } from "./contributions/pages.ts";
import { runsView } from "./contributions/views.ts";
import { describeView } from "./door/fields.ts";
import { say, words } from "./door/words.ts";
import { RunsTree } from "./explorer/runs-tree.ts";

export function activate(context: vscode.ExtensionContext): void {
  const tree = new RunsTree();
  const view = vscode.window.createTreeView(runsView, {
    treeDataProvider: tree,
    canSelectMany: true,
    showCollapseAll: true,
    manageCheckboxStateManually: true,
  });
  context.subscriptions.push(tree, view);
  const activated = turn();
  const loaded = activated.then(async () => {
    const { createApp } = await import("./app.ts");
    return createApp({ context, tree, view });
  });
  loaded.catch((error: unknown) => {
    describeView(view, {
      message: say`Pairing Lab could not be loaded: ${words(String(error))}`,
      description: "",
      badge: undefined,
    });
  });
  for (const name of Object.keys(commands) as CommandName[]) {
    const run = async (...given: unknown[]) => {
      const { runCommand } = await import("./commands/run-command.ts");
      return runCommand(name, await loaded, given);
    };
    context.subscriptions.push(vscode.commands.registerCommand(name, run));
  }
  for (const name of Object.keys(languageModelTools) as LanguageModelToolName[])
    context.subscriptions.push(vscode.lm.registerTool(name, modelTool(name, loaded)));
  for (const name of pageNames) {
    const serializer = {
      async deserializeWebviewPanel(panel: vscode.WebviewPanel, state: unknown) {
        (await loaded).pages[name].restore(panel, state);
      },
    };
    context.subscriptions.push(vscode.window.registerWebviewPanelSerializer(viewType(name), serializer));
  }
}
