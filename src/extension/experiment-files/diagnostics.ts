import { parse, type ParseError } from "jsonc-parser";
import * as vscode from "vscode";
import { InputError, type Problem } from "../../experiment/input-error.ts";
import { findNeverComputed } from "../../experiment/never-computed.ts";
import { problemOf, readExperiment } from "../../experiment/read.ts";
import type { Experiment } from "../../experiment/schema.ts";
import { readModules } from "../../modules/read-modules.ts";
import { readSweep } from "../../sweeps/read.ts";
import { later } from "../../unattended/unattended.ts";
import { problemAt } from "../door/fields.ts";
import { problemRange } from "./problem-range.ts";

const DELAY_MS = 250;

export const isExperiment = (document: vscode.TextDocument): boolean =>
  document.uri.path.endsWith(".gan.json");

export const isSweep = (document: vscode.TextDocument): boolean => document.uri.path.endsWith(".sweep.json");

const isChecked = (document: vscode.TextDocument): boolean => isExperiment(document) || isSweep(document);

const isModule = (document: vscode.TextDocument): boolean => document.uri.path.endsWith(".mjs");

/** Keeps the problems of every open experiment and sweep file where its editor shows them, those of its modules in theirs. */
export class ExperimentDiagnostics {
  /** One a document: several experiments may name the same module. */
  readonly #collections = new Map<string, vscode.DiagnosticCollection>();
  readonly #timers = new Map<string, NodeJS.Timeout>();
  readonly #subscriptions: readonly { dispose(): unknown }[];

  constructor() {
    this.#subscriptions = [
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
        if (isModule(saved))
          for (const document of vscode.workspace.textDocuments)
            if (isExperiment(document)) this.#check(document);
      }),
      vscode.workspace.onDidCloseTextDocument(({ uri }) => {
        clearTimeout(this.#timers.get(uri.toString()));
        this.#timers.delete(uri.toString());
        this.#collections.get(uri.toString())?.dispose();
        this.#collections.delete(uri.toString());
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
    if (!isChecked(document) || document.isClosed) return;
    const key = document.uri.toString();
    const collection =
      this.#collections.get(key) ?? vscode.languages.createDiagnosticCollection("pairing-lab");
    this.#collections.set(key, collection);
    collection.clear();
    collection.set(document.uri, problemsOf(document));
    if (isExperiment(document))
      for (const [file, problems] of moduleProblemsOf(document))
        collection.set(vscode.Uri.file(file), problems);
  }

  dispose(): void {
    for (const timer of this.#timers.values()) clearTimeout(timer);
    for (const collection of this.#collections.values()) collection.dispose();
    for (const subscription of this.#subscriptions) subscription.dispose();
  }
}

/** What is wrong with an experiment's modules, by their texts: nothing of them runs. */
function modulesAmiss(experiment: Experiment, file: string): readonly Problem[] {
  try {
    readModules(experiment, file);
    return [];
  } catch (error) {
    if (error instanceof InputError) return error.problems;
    throw error;
  }
}

/** What is wrong in the modules of an experiment that is right itself, by their files. */
function moduleProblemsOf(document: vscode.TextDocument): ReadonlyMap<string, vscode.Diagnostic[]> {
  const { fsPath } = document.uri;
  const shown = new Map<string, vscode.Diagnostic[]>();
  let experiment: Experiment;
  try {
    experiment = readExperiment(document.getText(), fsPath);
  } catch (error) {
    if (error instanceof InputError) return shown;
    throw error;
  }
  for (const { file, line = 1, column = 1, message } of modulesAmiss(experiment, fsPath)) {
    if (file === fsPath) continue;
    const start = new vscode.Position(line - 1, column - 1);
    shown.set(file, [...(shown.get(file) ?? []), problemAt(new vscode.Range(start, start), message)]);
  }
  return shown;
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
    const amiss = modulesAmiss(experiment, file).filter(problem => problem.file === file);
    if (amiss.length > 0) return amiss.map(shownAs(vscode.DiagnosticSeverity.Error));
    return findNeverComputed(experiment)
      .map(finding => problemOf(experiment, finding, file))
      .map(shownAs(vscode.DiagnosticSeverity.Warning));
  } catch (error) {
    if (!(error instanceof InputError)) throw error;
    return error.problems.map(shownAs(vscode.DiagnosticSeverity.Error));
  }
}
