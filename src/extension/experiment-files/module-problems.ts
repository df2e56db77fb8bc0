import { readFileSync, statSync } from "node:fs";
import * as vscode from "vscode";
import { isInReach } from "../../reach/reach.ts";
import { inReach } from "../../reach/reach.ts";
import type { ObservedRun } from "../../runs/list.ts";
import type { RunIndex } from "../../runs/run-index.ts";
import { problemAt } from "../door/fields.ts";
import { problemRange } from "./problem-range.ts";

/** A larger file is no module. */
const MOST_BYTES = 1024 * 1024;

type Told = NonNullable<ObservedRun["status"]["problem"]>;

/**
 * Shows in a module's own editor what its newest run said of it, until the file is changed or another run of it begins. The
 * trainer has run it; here nothing of it runs.
 */
export class ModuleProblems {
  readonly #collection = vscode.languages.createDiagnosticCollection("pairing-lab-modules");
  readonly #runs: Pick<RunIndex, "all">;
  readonly #saved: vscode.Disposable;
  readonly #unsubscribe: () => void;

  constructor(runs: Pick<RunIndex, "all" | "onChange">) {
    this.#runs = runs;
    this.#unsubscribe = runs.onChange(() => {
      this.#look();
    });
    this.#saved = vscode.workspace.onDidSaveTextDocument(({ uri }) => {
      if (uri.path.endsWith(".mjs")) this.#look();
    });
  }

  #look(): void {
    this.#collection.clear();
    for (const [file, run] of newestByModule(this.#runs.all)) {
      const problem = run.status.problem;
      if (problem?.file !== file || !isInReach(file)) continue;
      const shown = shownProblem(problem, Date.parse(run.status.heartbeatAt));
      if (shown !== null) this.#collection.set(vscode.Uri.file(file), [shown]);
    }
  }

  dispose(): void {
    this.#unsubscribe();
    this.#saved.dispose();
    this.#collection.dispose();
  }
}

/** The newest run of each module, by the file that it was written in. */
function newestByModule(runs: readonly ObservedRun[]): ReadonlyMap<string, ObservedRun> {
  const newest = new Map<string, ObservedRun>();
  for (const run of runs)
    for (const file of Object.values(run.info.modules ?? {}))
      if (run.info.createdAt >= (newest.get(file)?.info.createdAt ?? "")) newest.set(file, run);
  return newest;
}

/** Null where the file was changed since it was told, or is gone. */
function shownProblem({ file, line, column, message }: Told, toldAt: number): vscode.Diagnostic | null {
  try {
    const { mtimeMs, size } = statSync(file);
    if (mtimeMs > toldAt || size > MOST_BYTES) return null;
    const range = problemRange(readFileSync(inReach(file), "utf8").split(/\r\n|\n|\r/), line, column);
    return problemAt(new vscode.Range(range.line, range.start, range.line, range.end), message);
  } catch {
    return null;
  }
}
