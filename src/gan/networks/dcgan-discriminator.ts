import { tf } from "../../compiler/tensorflow.ts";
import type { Tensor, Tensor2D } from "../../compiler/tensorflow.ts";
import { activations } from "../activations.ts";
import { stagesOf } from "../../experiment/image-stages.ts";
import { convolution, weights as drawn } from "./dcgan-layers.ts";
import { toMaps } from "./image-edges.ts";
import { tensorAt } from "./network.ts";
import type { Network, Parameter } from "./network.ts";

export interface DcganDiscriminatorSpec {
  /** [height, width, channels]: square, of 28, 32 or 64 pixels. */
  readonly sampleShape: readonly number[];
  /** Feature maps at half the samples' size. */
  readonly channels: number;
  /** 1 for a discriminator, the embedding's size for the embedding network of pairing. */
  readonly outputs: number;
}

/**
 * The discriminator of a DCGAN, the generator's mirror: 4x4 convolutions of stride 2 with bias and leaky ReLU (0.2), then
 * a dense layer. It never has batch normalisation, so that a sample's score depends on that sample alone.
 * Shapes: samples [batch, height, width, channels], result [batch, outputs]; parameters of layer i are `i.weight`
 * (filters [maps out, maps in, 4, 4], of the last layer [maps * height * width, outputs]) and `i.bias`.
 * Weights begin normal with deviation 0.02, biases at 0.
 * Source: Radford, Metz, Chintala 2015, arXiv 1511.06434, section 3.
 */
export function dcganDiscriminator({ sampleShape, channels, outputs }: DcganDiscriminatorSpec): Network {
  const colours = sampleShape[2] ?? 1;
  const inwards = stagesOf(sampleShape, channels, "half");
  const [innermost] = inwards;
  const stages = inwards.toReversed();
  const features = innermost.channels * innermost.size ** 2;
  const layer = (i: number, shape: readonly number[], biases: number): Parameter[] => [
    { name: `${i}.weight`, shape, initializer: drawn },
    { name: `${i}.bias`, shape: [biases], initializer: { kind: "constant", value: 0 } },
  ];
  const parameters = [
    ...stages.flatMap(({ channels: to }, i) => {
      const from = stages[i - 1]?.channels ?? colours;
      return layer(i, [to, from, convolution.size, convolution.size], to);
    }),
    ...layer(stages.length, [features, outputs], outputs),
  ];
  /** [features, batch], as convolutions leave them. */
  const flat = (weights: readonly Tensor[], samples: Tensor): Tensor2D => {
    let maps = toMaps(samples);
    stages.forEach((_, i) => {
      const convolved = tf.convolve(maps, tensorAt(weights, 2 * i), convolution);
      maps = activations["leaky-relu"](
        tf.add(convolved, tf.reshape(tensorAt(weights, 2 * i + 1), [-1, 1, 1, 1])),
      );
    });
    return tf.reshape(maps, [features, -1]);
  };
  const last = 2 * stages.length;
  return {
    parameters,
    features: (weights, samples) => tf.transpose(flat(weights, samples)),
    apply: (weights, samples) =>
      tf.add(
        tf.matMul(flat(weights, samples), tensorAt(weights, last) as Tensor2D, true, false),
        tensorAt(weights, last + 1),
      ),
  };
}
