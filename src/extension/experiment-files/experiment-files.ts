import * as vscode from "vscode";
import { parse } from "jsonc-parser";
import { nameOfFile } from "../../experiment/defaults.ts";
import { inReach } from "../../reach/reach.ts";
import { letGo } from "../../unattended/unattended.ts";

export const experimentPattern = "**/*.gan.json";
export const sweepPattern = "**/*.sweep.json";
/** More are not looked at. */
const MOST_FILES = 500;

/** The experiment files of the workspace by the name that their runs have. */
export class ExperimentFiles {
  #byName = new Map<string, vscode.Uri>();
  readonly #changed = new vscode.EventEmitter<void>();
  readonly #subscriptions: readonly { dispose(): unknown }[];
  readonly onChange = this.#changed.event;
  /** Settles when the workspace has been searched once. */
  readonly searched: Promise<void>;

  constructor() {
    const watcher = vscode.workspace.createFileSystemWatcher(experimentPattern);
    const look = () => {
      letGo(this.#look());
    };
    this.#subscriptions = [
      watcher,
      watcher.onDidCreate(look),
      watcher.onDidChange(look),
      watcher.onDidDelete(look),
      this.#changed,
      vscode.workspace.onDidGrantWorkspaceTrust(look),
    ];
    this.searched = this.#look();
  }

  get byName(): ReadonlyMap<string, vscode.Uri> {
    return this.#byName;
  }

  async #look(): Promise<void> {
    const files = await vscode.workspace.findFiles(experimentPattern, "**/node_modules/**", MOST_FILES);
    const named = await Promise.all(files.map(async file => [await nameIn(file), file] as const));
    // Of several with one name, the file that is called so itself comes last and stays.
    const isOwn = ([name, file]: readonly [string, vscode.Uri]) => Number(nameOfFile(file.path) === name);
    this.#byName = new Map(named.sort((a, b) => isOwn(a) - isOwn(b) || (a[1].path < b[1].path ? 1 : -1)));
    this.#changed.fire();
  }

  dispose(): void {
    for (const subscription of this.#subscriptions) subscription.dispose();
  }
}

/** The name of the experiment in a file: its `name` key, or that of the file. */
async function nameIn(file: vscode.Uri): Promise<string> {
  try {
    inReach(file.fsPath);
    const text = new TextDecoder().decode(await vscode.workspace.fs.readFile(file));
    const value: unknown = parse(text);
    if (typeof value === "object" && value !== null && "name" in value && typeof value.name === "string")
      return value.name;
  } catch {
    // A file that cannot be read is named by its path; training it says what is wrong.
  }
  return nameOfFile(file.path);
}
