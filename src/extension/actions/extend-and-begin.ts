import { trainingNumbers } from "../../experiment/catalog.ts";
import { extendRun } from "../../launching/extend-run.ts";
import type { ObservedRun } from "../../runs/list.ts";
import { askWhole } from "../ask-number.ts";
import { say, words } from "../door/words.ts";
import { grouped } from "../number-text.ts";
import { begin, type StartingNeeds } from "./start-training.ts";

/** Trains a run that has ended up to a later step, which the person is asked for; false when they thought better of it. */
export async function extendAndBegin(
  app: StartingNeeds,
  { folder, info, status }: ObservedRun,
): Promise<boolean> {
  const steps = await askWhole({
    title: say`Train ${info.name} further than ${words(grouped(status.step))} steps`,
    prompt: "Up to which step? It goes on as if it had been planned so from the beginning.",
    value: String(status.step + info.experiment.steps),
    from: status.step + 1,
    to: trainingNumbers.steps.maximum,
  });
  if (steps === undefined) return false;
  await extendRun(folder, steps, { by: "extension" });
  await begin(app, folder);
  return true;
}
