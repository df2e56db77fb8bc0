import { basename, dirname } from "node:path";
import * as vscode from "vscode";
import { rowItem } from "../door/fields.ts";
import { grouped } from "../number-text.ts";
import { rowDescription, rowLabel, rowMarks, rowSpoken, stateLooks } from "./run-row.ts";
import type { Row } from "./tree-node.ts";

/** What a row's look depends on beside the row. */
export interface ItemContext {
  /** Runs have tick boxes: the ticked ones; null while nothing is compared. */
  readonly ticked: ReadonlySet<string> | null;
}

/** A name of our own for a run, so that only our decoration (the star) meets it. */
export const runScheme = "pairing-lab-run";
export const runUri = (folder: string): vscode.Uri => vscode.Uri.file(folder).with({ scheme: runScheme });
export const folderOf = (uri: vscode.Uri): string => uri.with({ scheme: "file" }).fsPath;

const { Collapsed, Expanded, None } = vscode.TreeItemCollapsibleState;

/** The native tree's item for a row. The tooltip is made when it is asked for. */
export function treeItem(row: Row, context: ItemContext): vscode.TreeItem {
  switch (row.kind) {
    case "experiment": {
      const place = row.file === null ? "file not found" : dirname(vscode.workspace.asRelativePath(row.file));
      const description = row.alone ? row.count : `${place} · ${row.count}`;
      const item = rowItem({ label: row.name, description }, Expanded);
      item.iconPath = new vscode.ThemeIcon("beaker");
      item.contextValue = row.file === null ? "experiment" : "experiment file";
      return withId(item, row);
    }
    case "sweep": {
      const text = {
        label: row.name,
        description: row.count,
        tooltip: [row.folder],
        spoken: `${row.name}, sweep, ${row.count} done`,
      };
      const item = rowItem(text, Collapsed);
      item.iconPath = new vscode.ThemeIcon("layers");
      item.contextValue = `sweep ${row.sweeping ? "sweeping" : row.done ? "resting" : "resting unfinished"}`;
      return withId(item, row);
    }
    case "run":
      return runItem(row, context);
    case "broken": {
      const description = `cannot be read: ${row.reason}`;
      const tooltip = [row.folder, description];
      const item = rowItem({ label: basename(row.folder), description, tooltip }, None);
      item.iconPath = new vscode.ThemeIcon("warning", new vscode.ThemeColor("editorWarning.foreground"));
      item.contextValue = "broken folder";
      return withId(item, row);
    }
    case "more": {
      const item = rowItem({ label: `${grouped(row.hidden)} more…` }, None);
      item.command = { command: "pairingLab.runs.showMore", title: "Show More", arguments: [row.key] };
      return withId(item, row);
    }
    case "logsHeading": {
      const item = rowItem({ label: row.name }, Expanded);
      item.iconPath = new vscode.ThemeIcon("library");
      item.contextValue = "logsHeading";
      return withId(item, row);
    }
    case "logs": {
      const text = {
        label: row.name,
        description: row.count,
        tooltip: [row.log],
        spoken: `${row.name}, ${row.count}`,
      };
      const item = rowItem(text, row.children.length > 0 ? Expanded : None);
      item.iconPath = row.isBroken
        ? new vscode.ThemeIcon("warning", new vscode.ThemeColor("editorWarning.foreground"))
        : new vscode.ThemeIcon("folder-library");
      item.contextValue = "foreign opened";
      return withId(item, row);
    }
    case "logRun": {
      const text = {
        label: row.name,
        tooltip: [row.log, "Read, never written to."],
        spoken: `${row.name}, TensorBoard log`,
      };
      const item = rowItem(text, None);
      item.iconPath = new vscode.ThemeIcon("graph-line");
      item.contextValue = row.opened === null ? "foreign log" : "foreign log opened";
      item.command = {
        command: "pairingLab.curves.open",
        title: "Show All Curves",
        arguments: [{ log: row.log, from: "list" }],
      };
      return withTick(withId(item, row), row.log, context);
    }
    default:
      return row satisfies never;
  }
}

/** By its id the view knows whether a row was opened; a row that gets its first child begins anew, opened. */
function withId(item: vscode.TreeItem, { key, children }: Row): vscode.TreeItem {
  item.id = children.length > 0 ? `${key} with children` : key;
  return item;
}

function runItem(row: Extract<Row, { kind: "run" }>, context: ItemContext): vscode.TreeItem {
  const { run, notes, children } = row;
  const { folder, state } = run;
  const look = stateLooks[state];
  const text = {
    label: rowLabel(row),
    description: rowDescription(row),
    spoken: rowSpoken(row),
  };
  const item = rowItem(text, children.length > 0 ? Expanded : None);
  item.resourceUri = runUri(folder);
  item.iconPath = new vscode.ThemeIcon(look.icon, new vscode.ThemeColor(look.color));
  item.contextValue = rowMarks(run, notes);
  item.command = {
    command: "pairingLab.run.open",
    title: "Open Dashboard",
    arguments: [{ folder, from: "list" }],
  };
  return withTick(withId(item, row), folder, context);
}

function withTick(item: vscode.TreeItem, folder: string, { ticked }: ItemContext): vscode.TreeItem {
  if (ticked === null) return item;
  const { Checked, Unchecked } = vscode.TreeItemCheckboxState;
  item.checkboxState = {
    state: ticked.has(folder) ? Checked : Unchecked,
    tooltip: ticked.has(folder) ? "Ticked for comparing" : "Tick for comparing",
  };
  return item;
}
