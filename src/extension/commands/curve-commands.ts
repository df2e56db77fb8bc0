import { stat } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import * as vscode from "vscode";
import { exportedCurves } from "../../dashboard/export-curves.ts";
import { isForeignEventFile } from "../../foreign/log-folder.ts";
import { MOST_SOURCES, type CurveFormat } from "../../protocol/curves.ts";
import type { Needs } from "../parts.ts";
import { pickSources } from "../curves/pick-sources.ts";
import { mention, whileCancellable, whileMentioned } from "../door/messages.ts";
import { askPlace, askTarget, pickOne, pickSome } from "../door/questions.ts";
import { say } from "../door/words.ts";
import { openingFrom } from "../explorer/row-press.ts";
import type { OpenedLog } from "../logs/opened-logs.ts";
import type { HandlersOf } from "./handlers.ts";
import { revealFolder } from "../actions/lead-out.ts";
import { givenFolders, givenSubjects } from "./run-target.ts";
import { subjectsOf } from "./subjects.ts";

export const curveCommands: HandlersOf<
  | "pairingLab.logs.open"
  | "pairingLab.logs.remove"
  | "pairingLab.logs.reveal"
  | "pairingLab.curves.open"
  | "pairingLab.curves.export",
  Needs<"runs" | "explorer" | "logs", "dashboard" | "curves">
> = {
  "pairingLab.logs.open": async (app, [given]) => {
    const folder = given instanceof vscode.Uri ? await logFolderOf(given) : await chooseLogFolder();
    if (folder === undefined) return;
    const log = await searched(app, folder);
    const shown = log.runs.length <= MOST_SOURCES ? log.runs.map(run => run.folder) : await pickRuns(log);
    if (shown.length > 0) app.pages.curves.open({ folders: shown.slice(0, MOST_SOURCES) });
  },
  "pairingLab.logs.remove": async (app, [given]) => {
    const folder = openedFolderOf(given);
    if (folder !== null) await app.logs.remove(folder);
  },
  "pairingLab.logs.reveal": async (app, given) => {
    const [folder] = givenFolders(app, given, ["logRun", "logs"]);
    if (folder !== undefined) await revealFolder(folder);
  },
  "pairingLab.curves.open": async (app, given) => {
    const folders = await chooseSources(app, given);
    const shown = { folders: folders.slice(0, MOST_SOURCES) };
    if (folders.length > 0) app.pages.curves.open(shown, openingFrom(given[0]));
  },
  "pairingLab.curves.export": async (app, given) => {
    const folders = await chooseSources(app, given);
    if (folders.length > 0) await exportCurves(folders);
  },
};

/** The runs and logs that are meant: those given, those of the page in front, those ticked, or what is picked. */
async function chooseSources(
  app: Needs<"runs" | "explorer" | "logs", "dashboard" | "curves">,
  given: readonly unknown[],
): Promise<readonly string[]> {
  if (givenSubjects(app, given).length > 0) return givenFolders(app, given, ["run", "logRun"]);
  const { curves, dashboard } = app.pages;
  if (curves.active !== undefined) return curves.active.folders;
  if (dashboard.active !== undefined) return [dashboard.active.folder];
  return app.explorer.ticked.length > 0 ? app.explorer.ticked : pickSources(app, []);
}

/** The folder that an entry of the file explorer stands for: itself, or what an event file lies in. */
async function logFolderOf({ fsPath }: vscode.Uri): Promise<string> {
  const isFolder = (await stat(fsPath)).isDirectory();
  return !isFolder && isForeignEventFile(basename(fsPath)) ? dirname(fsPath) : fsPath;
}

async function chooseLogFolder(): Promise<string | undefined> {
  const chosen = await askPlace({
    title: "Open TensorBoard logs",
    openLabel: "Show Its Curves",
    canSelectFiles: false,
    canSelectFolders: true,
  });
  return chosen?.[0]?.fsPath;
}

/** So long a search is not spoken of, in milliseconds. */
const QUIET_MS = 700;

/** Searches a folder for event files; a long search is shown and can be cancelled. */
async function searched(app: Needs<"logs">, folder: string): Promise<OpenedLog> {
  const abort = new AbortController();
  const search = app.logs.add(folder, abort.signal);
  const isDone = await Promise.race([
    search.then(
      () => true,
      () => true,
    ),
    delay(QUIET_MS, false),
  ]);
  if (isDone) return search;
  return whileCancellable(say`Looking for event files in ${folder}`, cancelled => {
    cancelled.addEventListener("abort", () => {
      abort.abort(new Error(`${folder} was not searched to its end.`));
    });
    return search;
  });
}

async function pickRuns({ name, runs }: OpenedLog): Promise<string[]> {
  const picked = await pickSome(
    runs.map(run => ({ label: run.name, folder: run.folder })),
    {
      title: say`${name} has ${runs.length} runs`,
      placeholder: `Show which together? One to ${MOST_SOURCES}; all stand in the list of runs`,
    },
  );
  return picked.map(({ folder }) => folder);
}

/** The opened log folder that a row of the list stands for; null for any other. */
function openedFolderOf(given: unknown): string | null {
  const [subject] = subjectsOf([given]);
  if (subject?.kind === "logs") return subject.folder;
  return subject?.kind === "logRun" ? subject.opened : null;
}

const formats: readonly { readonly label: string; readonly detail: string; readonly as: CurveFormat }[] = [
  { label: "CSV", detail: "A line a point: run, tag, step, value", as: "csv" },
  { label: "JSON lines", detail: "The same, a JSON object a line", as: "jsonl" },
];

async function exportCurves(folders: readonly string[]): Promise<void> {
  const title = "Export curves";
  const format = await pickOne(formats, { title, placeholder: "Every recorded point, as" });
  if (format === undefined) return;
  const [first = ""] = folders;
  const name = folders.length === 1 ? basename(first) : "curves";
  const place = vscode.workspace.workspaceFolders?.[0]?.uri.fsPath ?? dirname(first);
  const target = await askTarget({
    title,
    defaultUri: vscode.Uri.file(join(place, `${name}.${format.as}`)),
    filters: { [format.label]: [format.as] },
  });
  if (target === undefined) return;
  const bytes = await whileMentioned(say`Reading curves`, () => exportedCurves(folders, format.as));
  await vscode.workspace.fs.writeFile(target, bytes);
  mention(say`Written: ${target.fsPath}`);
}
