import { existsSync } from "node:fs";
import * as vscode from "vscode";

const isFree = (file: vscode.Uri): boolean =>
  !existsSync(file.fsPath) && !vscode.workspace.textDocuments.some(({ uri }) => uri.path === file.path);

/** Opens an experiment that is still to be saved, under the name that it will have, so that it is checked as one. */
export async function openUnsaved(content: string, name: string): Promise<void> {
  const place = vscode.workspace.workspaceFolders?.[0]?.uri;
  const document =
    place === undefined ? await nameless(content) : await named(content, place, fileName(name));
  await vscode.window.showTextDocument(document, { preview: false });
}

const fileName = (name: string): string =>
  name.replaceAll(/[^\w .-]+/g, "-").replace(/^[.\s]+/, "") || "experiment";

const nameless = (content: string) => vscode.workspace.openTextDocument({ language: "jsonc", content });

async function named(content: string, place: vscode.Uri, name: string): Promise<vscode.TextDocument> {
  const fileOf = (number: number) =>
    vscode.Uri.joinPath(place, `${name}${number === 1 ? "" : `-${number}`}.gan.json`);
  let number = 1;
  while (!isFree(fileOf(number))) number++;
  const uri = vscode.Uri.from({ scheme: "untitled", path: fileOf(number).path });
  const document = await vscode.workspace.openTextDocument(uri);
  const edit = new vscode.WorkspaceEdit();
  edit.insert(uri, new vscode.Position(0, 0), content);
  await vscode.workspace.applyEdit(edit);
  return document;
}
