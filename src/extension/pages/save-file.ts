import { basename, dirname, join } from "node:path";
import * as vscode from "vscode";
import type { SavedFile } from "../../dashboard/data-calls.ts";
import type { SavedKind } from "../../protocol/dashboard.ts";
import { mention } from "../door/messages.ts";
import { askTarget } from "../door/questions.ts";
import { say } from "../door/words.ts";

const fileTypes = {
  png: "Picture",
  svg: "Vector picture",
  csv: "Table",
  jsonl: "JSON lines",
  gif: "Animated picture",
  apng: "Animated picture",
  npy: "NumPy array",
  zip: "Archive",
  md: "Markdown",
  tex: "LaTeX",
} as const satisfies Readonly<Record<SavedKind | "md" | "tex", string>>;

/** Asks for a place and writes the file there; false when the user chose none. Its name is only a proposal. */
export async function saveFile(
  folder: string,
  { name, kind, content }: Omit<SavedFile, "kind"> & { readonly kind: keyof typeof fileTypes },
): Promise<boolean> {
  const place = vscode.workspace.workspaceFolders?.[0]?.uri.fsPath ?? dirname(folder);
  const target = await askTarget({
    defaultUri: vscode.Uri.file(join(place, basename(name))),
    filters: { [fileTypes[kind]]: [kind] },
  });
  if (target === undefined) return false;
  await vscode.workspace.fs.writeFile(target, await content());
  mention(say`Written: ${target.fsPath}`);
  return true;
}
