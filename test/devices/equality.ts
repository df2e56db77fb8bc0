// The first steps of small experiments on a device and on the processor: the same losses. Weights are not compared: Adam
// turns the sign of a gradient that is 0 but for rounding.
import type { TrainingDevice } from "../../src/experiment/catalog.ts";
import { losses } from "../../src/experiment/catalog.ts";
import { openSteps } from "./open-steps.ts";

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

/**
 * Under a loss of differences the last bias has a gradient that is 0 but for rounding, whose sign alone moves it, by Adam's
 * whole rate; the generator's loss has that bias in it.
 */
const discriminatorAtRest = (loss: string): object =>
  ["wasserstein", "hinge"].includes(loss) ? { optimizers: { discriminator: { learningRate: 1e-8 } } } : {};

/** The smallest: what a device is asked first. */
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

/** Larger pictures and networks. */
export const long: Readonly<Record<string, object>> = {
  ...Object.fromEntries(
    ["32", "64"].flatMap(size => {
      const sized = { ...dcgan28, size: Number(size), ...convolutions(size === "64" ? 4 : 8) };
      return [
        [`DCGAN ${size}`, { ...sized, ...plain }],
        [`DCGAN ${size} + R1 + pairing`, { ...sized, ...penalised }],
      ];
    }),
  ),
  "resnet 28": { ...dcgan28, ...plain, generator: residual, discriminator: residual },
  "resnet 28 + R1 + pairing": { ...dcgan28, ...penalised, generator: residual, discriminator: residual },
};

/** Scalars of the first steps. */
async function firstSteps(given: object, device: TrainingDevice) {
  const opened = await openSteps(given, device, STEPS);
  try {
    return await opened.call();
  } finally {
    await opened.close();
  }
}

/** Throws where a loss of the first steps is another on the device than on the processor. Gives the largest difference. */
export async function assertEqualLosses(given: object, device: TrainingDevice): Promise<number> {
  const [wanted, found] = [await firstSteps(given, "cpu"), await firstSteps(given, device)];
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
