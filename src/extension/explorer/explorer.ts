import * as vscode from "vscode";
import { isLive } from "../../protocol/dashboard-state.ts";
import { listBin } from "../../runs/bin.ts";
import { RunReadError } from "../../runs/errors.ts";
import { readJournal, type JournalEntry } from "../../runs/journal.ts";
import type { Notes } from "../../runs/notes.ts";
import type { RunIndex } from "../../runs/run-index.ts";
import { letGo } from "../../unattended/unattended.ts";
import { errorCode } from "../../runs/write-guard.ts";
import { contextKeys, type ContextKey } from "../contributions/context-keys.ts";
import type { Facts } from "../door/facts-markdown.ts";
import { describeView } from "../door/fields.ts";
import type { ExperimentFiles } from "../experiment-files/experiment-files.ts";
import type { OpenedLogs } from "../logs/opened-logs.ts";
import { counted } from "../number-text.ts";
import type { RunsFolders } from "../runs-folders.ts";
import type { Sweeps } from "../sweeps/sweeps.ts";
import type { Trainers } from "../trainers/trainers.ts";
import { arrange, sortOrders, type SortOrder } from "./arrange.ts";
import { parseFilter, type RunTest } from "./run-filter.ts";
import { focusedRows } from "./focused-rows.ts";
import { logRows } from "./log-rows.ts";
import { isResumable } from "./run-row.ts";
import { runTooltip } from "./run-tooltip.ts";
import type { RunsTree } from "./runs-tree.ts";
import { StarDecorations } from "./star-decorations.ts";
import type { Row, TreeNode } from "./tree-node.ts";
import { viewMessage } from "./view-message.ts";

/** More runs are one row, until it is asked for. */
const SHOWN_AT_FIRST = 200;
/** As many as can be compared. */
const MOST_TICKED = 4;

export interface ExplorerOptions {
  readonly tree: RunsTree;
  readonly view: vscode.TreeView<TreeNode>;
  readonly context: vscode.ExtensionContext;
  readonly runs: RunIndex;
  readonly trainers: Trainers;
  readonly sweeps: Sweeps;
  readonly folders: RunsFolders;
  readonly experimentFiles: ExperimentFiles;
  readonly logs: OpenedLogs;
  readonly version: string;
}

const savedSort = (value: unknown): SortOrder => sortOrders.find(order => order === value) ?? "newest";

/** The run explorer: what its view shows, and what is filtered, sorted and ticked in it. */
export class Explorer {
  readonly #options: ExplorerOptions;
  readonly #tree: RunsTree;
  readonly #view: vscode.TreeView<TreeNode>;
  readonly #stars: StarDecorations;
  readonly #subscriptions: { dispose(): void }[] = [];
  readonly #ticked = new Set<string>();
  readonly #more = new Map<string, number>();
  readonly #held = new Map<ContextKey, boolean>();
  #selectedBefore: readonly TreeNode[] = [];
  #selected: readonly TreeNode[] = [];
  #focused: readonly TreeNode[] = [];
  #filter = "";
  #matches: RunTest = () => true;
  #sort: SortOrder;

