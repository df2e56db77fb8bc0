import { tf } from "../../compiler/tensorflow.ts";
import type { Tensor, Tensor2D } from "../../compiler/tensorflow.ts";
import { momentsOf, normalise } from "./batch-normalisation.ts";
import { stagesOf } from "../../experiment/image-stages.ts";
import { convolution, weights as drawn } from "./dcgan-layers.ts";
import { toSamples } from "./image-edges.ts";
import { tensorAt } from "./network.ts";
import type { Generator, Moments, Parameter } from "./network.ts";

export interface DcganGeneratorSpec {
  readonly latentSize: number;
  /** [height, width, channels]: square, of 28, 32 or 64 pixels. */
  readonly sampleShape: readonly number[];
  /** Feature maps at half the samples' size. */
  readonly channels: number;
}

/**
 * The generator of a DCGAN: a dense layer to the first stage's maps, then 4x4 transposed convolutions of stride 2, each
 * but the last with batch normalisation and ReLU behind it, as the dense layer has; the last with a bias and tanh.
 * Shapes: latents [batch, latent size], samples [batch, height, width, channels] in -1..1; parameters of layer i are
 * `i.weight` (0: [latent size, maps * height * width], else filters [maps in, maps out, 4, 4]), `i.scale` and `i.shift`,
 * of the last layer `i.bias`. Weights begin normal with deviation 0.02, scales at 1, the rest at 0.
 * Source: Radford, Metz, Chintala 2015, arXiv 1511.06434, section 3.
 */
export function dcganGenerator({ latentSize, sampleShape, channels }: DcganGeneratorSpec): Generator {
  const colours = sampleShape[2] ?? 1;
  const stages = stagesOf(sampleShape, channels, "half");
  const [first] = stages;
  const last = stages.length;
  const weightShapes = [
    [latentSize, first.channels * first.size ** 2],
    ...stages.map(({ channels: from }, i) => {
      const to = stages[i + 1]?.channels ?? colours;
      return [from, to, convolution.size, convolution.size];
    }),
  ];
  const parameters = weightShapes.flatMap((shape, i): Parameter[] => {
    const weight: Parameter = { name: `${i}.weight`, shape, initializer: drawn };
    const vector = (name: string, length: number, value: number): Parameter => ({
      name: `${i}.${name}`,
      shape: [length],
      initializer: { kind: "constant", value },
    });
    const maps = stages[i]?.channels;
    return maps === undefined
      ? [weight, vector("bias", colours, 0)]
      : [weight, vector("scale", maps, 1), vector("shift", maps, 0)];
  });

  return {
    parameters,
    normalised: stages.map(({ channels: maps }, i) => ({ name: String(i), shape: [maps, 1, 1, 1] })),
    generate(weights, latents, given) {
      const used: Moments[] = [];
      let maps: Tensor = tf.reshape(
        tf.matMul(tensorAt(weights, 0) as Tensor2D, latents as Tensor2D, true, true),
        [first.channels, first.size, first.size, latents.shape[0]],
      );
      for (let i = 0; i < last; i++) {
        const moments = given?.[i] ?? momentsOf(maps);
        used.push(moments);
        const scaled = normalise(maps, moments, tensorAt(weights, 3 * i + 1), tensorAt(weights, 3 * i + 2));
        maps = tf.convolveTransposed(tf.relu(scaled), tensorAt(weights, 3 * (i + 1)), convolution);
      }
      const bias = tf.reshape(tensorAt(weights, 3 * last + 1), [-1, 1, 1, 1]);
      return { samples: toSamples(tf.tanh(tf.add(maps, bias))), moments: used };
    },
  };
}
