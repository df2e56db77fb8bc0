import * as vscode from "vscode";
import { isLive } from "../../protocol/dashboard-state.ts";
import type { Needs } from "../parts.ts";
import { ask, askPlace, pickOne } from "../door/questions.ts";
import { sortOrders, type SortOrder } from "../explorer/arrange.ts";
import { compareRuns, type ComparingNeeds } from "../compare/compare-runs.ts";
import { parseFilter } from "../explorer/run-filter.ts";
import { openingFrom } from "../explorer/row-press.ts";
import { runChoices } from "../explorer/run-choices.ts";
import type { HandlersOf } from "./handlers.ts";
import { chooseFolders, chooseRun, givenFolders, type ChoosingNeeds } from "./run-target.ts";

const sortTitles: Readonly<Record<SortOrder, string>> = {
  newest: "Newest first",
  name: "By name and seed",
  coverage: "Best coverage first",
  state: "By state, live ones first",
};

export const explorerCommands: HandlersOf<
  | "pairingLab.run.open"
  | "pairingLab.runs.filter"
  | "pairingLab.runs.clearFilter"
  | "pairingLab.runs.sort"
  | "pairingLab.runs.tick"
  | "pairingLab.runs.compare"
  | "pairingLab.runs.untickAll"
  | "pairingLab.runs.takeFocus"
  | "pairingLab.runs.showMore"
  | "pairingLab.runs.refresh"
  | "pairingLab.runs.chooseFolder"
  | "pairingLab.runs.pickLive"
  | "pairingLab.log.show",
  ComparingNeeds & ChoosingNeeds & Needs<"log" | "experimentFiles">
> = {
  "pairingLab.run.open": async (app, given) => {
    const front = app.pages.dashboard.active?.folder;
    const run = await chooseRun(app, given, {
      placeholder: "Open the dashboard of which run?",
      // The one in front is open.
      accepts: ({ folder }) => folder !== front,
    });
    if (run === undefined) return;
    app.pages.dashboard.open({ folder: run.folder }, openingFrom(given[0]));
  },
  "pairingLab.runs.filter": app => askFilter(app),
  "pairingLab.runs.clearFilter": async app => {
    app.explorer.setFilter("");
    await Promise.resolve();
  },
  "pairingLab.runs.sort": async app => {
    const items = sortOrders.map(order => ({
      label: sortTitles[order],
      description: order === app.explorer.sort ? "now" : "",
      order,
    }));
    const picked = await pickOne(items, { placeholder: "Sort runs" });
    if (picked !== undefined) await app.explorer.setSort(picked.order);
  },
  "pairingLab.runs.tick": async (app, given) => {
    const wanted = { placeholder: "Tick which run for comparing?" };
    app.explorer.toggleTicks(await chooseFolders(app, given, wanted, ["run", "logRun"]));
  },
  "pairingLab.runs.compare": async (app, given) => {
    await compareRuns(app, givenFolders(app, given, ["run", "logRun"]));
  },
  "pairingLab.runs.untickAll": async app => {
    app.explorer.untickAll();
    await Promise.resolve();
  },
  "pairingLab.runs.takeFocus": async app => {
    app.explorer.takeFocus();
    await Promise.resolve();
  },
  "pairingLab.runs.showMore": async (app, [key]) => {
    app.explorer.showMore(String(key));
    await Promise.resolve();
  },
  "pairingLab.runs.refresh": async app => {
    await Promise.all([app.runs.refresh(), app.logs.refresh(), app.experimentFiles.look()]);
  },
  "pairingLab.runs.chooseFolder": async () => {
    const chosen = await askPlace({
      title: "Open a runs folder",
      openLabel: "Show Its Runs",
      canSelectFiles: false,
      canSelectFolders: true,
    });
    const [folder] = chosen ?? [];
    if (folder === undefined) return;
    const target =
      vscode.workspace.workspaceFolders === undefined
        ? vscode.ConfigurationTarget.Global
        : vscode.ConfigurationTarget.Workspace;
    const path =
      vscode.workspace.getWorkspaceFolder(folder) === undefined ? folder.fsPath : shortened(folder);
    await vscode.workspace.getConfiguration("pairingLab").update("runsFolder", path, target);
  },
  "pairingLab.runs.pickLive": async app => {
    const live = app.runs.all.filter(({ state }) => isLive(state));
    const [only] = live;
    if (only !== undefined && live.length === 1) {
      app.pages.dashboard.open({ folder: only.folder });
      return;
    }
    const items = runChoices(live, folder => app.runs.notesOf(folder));
    const picked = await pickOne(items, { placeholder: "Show which live run?" });
    if (picked !== undefined) app.pages.dashboard.open({ folder: picked.run.folder });
  },
  "pairingLab.log.show": async app => {
    app.log.show();
    await Promise.resolve();
  },
};

/** Relative to the workspace folder it lies in, so that the setting holds for everyone who has it. */
const shortened = (folder: vscode.Uri) => vscode.workspace.asRelativePath(folder, false);

async function askFilter(app: Needs<"explorer">): Promise<void> {
  const text = await ask({
    title: "Filter runs",
    value: app.explorer.filter,
    placeholder: "name, tag:, seed:, state:, is:starred, coverage>0.5",
    prompt: "Words that must all fit; a minus turns one around. Empty shows all.",
    check: typed => {
      const parsed = parseFilter(typed);
      return parsed.kind === "wrong" ? parsed.message : null;
    },
  });
  if (text !== undefined) app.explorer.setFilter(text);
}
