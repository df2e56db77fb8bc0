// The eager steps report what the compiled ones do: each setting of an objective that the catalog has, and real networks.
import { test } from "node:test";
import { openExecutor } from "../../src/execution/open-executor.ts";
import { readExperiment } from "../../src/experiment/read.ts";
import type { Experiment } from "../../src/experiment/schema.ts";
import { assertSameGradients, assertSameLosses, firstSteps } from "../support/losses.ts";
import {
  eachValue,
  experimentOf,
  imageAxes,
  nameOf,
  pointAxes,
  sensible,
  settingsOf,
} from "../support/objective-axes.ts";
import { tensorflowFolder, tensorflowMissing } from "../support/tensorflow.ts";
import { Draw } from "../support/trials.ts";

const skip = tensorflowMissing();

/** The first steps on the processor and by TensorFlow have the same losses and gradients. */
async function compare(experiment: Experiment, steps: number): Promise<void> {
  const plan = { threads: 1, graphOptimization: "disabled" } as const;
  const processor = await openExecutor({ ...plan, device: "cpu" });
  const tensorflow = await openExecutor({ ...plan, device: "tfjs-node", tensorflowFolder });
  try {
    const expected = await firstSteps(processor, experiment, steps);
    const found = await firstSteps(tensorflow, experiment, steps);
    assertSameLosses(found.losses, expected.losses, experiment);
    assertSameGradients(found.gradients, expected.gradients, experiment);
  } finally {
    await processor.close();
    await tensorflow.close();
  }
}

const networks = (kind: string) => ({
  generator: { kind, channels: 8 },
  discriminator: { kind, channels: 8 },
});
const regularized = { penalties: { r1: { gamma: 0.1 } }, pairing: { weight: 0.02 } };
const cases: Readonly<Record<string, object>> = {
  "a ring": { data: { kind: "ring" } },
  "a ring with R1 and pairing": { data: { kind: "ring" }, ...regularized },
  "digits with a DCGAN": { data: { kind: "digits" }, ...networks("dcgan") },
  "digits with a DCGAN, R1 and pairing": { data: { kind: "digits" }, ...networks("dcgan"), ...regularized },
  "digits with residual networks, R1 and pairing": {
    data: { kind: "digits" },
    ...networks("resnet"),
    ...regularized,
  },
};

for (const [name, keys] of Object.entries(cases))
  test(`losses of ${name} are those of the processor`, { skip }, () =>
    compare(readExperiment(JSON.stringify({ batch: 16, ...keys }), "case.gan.json"), 5),
  );

/**
 * Adam divides a gradient by its own size: where it is 0 but for rounding (the last bias under a loss of differences), rounding
 * alone moves a weight by the learning rate. So small a one keeps that below what is compared.
 */
const still = { "optimizers.generator.learningRate": 1e-8, "optimizers.discriminator.learningRate": 1e-8 };

for (const [data, axes] of [
  ["ring", pointAxes],
  ["digits", imageAxes],
] as const)
  for (const wanted of eachValue(axes, new Draw(1))) {
    const row = sensible(axes, wanted, data);
    const name = nameOf(axes, row);
    test(`losses of ${data} are those of the processor: ${name}`, { skip }, () =>
      compare(experimentOf({ ...settingsOf(axes, row), ...still }, data), 3),
    );
  }
