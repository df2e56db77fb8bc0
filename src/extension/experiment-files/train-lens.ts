import * as vscode from "vscode";

/** "Train" above an experiment. */
export const trainLens: vscode.CodeLensProvider = {
  onDidChangeCodeLenses: vscode.workspace.onDidGrantWorkspaceTrust,
  provideCodeLenses(document) {
    const brace = document.getText().indexOf("\n{") + 1;
    const place = document.positionAt(brace);
    const range = new vscode.Range(place, place);
    const lens = (title: string, command: string) =>
      new vscode.CodeLens(range, { title, command, arguments: [document.uri] });
    if (!vscode.workspace.isTrusted) return [];
    return [
      lens("$(play) Train", "pairingLab.experiment.train"),
      lens("Train with changes…", "pairingLab.experiment.trainWithChanges"),
      lens("Train seeds…", "pairingLab.experiment.trainSeeds"),
      lens("Search the pairing weight…", "pairingLab.experiment.tuneWeight"),
    ];
  },
};
