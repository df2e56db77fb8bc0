import * as vscode from "vscode";
import { shown, type Text } from "./words.ts";

/** One of several things to pick from. */
export interface Choice {
  /** A codicon of ours. */
  readonly icon?: string;
  readonly label: Text;
  readonly description?: Text;
  readonly detail?: Text;
  /** Stays whatever is typed. */
  readonly alwaysShow?: boolean;
}

export interface PickOptions {
  readonly title?: Text;
  readonly placeholder: Text;
  /** Typed text is looked for in these too. */
  readonly matchOn?: readonly ("description" | "detail")[];
  /** Stays when the person looks elsewhere. */
  readonly stays?: boolean;
}

const itemOf = <C extends Choice>(choice: C) => {
  const { icon, label, description, detail, alwaysShow } = choice;
  return {
    label: icon === undefined ? shown(label) : `$(${icon}) ${shown(label)}`,
    ...(description === undefined ? {} : { description: shown(description) }),
    ...(detail === undefined ? {} : { detail: shown(detail) }),
    ...(alwaysShow === undefined ? {} : { alwaysShow }),
    choice,
  };
};

const optionsOf = ({ title, placeholder, matchOn = [], stays = false }: PickOptions) => ({
  ...(title === undefined ? {} : { title: shown(title) }),
  placeHolder: shown(placeholder),
  matchOnDescription: matchOn.includes("description"),
  matchOnDetail: matchOn.includes("detail"),
  ignoreFocusOut: stays,
});

/** Lets the person pick one; undefined when they pick none. */
export async function pickOne<C extends Choice>(
  choices: readonly C[],
  options: PickOptions,
): Promise<C | undefined> {
  return (await vscode.window.showQuickPick(choices.map(itemOf), optionsOf(options)))?.choice;
}

/** Lets the person pick some; none when they leave. */
export async function pickSome<C extends Choice>(choices: readonly C[], options: PickOptions): Promise<C[]> {
  const picked = await vscode.window.showQuickPick(choices.map(itemOf), {
    ...optionsOf(options),
    canPickMany: true,
  });
  return (picked ?? []).map(({ choice }) => choice);
}

export interface Question {
  readonly title: Text;
  readonly prompt?: Text;
  readonly placeholder?: Text;
  /** What stands there already, as it is: it is the person's to change. */
  readonly value?: string;
  /** What is wrong with what was typed; null when nothing is. */
  readonly check?: (typed: string) => Text | null;
}

/** Asks for a line of text; undefined when the person thought better of it. */
export function ask({ title, prompt, placeholder, value, check }: Question): Thenable<string | undefined> {
  return vscode.window.showInputBox({
    ignoreFocusOut: true,
    title: shown(title),
    ...(prompt === undefined ? {} : { prompt: shown(prompt) }),
    ...(placeholder === undefined ? {} : { placeHolder: shown(placeholder) }),
    ...(value === undefined ? {} : { value }),
    ...(check === undefined
      ? {}
      : {
          validateInput: typed => {
            const problem = check(typed);
            return problem === null ? null : shown(problem);
          },
        }),
  });
}

/** Asks for a file to write; `filters` as VS Code has them, of our own words. */
export const askTarget = ({
  title,
  ...options
}: Omit<vscode.SaveDialogOptions, "title"> & { readonly title?: Text }): Thenable<vscode.Uri | undefined> =>
  vscode.window.showSaveDialog({ ...options, ...(title === undefined ? {} : { title: shown(title) }) });

/** Asks for files or folders that are there; title and button are our own words. */
export const askPlace = (options: vscode.OpenDialogOptions): Thenable<vscode.Uri[] | undefined> =>
  vscode.window.showOpenDialog(options);
