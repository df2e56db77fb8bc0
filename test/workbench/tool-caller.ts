// The smallest extension that calls a tool as a language model does: what ours offer is nobody else's to test.
import { existsSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import * as z from "zod";
import { packSmallExtension } from "./small-extension.ts";
import { until } from "../support/until.ts";
import type { Workbench } from "./workbench.ts";

const TITLE = "Call a Tool";
const ANSWER = "tool-answer.json";

const program = `
const vscode = require("vscode");
const { renameSync, writeFileSync } = require("node:fs");
exports.activate = context => {
  const call = async () => {
    const typed = await vscode.window.showInputBox({ title: "${TITLE}", ignoreFocusOut: true });
    if (typed === undefined) return;
    const { tool, input } = JSON.parse(typed);
    let answer;
    try {
      const { content } = await vscode.lm.invokeTool(tool, { input, toolInvocationToken: undefined });
      answer = { content: content.map(part => part.value) };
    } catch (error) {
      answer = { error: String(error) };
    }
    const path = vscode.workspace.workspaceFolders[0].uri.fsPath + "/${ANSWER}";
    writeFileSync(path + ".new", JSON.stringify(answer));
    renameSync(path + ".new", path);
  };
  context.subscriptions.push(vscode.commands.registerCommand("toolCaller.call", call));
};
`;

/** Packs it into a folder; gives the VSIX. */
export const packToolCaller = (folder: string): string =>
  packSmallExtension(
    {
      name: "tool-caller",
      displayName: "Tool Caller",
      commands: [{ command: "toolCaller.call", title: TITLE }],
      program,
    },
    folder,
  );

const answer = z.union([z.object({ content: z.array(z.string()) }), z.object({ error: z.string() })]);

/** Calls tools in a window whose workspace is a folder. */
export class ToolCaller {
  readonly #window: Workbench;
  readonly #file: string;

  constructor(window: Workbench, workspace: string) {
    this.#window = window;
    this.#file = join(workspace, ANSWER);
  }

  /** Calls a tool. Its answer is `heard`, where a person is asked first, only when they have answered. */
  async call(tool: string, input: object): Promise<void> {
    rmSync(this.#file, { force: true });
    await this.#window.command(TITLE);
    await this.#window.answer(TITLE, JSON.stringify({ tool, input }));
  }

  /** What the tool that was called last answered, as a model reads it. Rejects where it failed or was not allowed. */
  async heard(): Promise<unknown> {
    const text = await until("the tool has answered", () =>
      existsSync(this.#file) ? readFileSync(this.#file, "utf8") : undefined,
    );
    const said = answer.parse(JSON.parse(text));
    if ("error" in said) throw new Error(said.error);
    return JSON.parse(said.content.join(""));
  }

  /** What a tool that asks nobody answers. */
  async answer(tool: string, input: object): Promise<unknown> {
    await this.call(tool, input);
    return this.heard();
  }
}
