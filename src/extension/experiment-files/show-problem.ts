import * as vscode from "vscode";
import type { InputError } from "../../experiment/input-error.ts";

/** Shows where the first problem of a document is, if it lies there. */
export async function showProblem(
  document: vscode.TextDocument,
  { problems }: Pick<InputError, "problems">,
): Promise<void> {
  const [first] = problems;
  if (first?.line === undefined || first.file !== document.uri.fsPath) return;
  const place = new vscode.Position(first.line - 1, Math.max(0, (first.column ?? 1) - 1));
  await vscode.window.showTextDocument(document, { selection: new vscode.Range(place, place) });
}
