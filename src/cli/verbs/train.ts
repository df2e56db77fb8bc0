import { dirname, resolve } from "node:path";
import { devices } from "../../experiment/catalog.ts";
import { availableNames } from "../../experiment/number-spec.ts";
import { readExperimentFile } from "../../experiment/read-file.ts";
import { parseSetting, type ReadOptions } from "../../experiment/read.ts";
import { prepareRun } from "../../launching/prepare-run.ts";
import { followTraining } from "../follow-training.ts";
import { runsFolderOf } from "../run-choice.ts";
import type { Option } from "../option.ts";
import { tensorflowFolder, tensorflowOption } from "../tensorflow.ts";
import { trusted, trustOption } from "../trust.ts";
import type { Call, Verb } from "../verb.ts";

/** A step has eight digits in file names. */
const MOST_STEPS = 99_999_999;

export const trainingOptions = {
  set: {
    value: "KEY=VALUE",
    many: true,
    summary: "another value for a key of the experiment, as pairing.weight=0.02; may be given several times",
  },
  seed: { value: "N", summary: "another seed" },
  steps: { value: "N", summary: "train up to this step" },
} satisfies Record<string, Option>;

export const stepsOf = ({ given }: Call) => given.integer("steps", { min: 1, max: MOST_STEPS });

export const train: Verb = {
  name: "train",
  group: "Training",
  summary: "train an experiment; the last line printed is the run's folder",
  positionals: ["FILE"],
  options: {
    ...trainingOptions,
    runs: { value: "DIR", summary: "the folder that the run's folder is made in (default: runs)" },
    device: { value: "D", summary: `where to compute: ${availableNames(devices).join(", ")}` },
    tensorflow: tensorflowOption,
    trust: trustOption,
  },
  details: [
    "Ctrl-C saves a checkpoint at that very step and says how to go on. While it trains, `pairing-lab control` in another terminal turns its knobs, and `tensorboard --logdir runs` shows its curves.",
  ],
  examples: [
    { line: "train examples/ring-8.gan.json", does: "as the file says" },
    {
      line: "train examples/ring-8.gan.json --set pairing.weight=0.02 --seed 2",
      does: "with pairing, and another seed",
    },
  ],
  run: async call => {
    const { given, terminal } = call;
    const [file = ""] = given.positionals;
    const experiment = readExperimentFile(file, settingsOf(call));
    trusted(call, [experiment], dirname(file));
    const folder = await prepareRun({
      experiment,
      runsFolder: runsFolderOf(call),
      file: resolve(terminal.cwd, file),
      tensorflowFolder: tensorflowFolder(call, dirname(file)),
    });
    return followTraining(call, folder, { beside: dirname(file) });
  },
};

function settingsOf(call: Call): ReadOptions {
  const seed = call.given.integer("seed");
  const steps = stepsOf(call);
  const device = call.given.text("device");
  return {
    settings: call.given.list("set").map(parseSetting),
    ...(seed === undefined ? {} : { seed }),
    ...(steps === undefined ? {} : { steps }),
    ...(device === undefined ? {} : { device }),
  };
}
