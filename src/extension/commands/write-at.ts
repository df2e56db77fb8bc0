import { rmSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import * as vscode from "vscode";
import { temporaryFolder } from "../../runs/temporary.ts";

/** Has a file written where the person wants it: in a window on another machine that may be their own. */
export async function writeAt(target: vscode.Uri, write: (file: string) => Promise<void>): Promise<void> {
  if (target.scheme === "file") {
    await write(target.fsPath);
    return;
  }
  const folder = temporaryFolder("pairing-lab-export-");
  try {
    const file = join(folder, "export");
    await write(file);
    await vscode.workspace.fs.writeFile(target, await readFile(file));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
