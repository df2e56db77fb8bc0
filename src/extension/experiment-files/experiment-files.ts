import { stat } from "node:fs/promises";
import { basename, sep } from "node:path";
import * as vscode from "vscode";
import { parse } from "jsonc-parser";
import { nameOfFile } from "../../experiment/defaults.ts";
import { InputError } from "../../experiment/input-error.ts";
import { readInputText } from "../../experiment/read-file.ts";
import type { ObservedRun } from "../../runs/list.ts";
import { fileOfRun } from "../../runs/own-file.ts";
import { Turns } from "../../runs/turns.ts";
import { realPath } from "../../reach/real-path.ts";
import { later, letGo } from "../../unattended/unattended.ts";
import { findFiles, isPassedOver, type FoundFile } from "./find-files.ts";

const ending = ".gan.json";
export const experimentPattern = `**/*${ending}`;
export const sweepEnding = ".sweep.json";
export const sweepPattern = `**/*${sweepEnding}`;
/** So long the system's events are gathered before the workspace is searched again, in milliseconds. */
const GATHER_MS = 300;

export interface ExperimentFile extends FoundFile {
  /** That of its runs: its `name` key, or that of the file. */
  readonly name: string;
}

export interface RunOrigin {
  readonly key: string;
  readonly file: ExperimentFile | null;
}

/** The folders that are open in this window, those of a disk. */
export const openFolders = (): string[] =>
  (vscode.workspace.workspaceFolders ?? []).flatMap(({ uri }) => (uri.scheme === "file" ? [uri.fsPath] : []));

/**
 * The experiment files of the workspace, known by their real paths. They are searched for again when folders or files
 * come, go or get another name, and whenever somebody is about to choose one.
 */
export class ExperimentFiles {
  #all: readonly ExperimentFile[] = [];
  #byPath = new Map<string, ExperimentFile>();
  /** Null for a name of which nobody can say whose it is. */
  #byName = new Map<string, ExperimentFile | null>();
  /** Real paths of folders of runs. */
  readonly #folders = new Map<string, string>();
  readonly #changed = new vscode.EventEmitter<void>();
  readonly #subscriptions: readonly { dispose(): unknown }[];
  #gathering: NodeJS.Timeout | undefined;
  #looks = 0;
  readonly onChange = this.#changed.event;

  constructor() {
    const files = vscode.workspace.createFileSystemWatcher(experimentPattern);
    // Of a folder that comes, goes or is renamed the system tells, and not of the files in it.
    const folders = vscode.workspace.createFileSystemWatcher("**", false, true, false);
    const soon = () => {
      this.#soon();
    };
    this.#subscriptions = [
      files,
      files.onDidCreate(soon),
      files.onDidChange(soon),
      files.onDidDelete(soon),
      folders,
      folders.onDidCreate(({ fsPath }) => {
        if (!isPassedOver(fsPath)) letGo(this.#soonIfFolder(fsPath));
      }),
      folders.onDidDelete(({ fsPath }) => {
        if (this.#all.some(({ path }) => path.startsWith(fsPath + sep))) soon();
      }),
      this.#changed,
      vscode.workspace.onDidRenameFiles(soon),
      vscode.workspace.onDidChangeWorkspaceFolders(soon),
      vscode.workspace.onDidGrantWorkspaceTrust(soon),
    ];
    letGo(this.look());
  }

  /** Those with short ways to them first. */
  get all(): readonly ExperimentFile[] {
    return this.#all;
  }

  /**
   * What a run was made of: the file, null where it is not (any more) in this workspace, and a key that runs of one
   * experiment share. A run that does not say which file (of an early version, of a template) belongs to the one of its
   * name, where there is only one.
   */
  originOf({ folder, info }: Pick<ObservedRun, "folder" | "info">): RunOrigin {
    const recorded = fileOfRun(folder, info, place => this.#realFolder(place));
    const { name } = info.experiment;
    const file = (recorded === null ? this.#byName.get(name) : this.#byPath.get(recorded)) ?? null;
    return { key: recorded ?? file?.real ?? name, file };
  }

  /** Searches the workspace. Resolves when what is there now is known. */
  async look(): Promise<void> {
    const look = ++this.#looks;
    const found = await findFiles(openFolders(), ending);
    const turns = new Turns();
    const all: ExperimentFile[] = [];
    for (const file of found) {
      all.push({ ...file, name: nameIn(file.path) });
      await turns.rest();
    }
    // One that began later knows more.
    if (look !== this.#looks) return;
    this.#all = all;
    this.#byPath = new Map(all.map(file => [file.real, file]));
    this.#byName = byName(all);
    this.#folders.clear();
    this.#changed.fire();
  }

  #realFolder(folder: string): string {
    const known = this.#folders.get(folder);
    if (known !== undefined) return known;
    const real = realPath(folder);
    this.#folders.set(folder, real);
    return real;
  }

  async #soonIfFolder(path: string): Promise<void> {
    const kind = await stat(path).catch(() => null);
    if (kind?.isDirectory() === true) this.#soon();
  }

  #soon(): void {
    this.#gathering ??= later(GATHER_MS, () => {
      this.#gathering = undefined;
      return this.look();
    });
  }

  dispose(): void {
    clearTimeout(this.#gathering);
    for (const subscription of this.#subscriptions) subscription.dispose();
  }
}

/** The file of a name; of several, the one that is called so; null where nobody can say which. */
function byName(files: readonly ExperimentFile[]): Map<string, ExperimentFile | null> {
  const found = new Map<string, ExperimentFile | null>();
  for (const isCalledSo of [false, true]) {
    const seen = new Set<string>();
    for (const file of files) {
      const { name, path } = file;
      if (isCalledSo && nameOfFile(path) !== name) continue;
      found.set(name, seen.has(name) ? null : file);
      seen.add(name);
    }
  }
  return found;
}

/** A file as a choice: its name, and where it lies. */
export const fileChoice = ({ path, name }: ExperimentFile) => ({
  label: name,
  description: vscode.workspace.asRelativePath(path),
  path,
});

/** The name of the experiment in a file: its `name` key, or that of the file. */
function nameIn(file: string): string {
  try {
    const value: unknown = parse(readInputText(file));
    if (typeof value === "object" && value !== null && "name" in value && typeof value.name === "string")
      return value.name;
  } catch (error) {
    // A file that cannot be read is named by its path; training it says what is wrong.
    if (!(error instanceof InputError)) throw error;
  }
  return nameOfFile(basename(file));
}
