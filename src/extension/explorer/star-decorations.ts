import * as vscode from "vscode";
import { folderOf, runScheme, runUri } from "./tree-items.ts";

/** The star behind a run's name: a decoration, as of a file. */
export class StarDecorations implements vscode.FileDecorationProvider {
  #starred: ReadonlySet<string> = new Set();
  readonly #changed = new vscode.EventEmitter<vscode.Uri | vscode.Uri[] | undefined>();
  readonly #registration: vscode.Disposable;
  readonly onDidChangeFileDecorations = this.#changed.event;

  constructor() {
    this.#registration = vscode.window.registerFileDecorationProvider(this);
  }

  provideFileDecoration(uri: vscode.Uri): vscode.FileDecoration | undefined {
    if (uri.scheme !== runScheme || !this.#starred.has(folderOf(uri))) return undefined;
    return new vscode.FileDecoration("★", "Starred");
  }

  /** These runs are starred now. */
  update(folders: readonly string[]): void {
    const before = this.#starred;
    this.#starred = new Set(folders);
    const changed = [
      ...folders.filter(folder => !before.has(folder)),
      ...[...before].filter(folder => !this.#starred.has(folder)),
    ];
    if (changed.length > 0) this.#changed.fire(changed.map(runUri));
  }

  dispose(): void {
    this.#registration.dispose();
    this.#changed.dispose();
  }
}
