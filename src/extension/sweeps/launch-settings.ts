import type * as vscode from "vscode";
import type { SweepStart } from "../../launching/sweep/start-sweep.ts";
import { setting } from "../setting.ts";
import { slurmOptions } from "./slurm-options.ts";

/** Where runs of many are trained, as the settings say. */
export function launchOf(scope: vscode.Uri): Pick<SweepStart, "jobs" | "where"> {
  if (setting("sweepLauncher", scope) === "local")
    return { jobs: setting("concurrentRuns", scope), where: { launcher: "local" } };
  const options = slurmOptions({
    partition: setting("slurm.partition", scope),
    time: setting("slurm.time", scope),
    cpus: setting("slurm.cpus", scope),
    gpus: setting("slurm.gpus", scope),
    options: setting("slurm.options", scope),
  });
  return { jobs: null, where: { launcher: "slurm", options } };
}
