import { modulesOf } from "../experiment/custom-parts.ts";
import type { Experiment } from "../experiment/schema.ts";
import { plainName } from "../plain/plain-text.ts";
import { UsageError } from "./failure.ts";
import type { Option } from "./option.ts";
import type { Call } from "./verb.ts";

/** For verbs that train. */
export const trustOption: Option = {
  summary:
    "run the experiment's own modules (.mjs), and a TensorFlow that is installed beside it: they are programs and have your rights",
};

const LONGEST_NAME = 200;

/**
 * Whether modules of these experiments may run. Throws UsageError where one has modules and nobody said that they are
 * trusted, before anything is made or started.
 * @param where the folder in which people find the modules
 */
export function trusted(call: Call, experiments: Iterable<Experiment>, where: string): boolean {
  if (call.given.flag("trust")) return true;
  for (const experiment of experiments)
    for (const { part, module } of modulesOf(experiment))
      throw new UsageError(
        `${part}.module ${plainName(module, LONGEST_NAME)} is a program that would run with your rights. Look at it (in ${where}), and give --trust if you trust it`,
        { showUsage: false },
      );
  return false;
}
