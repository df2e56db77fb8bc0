import { parse, type ParseError } from "jsonc-parser";
import * as vscode from "vscode";
import { InputError, type Problem } from "../../experiment/input-error.ts";
import { findNeverComputed } from "../../experiment/never-computed.ts";
import { problemOf, readExperiment } from "../../experiment/read.ts";
import { readSweep } from "../../sweeps/read.ts";
import { later } from "../../unattended/unattended.ts";
import { problemAt } from "../door/fields.ts";
import { problemRange } from "./problem-range.ts";

const DELAY_MS = 250;

export const isExperiment = (document: vscode.TextDocument): boolean =>
  document.uri.path.endsWith(".gan.json");

export const isSweep = (document: vscode.TextDocument): boolean => document.uri.path.endsWith(".sweep.json");

const isChecked = (document: vscode.TextDocument): boolean => isExperiment(document) || isSweep(document);

/** Keeps the problems of every open experiment and sweep file where its editor shows them. */
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
      vscode.workspace.onDidSaveTextDocument(saved => {
        // A sweep is checked against its experiment.
        if (isExperiment(saved))
          for (const document of vscode.workspace.textDocuments) if (isSweep(document)) this.#check(document);
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
    if (!isChecked(document)) return;
    const key = document.uri.toString();
    clearTimeout(this.#timers.get(key));
    this.#timers.set(
      key,
      later(DELAY_MS, () => {
        this.#check(document);
      }),
    );
  }

  #check(document: vscode.TextDocument): void {
    if (isChecked(document) && !document.isClosed) {
      this.#collection.set(document.uri, problemsOf(document));
    }
  }

  dispose(): void {
    for (const timer of this.#timers.values()) clearTimeout(timer);
    for (const subscription of this.#subscriptions) subscription.dispose();
  }
}

function problemsOf(document: vscode.TextDocument): vscode.Diagnostic[] {
  const text = document.getText();
  const file = document.uri.fsPath;
  // What is no JSON is marked by the editor's own JSON language already.
  const errors: ParseError[] = [];
  parse(text, errors, { allowTrailingComma: true });
  if (errors.length > 0) return [];
  const lines = text.split(/\r\n|\n|\r/);
  const shownAs =
    (severity: vscode.DiagnosticSeverity) =>
    ({ file: where, line, column, path, message }: Problem) => {
      // What is wrong with a sweep's experiment is shown at the sweep's beginning: its own editor shows the place.
      const here = where === file;
      const { line: at, start, end } = problemRange(lines, here ? line : 1, here ? column : 1);
      const place = here ? path : `${where}: ${path}`;
      const said = place === "" ? message : `${place}: ${message}`;
      return problemAt(new vscode.Range(at, start, at, end), said, severity);
    };
  try {
    if (isSweep(document)) {
      readSweep(text, file);
      return [];
    }
    const experiment = readExperiment(text, file);
    return findNeverComputed(experiment)
      .map(finding => problemOf(experiment, finding, file))
      .map(shownAs(vscode.DiagnosticSeverity.Warning));
  } catch (error) {
    if (!(error instanceof InputError)) throw error;
    return error.problems.map(shownAs(vscode.DiagnosticSeverity.Error));
  }
}
