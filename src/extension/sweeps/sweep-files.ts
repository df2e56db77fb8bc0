import { existsSync } from "node:fs";
import { basename } from "node:path";
import * as vscode from "vscode";
import { inReach } from "../../reach/reach.ts";
import { sweepNameOf } from "../../sweeps/read.ts";
import { sweepFileOf, type SweepRecord } from "../../sweeps/sweep-record.ts";
import { pickOne } from "../door/questions.ts";
import type { Text } from "../door/words.ts";
import { openFolders, sweepEnding } from "../experiment-files/experiment-files.ts";
import { findFiles } from "../experiment-files/find-files.ts";

/** The sweep files of the workspace. */
export const sweepFiles = async (): Promise<string[]> =>
  (await findFiles(openFolders(), sweepEnding)).map(({ path }) => path);

/** Those that have a sweep's name. */
export const filesOfName = async (name: string): Promise<string[]> =>
  (await sweepFiles()).filter(path => sweepNameOf(path) === name);

/** The file that a folder's sweep was read from, where its record names one that is there still. */
export function recordedSweepFile(folder: string, record: SweepRecord): string | null {
  const file = sweepFileOf(folder, record);
  return file !== null && existsSync(inReach(file)) ? file : null;
}

/** Lets the person pick one of some files. */
export async function pickSweepFile(
  files: readonly string[],
  placeholder: Text = "Which sweep?",
): Promise<string | undefined> {
  const items = files
    .map(path => ({ label: basename(path), description: vscode.workspace.asRelativePath(path), path }))
    .sort((a, b) => a.description.localeCompare(b.description));
  return (await pickOne(items, { placeholder }))?.path;
}
