import { rmSync } from "node:fs";
import { join } from "node:path";
import { json } from "../../runs/create-run.ts";
import { replaceFile } from "../../runs/replace-file.ts";
import { guardWrite } from "../../runs/write-guard.ts";
import { sweepFiles } from "../../sweeps/sweep-record.ts";

const pathIn = (folder: string) => join(folder, sweepFiles.cancel);

/** Asks whoever trains a sweep to end, by its folder. Throws RunWriteError. */
export function requestCancel(folder: string, by: string): void {
  guardWrite(pathIn(folder), () => {
    replaceFile(pathIn(folder), json({ at: new Date().toISOString(), by }), { durable: false });
  });
}

/** Whether somebody asked since the last look; what was asked is taken away. */
export function takeCancelRequest(folder: string): boolean {
  try {
    rmSync(pathIn(folder));
    return true;
  } catch {
    return false;
  }
}
