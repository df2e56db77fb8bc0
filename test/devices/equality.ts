// The first steps of small experiments on a device and on the processor: the same losses. Weights are not compared: Adam
// turns the sign of a gradient that is 0 but for rounding.
import { openDataset } from "../../src/data/open-dataset.ts";
import { openExecutor } from "../../src/execution/open-executor.ts";
import type { TrainingDevice } from "../../src/experiment/catalog.ts";
import { losses } from "../../src/experiment/catalog.ts";
import { executionPlan } from "../../src/experiment/execution-plan.ts";
import { initialKnobs } from "../../src/experiment/knobs.ts";
import { readExperiment } from "../../src/experiment/read.ts";
import type { Experiment } from "../../src/experiment/schema.ts";
import { buildModel } from "../../src/training/model.ts";
import { Programs } from "../../src/training/programs.ts";
import { startingState } from "../../src/training/step.ts";
import { variantAt } from "../../src/training/variant.ts";

const STEPS = 5;
/** Relative to a loss, or to this where it is smaller: a loss near 0 is a difference of larger numbers. */
const TOLERANCE = 1e-5;
const SMALLEST = 0.01;

const hidden = { hidden: [32, 32] };
const toy = { data: { kind: "ring" }, batch: 32, generator: hidden, discriminator: hidden };
const plain = { pairing: { weight: 0 } };
const penalised = { pairing: { weight: 0.02 }, penalties: { r1: { gamma: 0.1 } } };
const convolutions = (channels: number) => ({ generator: { channels }, discriminator: { channels } });
const dcgan28 = { data: { kind: "digits" }, batch: 4, ...convolutions(4) };
const residual = { kind: "resnet", channels: 2, blocks: 1, groups: 2 };
const shapes: Readonly<Record<string, readonly number[]>> = { 32: [32, 32, 3], 64: [64, 64, 3] };

/**
 * Under a loss of differences the last bias has a gradient that is 0 but for rounding, whose sign alone moves it, by Adam's
 * whole rate; the generator's loss has that bias in it.
 */
const discriminatorAtRest = (loss: string): object =>
  ["wasserstein", "hinge"].includes(loss) ? { optimizers: { discriminator: { learningRate: 1e-8 } } } : {};

/** Experiments of seconds, even on a software card. */
export const short: Readonly<Record<string, object>> = {
  toy: { ...toy, ...plain },
  "toy + R1 + pairing": { ...toy, ...penalised },
  "DCGAN 28": { ...dcgan28, ...plain },
  "DCGAN 28 + R1 + pairing": { ...dcgan28, ...penalised },
  ...Object.fromEntries(
    Object.keys(losses)
      .filter(loss => loss !== "non-saturating")
      .map(loss => [`toy, loss ${loss}`, { ...toy, ...plain, ...discriminatorAtRest(loss), loss }]),
  ),
};

/** Those that take a software card minutes. */
export const long: Readonly<Record<string, object>> = {
  ...Object.fromEntries(
    ["32", "64"].flatMap(size => {
      const sized = { ...dcgan28, size, ...convolutions(size === "64" ? 4 : 8) };
      return [
        [`DCGAN ${size}`, { ...sized, ...plain }],
        [`DCGAN ${size} + R1 + pairing`, { ...sized, ...penalised }],
      ];
    }),
  ),
  "resnet 28": { ...dcgan28, ...plain, generator: residual, discriminator: residual },
  "resnet 28 + R1 + pairing": { ...dcgan28, ...penalised, generator: residual, discriminator: residual },
};

interface Opened {
  readonly experiment: Experiment;
  /** Of pictures that are made up; null where the experiment has data. */
  readonly shape: readonly number[] | null;
}

function open(given: object): Opened {
  const { size, ...rest } = given as { readonly size?: string };
  const experiment = readExperiment(JSON.stringify(rest), "equality.gan.json");
  return { experiment, shape: size === undefined ? null : (shapes[size] ?? null) };
}

/** Scalars of the first steps. */
async function firstSteps({ experiment, shape }: Opened, device: TrainingDevice) {
  const found = await openDataset(experiment.data);
  const dataset = shape === null ? found : { ...pictures(shape), normalization: null, sampleShape: shape };
  const model = buildModel(experiment, dataset.sampleShape);
  const executor = await openExecutor(executionPlan(experiment, 1, device));
  try {
    executor.put(startingState(model, 1));
    const programs = new Programs(model, { ...found, ...dataset }, executor, 1, STEPS);
    const knobs = initialKnobs(experiment);
    return await programs.run(variantAt(experiment, knobs, 1), 1, STEPS, () => knobs);
  } finally {
    await executor.close();
  }
}

/** Batches of made-up pictures: the same numbers for the same step. */
const pictures = (shape: readonly number[]) => ({
  batch: (_seed: number, step: number, rows: number, out: Float32Array, offset = 0) => {
    const values = shape.reduce((a, b) => a * b, rows);
    for (let i = 0; i < values; i++) out[offset + i] = Math.sin(i * 0.37 + step) * Math.cos(i * 0.011);
  },
});

/** Throws where a loss of the first steps is another on the device than on the processor. Gives the largest difference. */
export async function assertEqualLosses(given: object, device: TrainingDevice): Promise<number> {
  const opened = open(given);
  const [wanted, found] = [await firstSteps(opened, "cpu"), await firstSteps(opened, device)];
  let largest = 0;
  for (const [tag, values] of Object.entries(wanted)) {
    if (!tag.startsWith("loss/")) continue;
    values.forEach((value, i) => {
      const other = found[tag]?.[i] ?? NaN;
      const apart = Math.abs(other - value) / Math.max(SMALLEST, Math.abs(value));
      if (!(apart <= TOLERANCE))
        throw new Error(`${tag} of step ${i + 1} is ${other} on ${device}, ${value} on the processor`);
      largest = Math.max(largest, apart);
    });
  }
  return largest;
}
