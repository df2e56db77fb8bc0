import * as vscode from "vscode";
import type { App } from "../app.ts";
import { toolQuestion } from "../door/fields.ts";
import { say, words } from "../door/words.ts";
import { languageModelTools, type LanguageModelToolName } from "../contributions/language-model-tools.ts";
import type { RunWorld } from "./run-tools.ts";
import { needsTrustText } from "../trust.ts";

/** A tool as VS Code calls it. What it does is loaded only when a model asks for it. */
export function modelTool(
  name: LanguageModelToolName,
  loaded: Promise<App>,
): vscode.LanguageModelTool<Readonly<Record<string, unknown>>> {
  const { tool, title, changes } = languageModelTools[name];
  return {
    async prepareInvocation({ input }) {
      const invocationMessage = say`${words(title)}: ${words(JSON.stringify(input))}`.text;
      if (!changes) return { invocationMessage };
      needTrust(title);
      const { confirmationOf } = await import("./run-tools.ts");
      const question = confirmationOf(tool, input, await worldOf(loaded));
      if (question === null) return { invocationMessage };
      return { invocationMessage, confirmationMessages: toolQuestion(question) };
    },
    async invoke({ input }) {
      if (changes) needTrust(title);
      const { answerText, callTool } = await import("./run-tools.ts");
      const answer = await callTool(tool, input, await worldOf(loaded));
      return new vscode.LanguageModelToolResult([new vscode.LanguageModelTextPart(answerText(answer))]);
    },
  };
}

function needTrust(title: string): void {
  if (!vscode.workspace.isTrusted) throw new Error(needsTrustText(title));
}

/** What the tools see, once the runs that are there have been read. */
async function worldOf(loaded: Promise<App>): Promise<RunWorld> {
  const app = await loaded;
  await app.runs.settled();
  return {
    get runs() {
      return app.runs.all;
    },
    nameOf: folder => app.runs.notesOf(folder).name,
    runsFolderOf: folder => app.folders.around(folder),
    start: async folder => {
      const outcome = await app.trainers.start(folder);
      await app.runs.refresh(folder);
      return outcome;
    },
  };
}
