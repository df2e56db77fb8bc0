import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { exportModel } from "../../src/compiler/compile-function.ts";
import { tf } from "../../src/compiler/tensorflow.ts";
import { probeLatents } from "../../src/data/latents.ts";
import { encodeNpy } from "../../src/formats/npy.ts";
import { openRunForWriting } from "../../src/runs/run-writer.ts";
import { checkpointOf, newRun } from "./run-folder.ts";

export interface ImageRun {
  readonly steps: readonly number[];
  readonly latentSize?: number;
}

const SIDE = 28;

/**
 * Pixel p = (row, column) of latent z is tanh(sum_i z_i w_ip), w_ip = (step + 1) / 100 cos(i + 1 + row / 5 + i column / 9).
 * [latent size, 784]
 */
export function waveMatrix(step: number, latentSize: number): Float32Array {
  return Float32Array.from({ length: latentSize * SIDE * SIDE }, (_, at) => {
    const i = Math.floor(at / (SIDE * SIDE));
    const pixel = at % (SIDE * SIDE);
    const [row, column] = [Math.floor(pixel / SIDE), pixel % SIDE];
    return ((step + 1) / 100) * Math.cos(i + 1 + row / 5 + (i * column) / 9);
  });
}

/** The image [28, 28, 1] of one latent, in -1 to 1. */
export function waveImage(matrix: Float32Array, latent: Float32Array): Float32Array {
  return Float32Array.from({ length: SIDE * SIDE }, (_, pixel) =>
    Math.tanh(latent.reduce((sum, z, i) => sum + z * (matrix[i * SIDE * SIDE + pixel] ?? 0), 0)),
  );
}

/** Makes a run say that its data are the shipped digits; its trainer would refuse, looking does not. */
function showDigits(folder: string): void {
  const file = join(folder, "run.json");
  const info = JSON.parse(readFileSync(file, "utf8")) as { readonly experiment: object };
  const experiment = { ...info.experiment, data: { kind: "digits" } };
  writeFileSync(file, JSON.stringify({ ...info, experiment }));
}

/** A run on the shipped digits whose generator draws waves; samples and a checkpoint at each of the steps. */
export async function imageRun(runsFolder: string, { steps, latentSize = 8 }: ImageRun): Promise<string> {
  const folder = await newRun(runsFolder, [{ key: "latent.size", value: latentSize }]);
  const writer = await openRunForWriting(folder);
  const probes = probeLatents({ size: latentSize, distribution: "normal" }, 96);
  for (const step of steps) {
    const matrix = waveMatrix(step, latentSize);
    const samples = new Float32Array(96 * SIDE * SIDE);
    for (let probe = 0; probe < 96; probe++) {
      const z = probes.subarray(probe * latentSize, (probe + 1) * latentSize);
      samples.set(waveImage(matrix, z), probe * SIDE * SIDE);
    }
    writer.samples(step, encodeNpy({ shape: [96, SIDE, SIDE, 1], data: samples }));
    const generator = exportModel({
      weights: new Map([["waves", { shape: [latentSize, SIDE * SIDE], data: matrix }]]),
      inputs: { latent: [latentSize] },
      run: ({ latent: z, waves }) => {
        if (z === undefined || waves === undefined) throw new RangeError("every input is given");
        return { sample: tf.reshape(tf.tanh(tf.matMul(z, waves)), [-1, SIDE, SIDE, 1]) };
      },
    });
    writer.checkpoint(step, { ...checkpointOf(step), generator });
  }
  writer.close();
  showDigits(folder);
  return folder;
}
