import * as vscode from "vscode";
import { folderOf, runScheme } from "./tree-items.ts";

/** The star behind a run's name: a decoration, as of a file. */
export class StarDecorations implements vscode.FileDecorationProvider {
  readonly #isStarred: (folder: string) => boolean;
  readonly #changed = new vscode.EventEmitter<vscode.Uri | vscode.Uri[] | undefined>();
  readonly #registration: vscode.Disposable;
  readonly onDidChangeFileDecorations = this.#changed.event;

  constructor(isStarred: (folder: string) => boolean) {
    this.#isStarred = isStarred;
    this.#registration = vscode.window.registerFileDecorationProvider(this);
  }

  provideFileDecoration(uri: vscode.Uri): vscode.FileDecoration | undefined {
    if (uri.scheme !== runScheme || !this.#isStarred(folderOf(uri))) return undefined;
    return new vscode.FileDecoration("★", "Starred", new vscode.ThemeColor("charts.yellow"));
  }

  changed(uris?: vscode.Uri[]): void {
    this.#changed.fire(uris);
  }

  dispose(): void {
    this.#registration.dispose();
    this.#changed.dispose();
  }
}
