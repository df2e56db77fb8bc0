import * as vscode from "vscode";
import { letGo } from "../../unattended/unattended.ts";
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
  /** The head that it and its like stand under; those of one group follow each other. */
  readonly group?: Text;
}

export interface PickOptions {
  readonly title?: Text;
  readonly placeholder: Text;
  /** Typed text is looked for in these too. */
  readonly matchOn?: readonly ("description" | "detail")[];
  /** Stays when the person looks elsewhere. */
  readonly stays?: boolean;
}

export const itemOf = <C extends Choice>(choice: C) => {
  const { icon, label, description, detail, alwaysShow } = choice;
  return {
    label: icon === undefined ? shown(label) : `$(${icon}) ${shown(label)}`,
    ...(description === undefined ? {} : { description: shown(description) }),
    ...(detail === undefined ? {} : { detail: shown(detail) }),
    ...(alwaysShow === undefined ? {} : { alwaysShow }),
    choice,
  };
};

export const optionsOf = ({ title, placeholder, matchOn = [], stays = false }: PickOptions) => ({
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

/** Where lines are kept while they are typed; null until somebody said so. */
let drafts: Pick<vscode.Memento, "get" | "update"> | null = null;

/** From now on what is typed outlives the window, until it is given or dropped. */
export function keepTypedIn(memento: Pick<vscode.Memento, "get" | "update">): void {
  drafts = memento;
}

/** What was typed under a title before the window was closed or loaded again, else `value`; and what keeps what is typed now. */
export function draftUnder(title: string, value: string | undefined) {
  const key = `typed ${title}`;
  const left: unknown = drafts?.get(key);
  const begin = typeof left === "string" ? left : value;
  const keep = (typed: string | undefined) => {
    letGo(drafts?.update(key, typed));
  };
  return { begin, keep };
}

/**
 * Asks for a line of text; undefined when the person thought better of it. Where a window was closed or loaded again in the
 * middle, the same question begins with what was typed.
 */
export async function ask(question: Question): Promise<string | undefined> {
  const { prompt, placeholder, value, check } = question;
  const title = shown(question.title);
  const { begin, keep } = draftUnder(title, value);
  const given = await vscode.window.showInputBox({
    ignoreFocusOut: true,
    title,
    ...(prompt === undefined ? {} : { prompt: shown(prompt) }),
    ...(placeholder === undefined ? {} : { placeHolder: shown(placeholder) }),
    ...(begin === undefined ? {} : { value: begin }),
    validateInput: typed => {
      if (typed !== begin) keep(typed);
      const problem = check?.(typed) ?? null;
      return problem === null ? null : shown(problem);
    },
  });
  keep(undefined);
  return given;
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
