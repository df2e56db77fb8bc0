import { tf } from "../../compiler/tensorflow.ts";
import type { Tensor, Tensor2D } from "../../compiler/tensorflow.ts";
import { stagesOf } from "../../experiment/image-stages.ts";
import { toMaps } from "./image-edges.ts";
import { tensorAt } from "./network.ts";
import type { Network, Parameter } from "./network.ts";
import { downsample } from "./resampling.ts";
import { blocksOf, chain, fixed, pointwise, scaled } from "./resnet-layers.ts";
import type { ResnetSpec } from "./resnet-layers.ts";

/**
 * A residual discriminator without normalisation, the generator's mirror: a 1x1 convolution from the colours; at each
 * resolution residual blocks (resnet-layers.ts), between two of them downsampling by 2 (resampling.ts) and a 1x1
 * convolution to the next one's maps; at 4x4 (7x7 for 28 pixels) the sum of each map times a picture of its own (a
 * depthwise convolution without padding), then a linear layer. No bias but in the blocks.
 * Shapes: samples [batch, height, width, channels], result [batch, outputs]; parameters `colours.weight`, of resolution i
 * `i.block...` and `i.leave.weight` (but the last), `picture` [maps, size, size], `score.weight` [maps, outputs]. Weights
 * outside of blocks begin N(0, 1 / sqrt(fan in)).
 * Source: Huang et al. 2024 (R3GAN), arXiv 2501.05441, section 3, and its authors' code.
 * @param outputs 1 for a discriminator, the embedding's size for the embedding network of pairing
 */
export function resnetDiscriminator(spec: ResnetSpec, outputs: number): Network {
  const { sampleShape, channels, blocks } = spec;
  const inwards = stagesOf(sampleShape, channels, "full");
  const [{ channels: maps, size }] = inwards;
  const stages = inwards.toReversed();
  const body = chain([
    pointwise("colours.weight", sampleShape[2] ?? 1, channels),
    ...stages.flatMap((stage, i) => {
      const next = stages[i + 1];
      const own = blocksOf(`${i}.block`, stage.channels, spec, stages.length * blocks);
      return next === undefined
        ? [own]
        : [own, fixed(downsample), pointwise(`${i}.leave.weight`, stage.channels, next.channels)];
    }),
  ]);
  const places = size ** 2;
  const end: Parameter[] = [
    { name: "picture", shape: [maps, size, size], initializer: scaled(places) },
    { name: "score.weight", shape: [maps, outputs], initializer: scaled(maps) },
  ];
  const last = body.parameters.length;
  /** [maps, batch]. */
  const seen = (weights: readonly Tensor[], samples: Tensor): Tensor2D => {
    const inner = tf.reshape(body.apply(weights.slice(0, last), toMaps(samples)), [maps, places, -1]);
    const pictures = tf.reshape(tensorAt(weights, last), [maps, 1, places]);
    return tf.reshape(tf.matMul(pictures, inner), [maps, -1]);
  };
  return {
    parameters: [...body.parameters, ...end],
    features: (weights, samples) => tf.transpose(seen(weights, samples)),
    apply: (weights, samples) => tf.matMul(seen(weights, samples), tensorAt(weights, last + 1), true, false),
  };
}
