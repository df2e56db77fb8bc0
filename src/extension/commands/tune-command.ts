import type { Needs } from "../parts.ts";
import { searchWeight, trainSeeds } from "../actions/train-many.ts";
import { chooseDocument } from "./experiment-commands.ts";
import type { HandlersOf } from "./handlers.ts";

type TuningNeeds = Needs<"experimentFiles" | "folders" | "sweeps", "report">;

export const tuneCommands: HandlersOf<
  "pairingLab.experiment.tuneWeight" | "pairingLab.experiment.trainSeeds",
  TuningNeeds
> = {
  "pairingLab.experiment.trainSeeds": async (app, given) => {
    const document = await chooseDocument(app, given);
    return document === undefined ? false : trainSeeds(app, document);
  },
  "pairingLab.experiment.tuneWeight": async (app, given) => {
    const document = await chooseDocument(app, given);
    return document === undefined ? false : searchWeight(app, document);
  },
};
