import { parse, type ParseError } from "jsonc-parser";
import * as vscode from "vscode";
import { InputError, type Problem } from "../../experiment/input-error.ts";
import { findNeverComputed } from "../../experiment/never-computed.ts";
import { problemOf, readExperiment } from "../../experiment/read.ts";
import type { Experiment } from "../../experiment/schema.ts";
import { readModules } from "../../modules/read-modules.ts";
import { readSweep } from "../../sweeps/read.ts";
import { later, letGo } from "../../unattended/unattended.ts";
import { problemAt } from "../door/fields.ts";
import { problemRange } from "./problem-range.ts";

const DELAY_MS = 250;

/** Files of this machine, and editors that are to become some; not an older version in a comparison, say. */
export const ownSchemes: readonly string[] = ["file", "untitled"];

const isNamed = ({ uri }: vscode.TextDocument, ending: string): boolean =>
  ownSchemes.includes(uri.scheme) && uri.path.endsWith(ending);

export const isExperiment = (document: vscode.TextDocument): boolean => isNamed(document, ".gan.json");

export const isSweep = (document: vscode.TextDocument): boolean => isNamed(document, ".sweep.json");

const isChecked = (document: vscode.TextDocument): boolean => isExperiment(document) || isSweep(document);

const isModule = (document: vscode.TextDocument): boolean => isNamed(document, ".mjs");

/** Keeps the problems of every open experiment and sweep file where its editor shows them, those of its modules in theirs. */
export class ExperimentDiagnostics {
  /** One a document: several experiments may name the same module. */
  readonly #collections = new Map<string, vscode.DiagnosticCollection>();
  /** Of each document, the newest reading of its modules, which alone says something of them. */
  readonly #readings = new Map<string, Promise<void>>();
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
        this.#readings.delete(uri.toString());
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
    const { experiment, findings } = checked(document);
    const show = shownIn(document);
    collection.set(
      document.uri,
      findings.map(({ problem, severity }) => show(problem, severity)),
    );
    const reading: Promise<void> = moduleProblemsOf(document, experiment).then(found => {
      if (this.#readings.get(key) === reading)
        for (const [file, ofFile] of found) collection.set(vscode.Uri.file(file), ofFile);
    });
    this.#readings.set(key, reading);
    letGo(reading);
  }

  /** Settles when every module that is to be read by now is read. */
  async settled(): Promise<void> {
    await Promise.all(this.#readings.values());
  }

  dispose(): void {
    for (const timer of this.#timers.values()) clearTimeout(timer);
    this.#readings.clear();
    for (const collection of this.#collections.values()) collection.dispose();
    for (const subscription of this.#subscriptions) subscription.dispose();
  }
}

/** What is wrong with an experiment's modules, by their texts: nothing of them runs. */
async function modulesAmiss(experiment: Experiment, file: string): Promise<readonly Problem[]> {
  try {
    await readModules(experiment, file);
    return [];
  } catch (error) {
    if (error instanceof InputError) return error.problems;
    throw error;
  }
}

/** The same as it is shown, by file: that of the experiment, where a module cannot be read, and those of its modules. */
async function moduleProblemsOf(
  document: vscode.TextDocument,
  experiment: Experiment | null,
): Promise<ReadonlyMap<string, vscode.Diagnostic[]>> {
  const { fsPath } = document.uri;
  const shown = new Map<string, vscode.Diagnostic[]>();
  if (experiment === null) return shown;
  const here = shownIn(document);
  for (const problem of await modulesAmiss(experiment, fsPath)) {
    const { file, line = 1, column = 1, message } = problem;
    const start = new vscode.Position(line - 1, column - 1);
    const diagnostic =
      file === fsPath
        ? here(problem, vscode.DiagnosticSeverity.Error)
        : problemAt(new vscode.Range(start, start), message);
    shown.set(file, [...(shown.get(file) ?? []), diagnostic]);
  }
  return shown;
}

/** How a document's own editor shows a problem. */
function shownIn(document: vscode.TextDocument) {
  const file = document.uri.fsPath;
  const placeOf = placesIn(document);
  return (problem: Problem, severity: vscode.DiagnosticSeverity): vscode.Diagnostic => {
    const { file: where, path, message } = problem;
    const place = where === file ? path : `${where}: ${path}`;
    return problemAt(placeOf(problem), place === "" ? message : `${place}: ${message}`, severity);
  };
}

/** Where a document's own editor shows a problem. */
export function placesIn(document: vscode.TextDocument): (problem: Problem) => vscode.Range {
  const lines = document.getText().split(/\r\n|\n|\r/);
  return ({ file, line, column }) => {
    // What is wrong with a sweep's experiment is shown at the sweep's beginning: its own editor shows the place.
    const here = file === document.uri.fsPath;
    const { line: at, start, end } = problemRange(lines, here ? line : 1, here ? column : 1);
    return new vscode.Range(at, start, at, end);
  };
}

export interface Checked {
  /** Where it is one and right. */
  readonly experiment: Experiment | null;
  /** What is wrong, or will never happen. */
  readonly findings: readonly { readonly problem: Problem; readonly severity: vscode.DiagnosticSeverity }[];
}

/** What a document's text says. */
export function checked(document: vscode.TextDocument): Checked {
  const text = document.getText();
  const file = document.uri.fsPath;
  // What is no JSON is marked by the editor's own JSON language already.
  const errors: ParseError[] = [];
  parse(text, errors, { allowTrailingComma: true });
  if (errors.length > 0) return { experiment: null, findings: [] };
  try {
    if (isSweep(document)) {
      readSweep(text, file);
      return { experiment: null, findings: [] };
    }
    const experiment = readExperiment(text, file);
    const findings = findNeverComputed(experiment).map(finding => ({
      problem: problemOf(experiment, finding, file),
      severity: vscode.DiagnosticSeverity.Warning,
    }));
    return { experiment, findings };
  } catch (error) {
    if (!(error instanceof InputError)) throw error;
    const severity = vscode.DiagnosticSeverity.Error;
    return { experiment: null, findings: error.problems.map(problem => ({ problem, severity })) };
  }
}
