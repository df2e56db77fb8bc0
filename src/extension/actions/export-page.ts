import { writeFile } from "node:fs/promises";
import { basename, join } from "node:path";
import * as vscode from "vscode";
import { versions } from "../../launching/versions.ts";
import { observeRun } from "../../runs/list.ts";
import { readPageProgram } from "../../share/page-program.ts";
import { sharedDocument } from "../../share/shared-document.ts";
import { sharedHtml } from "../../share/shared-html.ts";
import { letGo } from "../../unattended/unattended.ts";
import { writeAt } from "../commands/write-at.ts";
import { mention, tell, whileTold } from "../door/messages.ts";
import { askTarget } from "../door/questions.ts";
import { say, type Text } from "../door/words.ts";
import type { Needs } from "../parts.ts";

/** Asks for a place and writes a page of one run there, or of several, compared. Rejects with RunReadError. */
export async function exportPage(
  app: Needs<"context" | "viewer" | "runs">,
  folders: readonly string[],
): Promise<void> {
  const [first = ""] = folders;
  const { info } = await observeRun(first);
  const several = folders.length > 1;
  const title: Text = several ? say`${folders.length} runs as a page` : say`${info.name} as a page`;
  const place = vscode.workspace.workspaceFolders?.[0]?.uri.fsPath ?? first;
  const target = await askTarget({
    title,
    defaultUri: vscode.Uri.file(join(place, basename(several ? "comparison.html" : `${info.id}.html`))),
    filters: { "Web page": ["html"] },
  });
  if (target === undefined) return;
  await whileTold(say`Writing ${basename(target.fsPath)}`, async () => {
    const program = await readPageProgram(join(app.context.extensionPath, "dist"));
    const version = versions().pairingLab;
    const shared = await sharedDocument(folders, { viewer: app.viewer, known: app.runs.all, version });
    await writeAt(target, file => writeFile(file, sharedHtml(shared, program)));
  });
  letGo(tellWritten(target));
}

async function tellWritten(target: vscode.Uri): Promise<void> {
  const chosen = await tell("info", say`Written: ${target.fsPath}`, "Open", "Copy Path");
  if (chosen === "Open" && (await vscode.env.openExternal(target))) return;
  if (chosen === undefined) return;
  await vscode.env.clipboard.writeText(target.fsPath);
  mention(say`The page's path is in the clipboard.`);
}
