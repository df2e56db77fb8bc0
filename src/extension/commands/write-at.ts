import { randomBytes } from "node:crypto";
import { mkdirSync, rmSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import * as vscode from "vscode";
import { sweepTemporary, temporaryName } from "../../runs/temporary.ts";

/** How what is handed on begins in the system's folder for what is temporary, which all programs share. */
export const handedPrefix = "pairing-lab-export-";

/** Has a file written where the person wants it: in a window on another machine that may be their own. */
export async function writeAt(target: vscode.Uri, write: (file: string) => Promise<void>): Promise<void> {
  if (target.scheme === "file") {
    await write(target.fsPath);
    return;
  }
  sweepTemporary(tmpdir(), handedPrefix);
  const folder = temporaryName(join(tmpdir(), `${handedPrefix}${randomBytes(6).toString("hex")}`));
  // For no other user of the machine.
  mkdirSync(folder, { mode: 0o700 });
  try {
    const file = join(folder, "export");
    await write(file);
    await vscode.workspace.fs.writeFile(target, await readFile(file));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
