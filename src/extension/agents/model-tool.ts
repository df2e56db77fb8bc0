import * as vscode from "vscode";
import type { App } from "../app.ts";
import { languageModelTools, type LanguageModelToolName } from "../contributions/language-model-tools.ts";
import type { RunWorld } from "./run-tools.ts";

/** A tool as VS Code calls it. What it does is loaded only when a model asks for it. */
export function modelTool(
  name: LanguageModelToolName,
  loaded: Promise<App>,
): vscode.LanguageModelTool<Readonly<Record<string, unknown>>> {
  const { tool, title, changes } = languageModelTools[name];
  return {
    prepareInvocation({ input }) {
      const asked = JSON.stringify(input);
      const invocationMessage = `${title}: ${asked}`;
      if (!changes) return { invocationMessage };
      const message = `Pairing Lab will do this in your name, and record it: ${asked}`;
      return { invocationMessage, confirmationMessages: { title: `${title}?`, message } };
    },
    async invoke({ input }) {
      if (changes && !vscode.workspace.isTrusted)
        throw new Error("Training needs a trusted workspace. In Restricted Mode runs can be looked at.");
      const { callTool } = await import("./run-tools.ts");
      const answer = await callTool(tool, input, worldOf(await loaded));
      return new vscode.LanguageModelToolResult([new vscode.LanguageModelTextPart(JSON.stringify(answer))]);
    },
  };
}

function worldOf(app: App): RunWorld {
  return {
    get runs() {
      return app.runs.all;
    },
    runsFolderOf: folder => app.folders.around(folder),
    start: async folder => {
      const outcome = await app.trainers.start(folder);
      await app.runs.refresh(folder);
      return outcome;
    },
  };
}
