import { parse, type ParseError } from "jsonc-parser";
import * as vscode from "vscode";
import { InputError } from "../../experiment/input-error.ts";
import { readExperiment } from "../../experiment/read.ts";
import { problemRange } from "./problem-range.ts";

const DELAY_MS = 250;

export const isExperiment = (document: vscode.TextDocument): boolean =>
  document.uri.path.endsWith(".gan.json");

/** Keeps the problems of every open experiment file where its editor shows them. */
export class ExperimentDiagnostics {
  readonly #collection = vscode.languages.createDiagnosticCollection("pairing-lab");
  readonly #timers = new Map<string, NodeJS.Timeout>();
  readonly #subscriptions: readonly { dispose(): unknown }[];

  constructor() {
    this.#subscriptions = [
      this.#collection,
      vscode.workspace.onDidOpenTextDocument(document => {
        this.#check(document);
      }),
      vscode.workspace.onDidChangeTextDocument(({ document }) => {
        this.#checkSoon(document);
      }),
      vscode.workspace.onDidCloseTextDocument(({ uri }) => {
        clearTimeout(this.#timers.get(uri.toString()));
        this.#timers.delete(uri.toString());
        this.#collection.delete(uri);
      }),
    ];
    for (const document of vscode.workspace.textDocuments) this.#check(document);
  }

  #checkSoon(document: vscode.TextDocument): void {
    if (!isExperiment(document)) return;
    const key = document.uri.toString();
    clearTimeout(this.#timers.get(key));
    this.#timers.set(
      key,
      setTimeout(() => {
        this.#check(document);
      }, DELAY_MS),
    );
  }

  #check(document: vscode.TextDocument): void {
    if (isExperiment(document) && !document.isClosed) {
      this.#collection.set(document.uri, problemsOf(document.getText(), document.uri.fsPath));
    }
  }

  dispose(): void {
    for (const timer of this.#timers.values()) clearTimeout(timer);
    for (const subscription of this.#subscriptions) subscription.dispose();
  }
}

function problemsOf(text: string, file: string): vscode.Diagnostic[] {
  // What is no JSON is marked by the editor's own JSON language already.
  const errors: ParseError[] = [];
  parse(text, errors, { allowTrailingComma: true });
  if (errors.length > 0) return [];
  try {
    readExperiment(text, file);
    return [];
  } catch (error) {
    if (!(error instanceof InputError)) throw error;
    const lines = text.split(/\r\n|\n|\r/);
    return error.problems.map(({ line, column, path, message }) => {
      const { line: at, start, end } = problemRange(lines, line, column);
      const said = path === "" ? message : `${path}: ${message}`;
      const diagnostic = new vscode.Diagnostic(
        new vscode.Range(at, start, at, end),
        said,
        vscode.DiagnosticSeverity.Error,
      );
      diagnostic.source = "Pairing Lab";
      return diagnostic;
    });
  }
}
