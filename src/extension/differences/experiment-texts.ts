import { basename } from "node:path";
import * as vscode from "vscode";
import { canonicalText } from "../../differences/canonical-text.ts";
import { readFileSide, readRunSide } from "../../differences/read-side.ts";
import type { Side } from "../../differences/side.ts";
import { openDocumentOf } from "../experiment-files/save-or-refuse.ts";

export const experimentScheme = "pairing-lab-experiment";

/** What is compared: an experiment's file, or a run's folder. */
export type Compared = Pick<Side, "kind" | "path">;

/** The address says all that the text is made from, so that a tab is filled again after the window was loaded anew. */
export const addressOf = ({ kind, path }: Compared): vscode.Uri =>
  vscode.Uri.from({
    scheme: experimentScheme,
    path: `/${basename(path)} (settings).jsonc`,
    query: JSON.stringify({ kind, path }),
  });

function comparedAt({ query }: vscode.Uri): Compared {
  const { kind, path } = JSON.parse(query) as Record<string, unknown>;
  if ((kind !== "file" && kind !== "run") || typeof path !== "string")
    throw new Error("This address names no experiment.");
  return { kind, path };
}

/** A file as its editor has it, saved or not. Rejects with InputError or RunReadError. */
export const readCompared = ({ kind, path }: Compared): Promise<Side> =>
  kind === "run" ? readRunSide(path) : readFileSide(path, openDocumentOf(path)?.getText());

/** Gives the editor experiments as texts of one form, to be looked at beside each other. */
export class ExperimentTexts implements vscode.TextDocumentContentProvider {
  readonly #changed = new vscode.EventEmitter<vscode.Uri>();
  readonly #registration: vscode.Disposable;
  readonly onDidChange = this.#changed.event;

  constructor() {
    this.#registration = vscode.workspace.registerTextDocumentContentProvider(experimentScheme, this);
  }

  async provideTextDocumentContent(address: vscode.Uri): Promise<string> {
    return canonicalText(await readCompared(comparedAt(address)));
  }

  /** What may be shown already is read anew. */
  refresh(address: vscode.Uri): void {
    this.#changed.fire(address);
  }

  dispose(): void {
    this.#registration.dispose();
    this.#changed.dispose();
  }
}
