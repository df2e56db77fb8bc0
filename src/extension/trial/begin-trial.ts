import { dirname } from "node:path";
import { beginTrial } from "../../launching/begin-trial.ts";
import type { TrialAddress } from "../../protocol/page-protocol.ts";
import type { ObservedRun } from "../../runs/list.ts";
import { whyNotTried } from "../../trials/proposal.ts";
import { whileHeld } from "../actions/while-held.ts";
import { say, words } from "../door/words.ts";
import type { Needs } from "../parts.ts";
import { pickTrial } from "./pick-trial.ts";

/** Asks what to try from a checkpoint of a run, makes the branches, starts them and shows their page. */
export async function tryWeights(
  { folders: runsFolders, trainers, runs, pages }: Needs<"folders" | "trainers" | "runs", "trial">,
  run: ObservedRun,
  step: number,
): Promise<boolean> {
  const reason = whyNotTried(run.info.experiment);
  if (reason !== null) throw new Error(say`${run.info.name}: ${words(reason)}.`.text);
  const runsFolder = runsFolders.around(run.folder);
  const begun = await whileHeld(run, step, async held => {
    const wanted = await pickTrial(run, step);
    return wanted === undefined
      ? null
      : beginTrial({ folder: run.folder, step, held, runsFolder, ...wanted });
  });
  if (begun === null) return false;
  const { id, folders } = begun;
  for (const folder of folders) await trainers.start(folder);
  await runs.refresh();
  pages.trial.open({ runsFolder, id });
  return true;
}

/** The trial that a run is a branch of; null where it is none. */
export const trialOf = ({ folder, info }: Pick<ObservedRun, "folder" | "info">): TrialAddress | null =>
  info.trial === undefined ? null : { runsFolder: dirname(folder), id: info.trial.id };