  constructor(options: ExplorerOptions) {
    this.#options = options;
    const { context, runs, trainers, experimentFiles, logs, tree, view } = options;
    this.#tree = tree;
    this.#view = view;
    this.#sort = savedSort(context.workspaceState.get("sort"));
    this.#take(context.workspaceState.get("filter", ""));
    this.#stars = new StarDecorations();
    this.#tree.attach({
      ready: () => runs.settled(),
      rows: () => this.#rows(),
      context: () => ({ ticked: this.#ticked.size > 0 ? this.#ticked : null }),
      tooltip: folder => Promise.resolve(this.#tooltip(folder)),
    });
    this.#subscriptions.push(
      this.#stars,
      {
        dispose: runs.onChange(() => {
          this.#update();
        }),
      },
      trainers.onQueueChange(() => {
        this.#update();
      }),
      options.sweeps.onChange(() => {
        this.#update();
      }),
      experimentFiles.onChange(() => {
        this.#tree.update();
      }),
      logs.onChange(() => {
        this.#update();
      }),
      this.#view.onDidChangeVisibility(({ visible }) => {
        logs.setShown(visible);
      }),
      this.#view.onDidChangeSelection(({ selection }) => {
        this.#selectedBefore = this.#selected;
        this.#selected = selection;
      }),
      this.#view.onDidChangeCheckboxState(({ items }) => {
        for (const [{ row }, state] of items) {
          const on = state === vscode.TreeItemCheckboxState.Checked;
          if (row.kind === "run") this.#tick(row.run.folder, on);
          else if (row.kind === "logRun") this.#tick(row.log, on);
        }
        this.#ticksChanged();
      }),
    );
    logs.setShown(view.visible);
    this.binChanged();
  }

  /** The rows that a key was pressed on, after `takeFocus`. */
  get focused(): readonly TreeNode[] {
    return this.#focused;
  }

  /** To be called between two toggles of the focused row's selection. */
  takeFocus(): void {
    this.#focused = focusedRows(this.#selectedBefore, this.#selected);
  }

  /** Folders of the runs and logs that are ticked for comparing, at most four, in the order they were ticked. */
  get ticked(): readonly string[] {
    return [...this.#ticked];
  }

  get filter(): string {
    return this.#filter;
  }

  get sort(): SortOrder {
    return this.#sort;
  }

  notesOf(folder: string): Notes {
    return this.#options.runs.notesOf(folder);
  }

  /** Shows only what fits; a filter that cannot be read (the input box refuses it) shows everything. */
  setFilter(text: string): void {
    this.#take(text);
    letGo(this.#options.context.workspaceState.update("filter", this.#filter));
    this.#update();
  }

  #take(text: string): void {
    const parsed = parseFilter(text);
    this.#filter = parsed.kind === "filter" ? text.trim() : "";
    this.#matches = parsed.kind === "filter" ? parsed.matches : () => true;
  }

  async setSort(order: SortOrder): Promise<void> {
    this.#sort = order;
    await this.#options.context.workspaceState.update("sort", order);
    this.#update();
  }

  /** Ticks runs, or takes their ticks away if all of them have one. */
  toggleTicks(folders: readonly string[]): void {
    const on = !folders.every(folder => this.#ticked.has(folder));
    for (const folder of folders) this.#tick(folder, on);
    this.#ticksChanged();
  }

  untickAll(): void {
    this.#ticked.clear();
    this.#ticksChanged();
  }

  showMore(key: string): void {
    const group = key.replace(/ more$/, "");
    this.#more.set(group, (this.#more.get(group) ?? SHOWN_AT_FIRST) * 5);
    this.#update();
  }

  /** Selects a run in the view, where it is shown. */
  async reveal(folder: string): Promise<void> {
    const node = this.#tree.nodes.find(folder);
    if (node !== undefined && this.#view.visible) await this.#view.reveal(node, { select: true });
  }

  #tick(folder: string, on: boolean): void {
    if (!on) this.#ticked.delete(folder);
    else if (this.#ticked.size < MOST_TICKED) this.#ticked.add(folder);
  }

  #ticksChanged(): void {
    this.#tree.redraw();
    this.#describe();
  }

  #rows(): Row[] {
    const { runs, trainers, logs, experimentFiles } = this.#options;
    // A run that waits for its turn is queued, whatever it was before.
    const shown = runs.listings.map(listing =>
      listing.kind === "run" && trainers.isWaiting(listing.folder)
        ? { ...listing, state: "queued" as const }
        : listing,
    );
    // A folder that cannot be read fits no filter.
    const listings = this.#filter === "" ? shown : shown.filter(({ kind }) => kind === "run");
    const rows = arrange({
      listings,
      notesOf: folder => this.notesOf(folder),
      originOf: run => experimentFiles.originOf(run),
      shows: this.#matches,
      sort: this.#sort,
      isSweeping: folder => this.#options.sweeps.isSweeping(folder),
      plannedIn: folder => this.#options.sweeps.plannedIn(folder),
      most: key => this.#more.get(key) ?? SHOWN_AT_FIRST,
    });
    return [...rows, ...logRows(logs.all, this.#filter)];
  }

  #update(): void {
    const { runs, logs } = this.#options;
    for (const folder of this.#ticked)
      if (runs.find(folder) === undefined && !logs.has(folder)) this.#ticked.delete(folder);
    this.#tree.update();
    this.#stars.update(runs.all.map(({ folder }) => folder).filter(folder => runs.notesOf(folder).star));
    this.#describe();
  }

  /** Badge, message and what menus ask about. */
  #describe(): void {
    const found = this.#options.runs.all;
    const live = found.filter(({ state }) => isLive(state)).length;
    const hidden = found.filter(run => !this.#matches(run, this.notesOf(run.folder))).length;
    const message = viewMessage({
      filter: this.#filter,
      runs: found.length,
      hidden,
      ticked: this.#ticked.size,
      mostTicked: MOST_TICKED,
    });
    describeView(this.#view, {
      message,
      description: message === "" ? this.#filter : "",
      badge: live === 0 ? undefined : { value: live, tooltip: counted(live, "live run") },
    });
    this.#hold("runs", found.length > 0);
    this.#hold("liveRuns", live > 0);
    this.#hold("resumableRuns", found.some(isResumable));
    this.#hold("filtered", this.#filter !== "");
    this.#hold("ticking", this.#ticked.size > 0);
    this.#hold(
      "triedRuns",
      found.some(({ info }) => info.trial !== undefined),
    );
    const { sweeps } = this.#options;
    this.#hold("sweeps", sweeps.folders.length > 0);
    this.#hold(
      "liveSweeps",
      sweeps.folders.some(folder => sweeps.isSweeping(folder)),
    );
  }

  /** Something was moved to a bin or brought back. */
  binChanged(): void {
    const { folders } = this.#options;
    this.#hold(
      "binned",
      folders.all.some(folder => listBin(folder).length > 0),
    );
  }

  #hold(key: ContextKey, value: boolean): void {
    if (this.#held.get(key) === value) return;
    this.#held.set(key, value);
    letGo(vscode.commands.executeCommand("setContext", contextKeys[key], value));
  }

  #tooltip(folder: string): Facts | undefined {
    const { runs, folders, version } = this.#options;
    const run = runs.find(folder);
    if (run === undefined) return undefined;
    const facts = {
      run,
      notes: this.notesOf(folder),
      interventions: interventionsIn(folder),
      shownFolder: folders.shown(folder),
      version,
    };
    return runTooltip(facts);
  }

  dispose(): void {
    for (const subscription of this.#subscriptions) subscription.dispose();
  }
}

/** What was turned by hand in a run; null where its journal cannot be read. */
function interventionsIn(folder: string): JournalEntry[] | null {
  try {
    return readJournal(folder).filter(({ kind }) => kind === "intervention");
  } catch (error) {
    if (errorCode(error) === "" && !(error instanceof RunReadError)) throw error;
    return null;
  }
}
