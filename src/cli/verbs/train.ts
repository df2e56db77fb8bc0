import { dirname, join, resolve } from "node:path";
import { devices } from "../../experiment/catalog.ts";
import { availableNames } from "../../experiment/number-spec.ts";
import { readExperimentFile } from "../../experiment/read-file.ts";
import { parseSetting, type ReadOptions } from "../../experiment/read.ts";
import { placeOf } from "../../launching/launchers.ts";
import { prepareRun } from "../../launching/prepare-run.ts";
import { sweepWords } from "../../launching/sweep/start-sweep.ts";
import { typedCommand } from "../../runs/typed-command.ts";
import { MOST_SEEDS, seedsName, seedsSweep } from "../../sweeps/seeds.ts";
import { UsageError } from "../failure.ts";
import { followTraining } from "../follow-training.ts";
import { runsFolderOf } from "../run-choice.ts";
import { printJson } from "../print.ts";
import type { Option } from "../option.ts";
import { tensorflowFolder } from "../tensorflow.ts";
import { launchingOf, manyRunsOptions, trainPlan } from "../train-plan.ts";
import { trusted, trustOption } from "../trust.ts";
import type { Call, ExitCode, Verb } from "../verb.ts";
import { concludeSweep } from "./sweep.ts";

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
    seeds: {
      value: "N",
      summary: "train so many seeds, from the file's own (or --seed) on, as one group in NAME-seeds of DIR",
    },
    ...manyRunsOptions,
    trust: trustOption,
  },
  details: [
    "Ctrl-C saves a checkpoint at that very step and says how to go on. While it trains, `pairing-lab control` in another terminal turns its knobs, and `tensorboard --logdir runs` shows its curves.",
  ],
  examples: [
    { line: "train examples/ring-8.gan.json", does: "as the file says" },
    {
      line: "train examples/ring-8.gan.json --seeds 5",
      does: "five seeds, whose mean and interval `pairing-lab report runs/ring-8-seeds` tells",
    },
    {
      line: "train examples/ring-8.gan.json --set pairing.weight=0.02 --seed 2",
      does: "with pairing, and another seed",
    },
  ],
  run: async call => {
    const { given, terminal } = call;
    const [file = ""] = given.positionals;
    const experiment = readExperimentFile(file, settingsOf(call));
    const trust = trusted(call, [experiment], dirname(file));
    const count = given.integer("seeds", { min: 1, max: MOST_SEEDS });
    if (count !== undefined) return trainSeeds(call, { file, first: experiment.seed, count, trust });
    for (const option of ["jobs", "launcher", "slurm"])
      if (given.flag(option))
        throw new UsageError(`--${option} needs --seeds N: one run has nothing to share`);
    const folder = await prepareRun({
      experiment,
      runsFolder: runsFolderOf(call),
      file: resolve(terminal.cwd, file),
      tensorflowFolder: tensorflowFolder(call, dirname(file)),
    });
    return followTraining(call, folder, { beside: dirname(file) });
  },
};

interface SeedsOrder {
  readonly file: string;
  readonly first: number;
  readonly count: number;
  readonly trust: boolean;
}

/** Trains several seeds as a sweep without axes: started again, it goes on with what is missing, and more seeds join it. */
async function trainSeeds(call: Call, { file, first, count, trust }: SeedsOrder): Promise<ExitCode> {
  const { settings = [], steps, device } = settingsOf(call);
  const whole = Object.entries({ steps, device }).flatMap(([key, value]) =>
    value === undefined ? [] : [{ key, value }],
  );
  const plan = seedsSweep(file, { first, count, settings: [...settings, ...whole] });
  const folder = join(runsFolderOf(call), seedsName(file));
  const launching = launchingOf(call);
  const wait = placeOf(launching.where.launcher).waits;
  const trained = await trainPlan(call, { plan, file, folder, launching, trust, wait });
  const { counts, planned } = trained;
  printJson(call, { runs: folder, name: plan.name, planned, ...counts });
  const others = [
    ...call.given.list("set").flatMap(text => ["--set", text]),
    ...Object.entries({ seed: call.given.integer("seed"), steps, device }).flatMap(([name, value]) =>
      value === undefined ? [] : [`--${name}`, String(value)],
    ),
  ];
  const tensorflow = call.given.text("tensorflow");
  const words = sweepWords({ file, seeds: count, folder, trust, tensorflowFolder: tensorflow, ...launching });
  const again = typedCommand([...words, ...others]);
  return concludeSweep(call, { ...trained, folder, again, wait });
}

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
