import type { RunInfo } from "./run-info.ts";
import type { RunState, Status } from "./status.ts";

export type RunListing =
  | {
      readonly kind: "run";
      readonly folder: string;
      readonly info: RunInfo;
      readonly status: Status;
      readonly state: RunState | "lost";
    }
  | { readonly kind: "broken"; readonly folder: string; readonly reason: string };

/** The runs of a folder, newest first. A folder that should be a run and cannot be read is listed with the reason; a missing folder has none. */
export function listRuns(runsFolder: string): Promise<RunListing[]> {
  return Promise.reject(new Error(`not built yet: ${runsFolder}`));
}

/** The folder of the run that is meant by its folder or an unambiguous start of its id. Throws RunReadError that names candidates. */
export function findRun(nameOrId: string, runsFolder: string): Promise<string> {
  return Promise.reject(new Error(`not built yet: ${nameOrId} ${runsFolder}`));
}
