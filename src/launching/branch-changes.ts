import type { Problem } from "../experiment/input-error.ts";
import { keyDifferences } from "../experiment/key-differences.ts";
import { knobKeys } from "../experiment/knobs.ts";
import type { Experiment } from "../experiment/schema.ts";

/** What a branch may change beside knobs: nothing that the state of a checkpoint depends on. */
const free = ["name", "seed", "steps", "record", "evaluation", "schedule", "alerts", "pace", "device"];

function reasonAgainst(key: string): string {
  const [group = ""] = key.split(".");
  if (group === "data") return "a checkpoint belongs to the data it was trained on";
  if (["latent", "generator", "discriminator", "average"].includes(group) || key.includes("embedding")) {
    return "the checkpoint's weights have the shapes of the parent's networks";
  }
  if (group === "threads") return "a branch is executed as its parent was";
  return "only knobs can change in the middle of a training";
}

/** What is wrong with the experiment of a branch, given the parent's at that step: the keys that must not change. */
export function forbiddenChanges(parent: Experiment, branch: Experiment, file: string): Problem[] {
  const knobs: readonly string[] = knobKeys(parent);
  return keyDifferences(parent, branch)
    .map(({ key }) => key)
    .filter(key => !knobs.includes(key) && !free.includes(key.split(".")[0] ?? ""))
    .map(key => ({
      file,
      path: key,
      message: `a branch cannot change this: ${reasonAgainst(key)}. It can change ${[...new Set([...free, ...knobs])].join(", ")}; for the rest train a new run`,
    }));
}
