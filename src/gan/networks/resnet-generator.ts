import { tf } from "../../compiler/tensorflow.ts";
import { stagesOf } from "../../experiment/image-stages.ts";
import { toSamples } from "./image-edges.ts";
import { tensorAt } from "./network.ts";
import type { Generator, Parameter } from "./network.ts";
import { upsample } from "./resampling.ts";
import { blocksOf, chain, fixed, pointwise, scaled } from "./resnet-layers.ts";
import type { ResnetSpec } from "./resnet-layers.ts";

/**
 * A residual generator without normalisation: a learned picture a map, of 4x4 (7x7 for 28 pixels), times a linear map of
 * the latent; at each resolution residual blocks (resnet-layers.ts), between two of them a 1x1 convolution to the next
 * one's maps and upsampling by 2 (resampling.ts); at last a 1x1 convolution to the colours. No bias but in the blocks, and
 * no tanh: samples may leave -1..1.
 * Shapes: latents [batch, latent size], samples [batch, height, width, channels]; parameters `latent.weight`
 * [latent size, maps], `picture` [maps, size, size], of resolution i `i.enter.weight` (but the first) and `i.block...`,
 * `colours.weight`. Pictures begin N(0, 1), weights outside of blocks N(0, 1 / sqrt(fan in)).
 * Source: Huang et al. 2024 (R3GAN), arXiv 2501.05441, section 3, and its authors' code.
 */
export function resnetGenerator(latentSize: number, spec: ResnetSpec): Generator {
  const { sampleShape, channels, blocks } = spec;
  const stages = stagesOf(sampleShape, channels, "full");
  const [{ channels: maps, size }] = stages;
  const start: Parameter[] = [
    { name: "latent.weight", shape: [latentSize, maps], initializer: scaled(latentSize) },
    { name: "picture", shape: [maps, size, size], initializer: { kind: "normal", deviation: 1 } },
  ];
  const body = chain([
    ...stages.flatMap((stage, i) => {
      const before = stages[i - 1];
      const own = blocksOf(`${i}.block`, stage.channels, spec, stages.length * blocks);
      return before === undefined
        ? [own]
        : [pointwise(`${i}.enter.weight`, before.channels, stage.channels), fixed(upsample), own];
    }),
    pointwise("colours.weight", channels, sampleShape[2] ?? 1),
  ]);
  return {
    parameters: [...start, ...body.parameters],
    normalised: [],
    generate(weights, latents) {
      const strengths = tf.matMul(tensorAt(weights, 0), latents, true, true);
      const pictures = tf.reshape(tensorAt(weights, 1), [maps, size, size, 1]);
      const first = tf.mul(pictures, tf.reshape(strengths, [maps, 1, 1, -1]));
      return { samples: toSamples(body.apply(weights.slice(start.length), first)), moments: [] };
    },
  };
}
