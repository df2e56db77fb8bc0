import * as vscode from "vscode";
import { remedyEdits, remedyTitle } from "../../experiment/remedy.ts";
import { fixFor } from "../door/fields.ts";
import { checked, placesIn } from "./diagnostics.ts";

/** What mends the problems of an experiment or a sweep, where that is certain. */
export const quickFixes: vscode.CodeActionProvider = {
  provideCodeActions(document, range, { diagnostics }) {
    const placeOf = placesIn(document);
    const text = document.getText();
    return checked(document).findings.flatMap(({ problem }) => {
      const { remedy } = problem;
      const place = placeOf(problem);
      if (remedy === undefined || problem.file !== document.uri.fsPath || !touches(place, range)) return [];
      const edit = new vscode.WorkspaceEdit();
      const edits = remedyEdits(text, remedy.path, remedy);
      for (const { offset, length, content } of edits) {
        const [start, end] = [document.positionAt(offset), document.positionAt(offset + length)];
        edit.replace(document.uri, new vscode.Range(start, end), content);
      }
      if (edits.length === 0) return [];
      const fix = fixFor(remedyTitle(remedy.path, remedy), edit);
      fix.diagnostics = diagnostics.filter(({ range: of }) => of.start.isEqual(place.start));
      fix.isPreferred = remedy.do !== "remove";
      return [fix];
    });
  },
};

export const quickFixKinds = { providedCodeActionKinds: [vscode.CodeActionKind.QuickFix] };

/** Both lie in one line each at most, or the range is a selection around the place. */
const touches = (place: vscode.Range, { start, end }: vscode.Range): boolean =>
  !end.isBefore(place.start) && !place.end.isBefore(start);
