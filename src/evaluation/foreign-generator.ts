// A generator of any other program, as an ONNX file: what it must be like.
import { DataError } from "../data/data-error.ts";
import type { OnnxPort } from "../formats/model-signature.ts";
import { openModel } from "../execution/model.ts";
import type { Between } from "./between.ts";
import { readNetwork, shapeText } from "./readable-network.ts";

export interface ForeignGenerator {
  readonly latentSize: number;
  /** Of one sample: [dims], or [height, width, channels]. */
  readonly sampleShape: readonly number[];
  /** Latents [rows, latentSize] to samples [rows, ...sampleShape]; `between` is called between two calls of the network. */
  readonly render: (latents: Float32Array, rows: number, between: Between) => Promise<Float32Array>;
  readonly close: () => Promise<void>;
}

const AT_ONCE = 64;

/** [n, size], or [n, size, 1, 1] as convolutional generators take it. */
function latentShape(shape: OnnxPort["shape"]): readonly number[] | null {
  const [, size = null, ...ones] = shape ?? [];
  return size !== null && ones.every(one => one === 1) ? [size, ...ones.map(() => 1)] : null;
}

interface SampleForm {
  readonly shape: readonly number[];
  readonly channelsFirst: boolean;
}

/** [n, dims], [n, channels, height, width] or [n, height, width, channels], channels 1 or 3. */
function sampleForm(shape: OnnxPort["shape"]): SampleForm | null {
  const sizes = (shape ?? []).slice(1);
  if (!sizes.every(size => size !== null)) return null;
  const [a = 0, b = 0, c = 0] = sizes;
  if (sizes.length === 1) return { shape: [a], channelsFirst: false };
  if (sizes.length !== 3) return null;
  if (a === 1 || a === 3) return { shape: [b, c, a], channelsFirst: true };
  return c === 1 || c === 3 ? { shape: [a, b, c], channelsFirst: false } : null;
}

/** [rows, channels, height, width] to [rows, height, width, channels]. */
function channelsLast(
  data: Float32Array,
  [height = 1, width = 1, channels = 1]: readonly number[],
): Float32Array {
  const area = height * width;
  const size = area * channels;
  const out = new Float32Array(data.length);
  for (let from = 0; from < data.length; from += size)
    for (let c = 0; c < channels; c++)
      for (let p = 0; p < area; p++) out[from + p * channels + c] = data[from + c * area + p] ?? 0;
  return out;
}

/** Opens a generator. Rejects with DataError for a file that is none, with ExecutionError where the runtime refuses it. */
export async function openForeignGenerator(file: string): Promise<ForeignGenerator> {
  const { onnx, input, output } = readNetwork(file, "generator", "latents", "samples");
  const latent = latentShape(input.shape);
  if (latent === null)
    throw new DataError(
      file,
      `its input ${input.name} has ${shapeText(input.shape)}; expected latents [any, size] or [any, size, 1, 1]`,
    );
  const form = sampleForm(output.shape);
  if (form === null)
    throw new DataError(
      file,
      `its output ${output.name} has ${shapeText(output.shape)}; expected points [any, dims] or pictures [any, channels, height, width] or [any, height, width, channels], 1 or 3 channels, every size but the first told`,
    );
  const [fixed = null] = input.shape ?? [];
  const [latentSize = 1] = latent;
  const size = form.shape.reduce((product, length) => product * length, 1);
  const model = await openModel(onnx, { shapes: { [input.name]: latent } });
  return {
    latentSize,
    sampleShape: form.shape,
    async render(latents, rows, between) {
      const samples = new Float32Array(rows * size);
      const atOnce = fixed ?? AT_ONCE;
      for (let from = 0; from < rows; from += atOnce) {
        if (from > 0) await between();
        const count = Math.min(atOnce, rows - from);
        // A network of a fixed number of rows gets as many, the last ones of zeros.
        const given = new Float32Array((fixed ?? count) * latentSize);
        given.set(latents.subarray(from * latentSize, (from + count) * latentSize));
        const made = (await model.run(fixed ?? count, { [input.name]: given }))[output.name];
        if (made?.length !== (fixed ?? count) * size)
          throw new DataError(file, "it gives samples of another size than it says");
        const whole = made.subarray(0, count * size);
        samples.set(form.channelsFirst ? channelsLast(whole, form.shape) : whole, from * size);
      }
      return samples;
    },
    close: () => model.close(),
  };
}
