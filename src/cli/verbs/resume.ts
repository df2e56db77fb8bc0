import { followTraining } from "../follow-training.ts";
import { chosenRun } from "../run-choice.ts";
import { tensorflowOption } from "../tensorflow.ts";
import { trustOption } from "../trust.ts";
import { runsOption, type Verb } from "../verb.ts";
import { stepsOf, trainingOptions } from "./train.ts";

export const resume: Verb = {
  name: "resume",
  group: "Training",
  summary: "go on with a run from its last checkpoint",
  positionals: ["RUN"],
  options: {
    steps: trainingOptions.steps,
    tensorflow: tensorflowOption,
    trust: trustOption,
    runs: runsOption,
  },
  details: [
    "Interventions after that checkpoint are applied again at their steps, so that an interrupted and resumed run ends with the same bytes as one that was never interrupted.",
  ],
  examples: [
    { line: "resume 2026-11", does: "the run whose id begins so" },
    { line: "resume 2026-11 --steps 20000", does: "further than the experiment says" },
  ],
  run: async call => {
    const [run = ""] = call.given.positionals;
    const folder = await chosenRun(call, run);
    return followTraining(call, folder, { steps: stepsOf(call) });
  },
};
