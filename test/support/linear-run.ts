import { exportModel } from "../../src/compiler/compile-function.ts";
import { tf } from "../../src/compiler/tensorflow.ts";
import type { Tensor } from "../../src/compiler/tensorflow.ts";
import type { Setting } from "../../src/experiment/read.ts";
import { openRunForWriting } from "../../src/runs/run-writer.ts";
import { checkpointOf, newRun } from "./run-folder.ts";

const given = (tensor: Tensor | undefined): Tensor => {
  if (tensor === undefined) throw new RangeError("every input is given");
  return tensor;
};

/**
 * A run whose generator is `sample = latent * matrix` with matrix[i][j] = (step + 1) / (1 + i + j), and whose
 * discriminator scores a sample by the sum of its numbers; a checkpoint at each of the steps.
 */
export async function linearRun(
  runsFolder: string,
  { steps, latentSize = 2, dims = 2, settings = [] }: LinearRun,
): Promise<string> {
  const folder = await newRun(runsFolder, [{ key: "latent.size", value: latentSize }, ...settings]);
  const writer = await openRunForWriting(folder);
  for (const step of steps) {
    const matrix = linearMatrix(step, latentSize, dims);
    const generator = exportModel({
      weights: new Map([["matrix", { shape: [latentSize, dims], data: matrix }]]),
      inputs: { latent: [latentSize] },
      run: ({ latent, matrix: weights }) => ({ sample: tf.matMul(given(latent), given(weights)) }),
    });
    const discriminator = exportModel({
      weights: new Map([["ones", { shape: [dims, 1], data: new Float32Array(dims).fill(1) }]]),
      inputs: { sample: [dims] },
      run: ({ sample, ones }) => ({ score: tf.matMul(given(sample), given(ones)) }),
    });
    writer.checkpoint(step, { ...checkpointOf(step), generator, discriminator });
  }
  writer.close();
  return folder;
}

export interface LinearRun {
  readonly steps: readonly number[];
  readonly latentSize?: number;
  readonly dims?: number;
  readonly settings?: readonly Setting[];
}

/** [latentSize, dims], row-major. */
export function linearMatrix(step: number, latentSize: number, dims: number): Float32Array {
  return Float32Array.from({ length: latentSize * dims }, (_, at) => {
    const i = Math.floor(at / dims);
    return (step + 1) / (1 + i + (at - i * dims));
  });
}
