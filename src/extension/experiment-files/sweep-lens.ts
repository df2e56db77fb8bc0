import * as vscode from "vscode";

/** "Run sweep" and "Report" above a sweep. */
export const sweepLens: vscode.CodeLensProvider = {
  onDidChangeCodeLenses: vscode.workspace.onDidGrantWorkspaceTrust,
  provideCodeLenses(document) {
    const brace = document.getText().indexOf("\n{") + 1;
    const place = document.positionAt(brace);
    const range = new vscode.Range(place, place);
    const lens = (title: string, command: string) =>
      new vscode.CodeLens(range, { title, command, arguments: [document.uri] });
    return [
      ...(vscode.workspace.isTrusted ? [lens("$(run-all) Run sweep", "pairingLab.sweep.run")] : []),
      lens("$(graph-scatter) Report", "pairingLab.sweep.openReport"),
    ];
  },
};
