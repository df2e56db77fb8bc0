import { parseSetting } from "../../experiment/read.ts";
import { branchRun } from "../../launching/branch-run.ts";
import { checkpointNow } from "../../launching/checkpoint-now.ts";
import { refuseOthers } from "../../runs/other-trainer.ts";
import { readRunInfo } from "../../runs/run-info.ts";
import { UsageError } from "../failure.ts";
import { followTraining } from "../follow-training.ts";
import { chosenRun, runsFolderOf } from "../run-choice.ts";
import { tensorflowFolder, tensorflowOption } from "../tensorflow.ts";
import { trusted, trustOption } from "../trust.ts";
import { runsOption, type Verb } from "../verb.ts";
import { stepsOf, trainingOptions } from "./train.ts";

export const branch: Verb = {
  name: "branch",
  group: "Training",
  summary: "train a new run from another run's checkpoint, with other knobs or another seed",
  positionals: ["RUN"],
  usage: ["RUN --at STEP|now [--set KEY=VALUE ...] [--seed N] [--steps N]"],
  options: {
    at: {
      value: "STEP",
      summary:
        "a checkpoint of RUN (pairing-lab show RUN lists them), or now: one that RUN, training, writes first",
    },
    ...trainingOptions,
    tensorflow: tensorflowOption,
    trust: trustOption,
    runs: runsOption,
  },
  details: [
    "With the same seed it sees the same batches and latents as RUN would; with another seed another stream from that step on.",
  ],
  examples: [
    {
      line: "branch 2026-11 --at 3000 --set pairing.weight=0.02",
      does: "what if pairing began at step 3,000?",
    },
    {
      line: "branch 2026-11 --at now --set pairing.weight=0.02",
      does: "what if it began now? The run trains on",
    },
  ],
  run: async call => {
    const [run = ""] = call.given.positionals;
    const now = call.given.text("at") === "now";
    const at = now ? undefined : call.given.integer("at");
    if (at === undefined && !now)
      throw new UsageError("--at STEP is missing: a checkpoint of the run, or now");
    const settings = call.given.list("set").map(parseSetting);
    const seed = call.given.integer("seed");
    const steps = stepsOf(call);
    const parent = await chosenRun(call, run);
    const info = readRunInfo(parent);
    refuseOthers(info, "branch");
    trusted(call, [info.experiment], parent);
    const folder = await branchRun({
      folder: parent,
      step: at ?? (await checkpointNow(parent, { by: "cli" })),
      runsFolder: runsFolderOf(call),
      settings,
      tensorflowFolder: tensorflowFolder(call, parent),
      ...(seed === undefined ? {} : { seed }),
      ...(steps === undefined ? {} : { steps }),
    });
    return followTraining(call, folder);
  },
};
