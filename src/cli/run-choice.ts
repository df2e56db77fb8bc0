import { resolve } from "node:path";
import type { CheckpointChoice } from "../protocol/viewer-calls.ts";
import { findRun } from "../runs/list.ts";
import type { Call } from "./verb.ts";

/** The folder of runs: --runs, or `runs` in the current folder. */
export const runsFolderOf = ({ terminal, given }: Call) =>
  resolve(terminal.cwd, given.text("runs") ?? "runs");

/** The folder of the run that RUN means. Throws RunReadError that names candidates. */
export const chosenRun = (call: Call, run: string): Promise<string> => findRun(run, runsFolderOf(call));

/** The checkpoint that RUN and --step mean. */
export async function chosenCheckpoint(call: Call, run: string): Promise<CheckpointChoice> {
  const step = call.given.integer("step") ?? "last";
  return { run: await chosenRun(call, run), step };
}
