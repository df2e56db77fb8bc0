import { trainingNumbers } from "../../experiment/catalog.ts";
import { branchRun } from "../../launching/branch-run.ts";
import type { CheckpointPlace } from "../../runs/checkpoints.ts";
import type { ObservedRun } from "../../runs/list.ts";
import { refuseOthers } from "../../runs/other-trainer.ts";
import { askWhole } from "../ask-number.ts";
import { say, words } from "../door/words.ts";
import { grouped } from "../number-text.ts";
import { tickStep } from "./tick-step.ts";
import type { Needs } from "../parts.ts";
import type { KnobValue } from "./pick-knobs.ts";
import { begin, type StartingNeeds } from "./start-training.ts";
import { steerRun } from "./steer-run.ts";

/** What it takes to make a branch and to train it. */
export type BranchingNeeds = StartingNeeds & Needs<"folders">;

/**
 * Makes a branch of a run from one of its checkpoints, which is held, and starts it. From where no step is left, it asks
 * how far to train; false when the user thought better of it.
 */
export async function branchAndBegin(
  app: BranchingNeeds,
  run: ObservedRun,
  held: CheckpointPlace,
  knobs: readonly KnobValue[],
): Promise<boolean> {
  const { step } = held;
  const planned = Math.max(run.status.steps, run.info.experiment.steps);
  const steps = step < planned ? undefined : await askSteps(run, step);
  if (step >= planned && steps === undefined) return false;
  const folder = await branchRun({
    folder: run.folder,
    step,
    held,
    runsFolder: app.folders.around(run.folder),
    settings: knobs,
    ...(steps === undefined ? {} : { steps }),
  });
  await begin(app, folder);
  tickStep("branched");
  return true;
}

const askSteps = ({ info }: ObservedRun, step: number): Promise<number | undefined> =>
  askWhole({
    title: say`Branch of ${info.name} from its last step, ${words(grouped(step))}`,
    prompt: "Train up to which step?",
    value: String(step + info.experiment.steps),
    from: step + 1,
    to: trainingNumbers.steps.maximum,
  });

/** Goes on with a run that is paused, or starts a trainer on it again. */
export async function goOn(app: StartingNeeds, run: ObservedRun): Promise<void> {
  if (run.state !== "paused") refuseOthers(run.info, "resume");
  if (run.state === "paused") await steerRun(run.folder, run.info.name, { do: "resume" });
  else await begin(app, run.folder);
}
