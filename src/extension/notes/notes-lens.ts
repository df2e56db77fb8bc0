import { existsSync } from "node:fs";
import { dirname, resolve } from "node:path";
import * as vscode from "vscode";
import { isInReach } from "../../reach/reach.ts";

/** Links to run.json, as `run-line.ts` writes them. */
const runLinks = /\]\(([^()\s]*run\.json)\)/g;
const MOST_LENSES = 500;

/** The run's folder that a link leads to; null where no run is there, or none that may be read. */
function runAt(address: string, notes: string): string | null {
  let path: string;
  try {
    path = resolve(dirname(notes), decodeURIComponent(address));
  } catch {
    // No address: a percent sign with something else behind it.
    return null;
  }
  return isInReach(path) && existsSync(path) ? dirname(path) : null;
}

/**
 * "Open Dashboard" above each line that links to a run. A link itself cannot do that: Markdown has addresses of files, which
 * hold on every machine and site that shows the notes, and a command's address would not.
 */
export const notesLens: vscode.CodeLensProvider = {
  provideCodeLenses(document) {
    const found = [...document.getText().matchAll(runLinks)].slice(0, MOST_LENSES);
    return found.flatMap(({ index, 1: address = "" }) => {
      const folder = runAt(address, document.uri.fsPath);
      if (folder === null) return [];
      const place = document.positionAt(index);
      const open = { title: "Open Dashboard", command: "pairingLab.run.open", arguments: [{ folder }] };
      return [new vscode.CodeLens(new vscode.Range(place, place), open)];
    });
  },
};
