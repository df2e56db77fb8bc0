import { createHash } from "node:crypto";
import { modulesOf } from "../../experiment/custom-parts.ts";
import type { Experiment } from "../../experiment/schema.ts";
import { readModules } from "../../modules/read-modules.ts";
import type { KeptModules } from "../../runs/kept-modules.ts";
import type { CheckedSweep } from "../../sweeps/read.ts";
import { configurationsOf } from "./configurations.ts";

/** The modules that a sweep's configurations name, read at one time, so that all its runs have the same. */
export interface SweepModules {
  of(experiment: Experiment): KeptModules;
  /** SHA-256 of each text, in hexadecimal, by the module's name. */
  readonly digests: Readonly<Record<string, string>>;
}

/** Rejects with InputError as `readModules` does. */
export async function sweepModules(sweep: CheckedSweep): Promise<SweepModules> {
  const read = new Map<string, KeptModules>();
  const digests: Record<string, string> = {};
  const keyOf = (experiment: Experiment): string => JSON.stringify(modulesOf(experiment));
  for (const experiment of configurationsOf(sweep)) {
    if (read.has(keyOf(experiment))) continue;
    const modules = await readModules(experiment, sweep.experimentFile);
    read.set(keyOf(experiment), modules);
    for (const { part, module } of modulesOf(experiment))
      digests[module] = createHash("sha256")
        .update(modules[part]?.text ?? "")
        .digest("hex");
  }
  return { digests, of: experiment => read.get(keyOf(experiment)) ?? {} };
}
