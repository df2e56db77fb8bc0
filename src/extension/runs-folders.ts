import { dirname } from "node:path";
import * as vscode from "vscode";
import { realPath } from "../reach/real-path.ts";
import { resolveRunsFolder } from "./runs-folder.ts";
import { setting } from "./setting.ts";

/**
 * The folders whose runs this window shows: one for each workspace folder, or one of our own where none is open. A folder that
 * is reached in several ways is one, under the first of its paths.
 */
export class RunsFolders {
  readonly #fallback: string;
  readonly #changed = new vscode.EventEmitter<void>();
  readonly #subscriptions: readonly { dispose(): unknown }[];
  readonly onChange = this.#changed.event;

  constructor(fallback: string) {
    this.#fallback = fallback;
    this.#subscriptions = [
      this.#changed,
      vscode.workspace.onDidChangeWorkspaceFolders(() => {
        this.#changed.fire();
      }),
      vscode.workspace.onDidChangeConfiguration(event => {
        if (event.affectsConfiguration("pairingLab.runsFolder")) this.#changed.fire();
      }),
      // From now on the workspace's own setting counts.
      vscode.workspace.onDidGrantWorkspaceTrust(() => {
        this.#changed.fire();
      }),
    ];
  }

  get all(): readonly string[] {
    return [...this.#byRealPath().values()];
  }

  /** Where runs of a file (or of nothing in particular) are made. */
  for(file?: vscode.Uri): string {
    const around = file === undefined ? undefined : vscode.workspace.getWorkspaceFolder(file);
    const folder = this.#of((around ?? vscode.workspace.workspaceFolders?.[0])?.uri);
    return this.#byRealPath().get(realPath(folder)) ?? folder;
  }

  #byRealPath(): Map<string, string> {
    const places = (vscode.workspace.workspaceFolders ?? []).filter(({ uri }) => uri.scheme === "file");
    const folders = places.length === 0 ? [this.#of(undefined)] : places.map(({ uri }) => this.#of(uri));
    const found = new Map<string, string>();
    for (const folder of folders) {
      const real = realPath(folder);
      if (!found.has(real)) found.set(real, folder);
    }
    return found;
  }

  /** The runs folder that a run lies in, where its branches are made. */
  around(run: string): string {
    return dirname(run);
  }

  /** A folder as people know it: relative to the workspace where it lies in it. */
  shown(folder: string): string {
    return vscode.workspace.asRelativePath(folder, (vscode.workspace.workspaceFolders?.length ?? 0) > 1);
  }

  #of(place: vscode.Uri | undefined): string {
    return resolveRunsFolder(setting("runsFolder", place), place?.fsPath ?? null, this.#fallback);
  }

  dispose(): void {
    for (const subscription of this.#subscriptions) subscription.dispose();
  }
}
