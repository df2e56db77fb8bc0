// Steps a second of the experiments that devices are compared by.
import type { TrainingDevice } from "../../src/experiment/catalog.ts";
import { openSteps } from "./open-steps.ts";

const convolutional = (kind: string, size: number, batch: number) => {
  const network = { kind };
  return { data: { kind: "digits" }, size, batch, generator: network, discriminator: network };
};

export const measured: Readonly<Record<string, object>> = {
  toy: { data: { kind: "ring" } },
  ...Object.fromEntries(
    [64, 256].flatMap(batch => [
      [`DCGAN 32, batch ${batch}`, convolutional("dcgan", 32, batch)],
      [`DCGAN 64, batch ${batch}`, convolutional("dcgan", 64, batch)],
      [`resnet 64, batch ${batch}`, convolutional("resnet", 64, batch)],
    ]),
  ),
};

/** So long is measured, after a call that prepares; a call that takes longer is measured once. */
const MEASURED_MS = 5000;

export async function stepsPerSecondOf(given: object, device: TrainingDevice): Promise<number> {
  const { call, close, stepsPerCall } = await openSteps(given, device);
  try {
    await call();
    const began = performance.now();
    let done = 0;
    do {
      await call();
      done += stepsPerCall;
    } while (performance.now() - began < MEASURED_MS);
    return (done * 1000) / (performance.now() - began);
  } finally {
    await close();
  }
}
