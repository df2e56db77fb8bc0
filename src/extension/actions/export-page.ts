import { writeFile } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import * as vscode from "vscode";
import { versions } from "../../launching/versions.ts";
import type { SharedDocument } from "../../protocol/shared-page.ts";
import { observeRun } from "../../runs/list.ts";
import { readPageProgram } from "../../share/page-program.ts";
import { notesIn, sharedDocument } from "../../share/shared-document.ts";
import { sharedHtml } from "../../share/shared-html.ts";
import { sharedSweep } from "../../share/shared-sweep.ts";
import { readReportSource } from "../../sweeps/report/read-report.ts";
import { makeReport } from "../../sweeps/report/report.ts";
import { letGo } from "../../unattended/unattended.ts";
import { writeAt } from "../commands/write-at.ts";
import { mention, tell, whileTold } from "../door/messages.ts";
import { askTarget } from "../door/questions.ts";
import { say, words } from "../door/words.ts";
import type { Needs } from "../parts.ts";

type Exporting = Needs<"context" | "viewer" | "runs">;

/** Asks for a place and writes a page of one run there, or of several, compared. Rejects with RunReadError. */
export async function exportRuns(app: Exporting, folders: readonly string[]): Promise<void> {
  const [first = ""] = folders;
  const { info } = await observeRun(first);
  const { viewer, runs } = app;
  await exportPage(app, first, folders.length > 1 ? "comparison" : info.id, version =>
    sharedDocument(folders, { viewer, known: runs.all, version }),
  );
}

/** The same of a sweep's report, against what the sweep compares with. */
export async function exportSweep(app: Exporting, folder: string): Promise<void> {
  await exportPage(app, dirname(folder), basename(folder), async version => {
    const source = await readReportSource(folder);
    return sharedSweep(makeReport(source), source, { viewer: app.viewer, version });
  });
}

async function exportPage(
  { context }: Exporting,
  around: string,
  name: string,
  make: (version: string) => Promise<SharedDocument>,
): Promise<void> {
  const place = vscode.workspace.workspaceFolders?.[0]?.uri.fsPath ?? around;
  const target = await askTarget({
    title: "Export as a page",
    defaultUri: vscode.Uri.file(join(place, `${basename(name)}.html`)),
    filters: { "Web page": ["html"] },
  });
  if (target === undefined) return;
  const notes = await whileTold(say`Writing ${basename(target.fsPath)}`, async () => {
    const program = await readPageProgram(join(context.extensionPath, "dist"));
    const shared = await make(versions().pairingLab);
    await writeAt(target, file => writeFile(file, sharedHtml(shared, program)));
    return notesIn(shared);
  });
  letGo(tellWritten(target, notes));
}

async function tellWritten(target: vscode.Uri, notes: readonly string[]): Promise<void> {
  const beside = notes.length === 0 ? words("") : say`, with ${notes.join(", ")}`;
  const chosen = await tell("info", say`Written: ${target.fsPath}${beside}`, "Open", "Copy Path");
  if (chosen === "Open" && (await vscode.env.openExternal(target))) return;
  if (chosen === undefined) return;
  await vscode.env.clipboard.writeText(target.fsPath);
  mention(say`The page's path is in the clipboard.`);
}
