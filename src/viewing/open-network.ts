import { openModel, type Model } from "../execution/model.ts";
import { CallError } from "../protocol/calls.ts";
import { loadNetwork, type CheckpointPlace } from "../runs/checkpoints.ts";
import type { NetworkFile } from "../runs/digests.ts";
import { RunReadError } from "../runs/errors.ts";
import { errorCode } from "../runs/write-guard.ts";

/** Opens the generator or the discriminator of a checkpoint. Rejects with a CallError where it is damaged. */
export const openerOf =
  (file: NetworkFile) =>
  async (place: CheckpointPlace): Promise<Model> => {
    try {
      return await openModel(await loadNetwork(place, file));
    } catch (error) {
      if (error instanceof RunReadError) throw new CallError("input", error.message);
      if (errorCode(error) === "ENOENT")
        throw new CallError("input", `the checkpoint of step ${place.step} has no ${file}`);
      throw error;
    }
  };
