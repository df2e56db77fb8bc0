import type * as vscode from "vscode";
import type { SweepStart } from "../../launching/sweep/start-sweep.ts";
import { placeOf } from "../../launching/launchers.ts";
import { setting } from "../setting.ts";
import { slurmOptions } from "./slurm-options.ts";

/** Where runs of many are trained, as the settings say. */
export function launchOf(scope: vscode.Uri): Pick<SweepStart, "jobs" | "where"> {
  const launcher = setting("sweepLauncher", scope);
  if (launcher !== "slurm")
    return { jobs: placeOf(launcher).here ? setting("concurrentRuns", scope) : null, where: { launcher } };
  const options = slurmOptions({
    partition: setting("slurm.partition", scope),
    time: setting("slurm.time", scope),
    cpus: setting("slurm.cpus", scope),
    gpus: setting("slurm.gpus", scope),
    options: setting("slurm.options", scope),
  });
  return { jobs: null, where: { launcher, options } };
}
