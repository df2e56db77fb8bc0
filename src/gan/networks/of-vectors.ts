import { tf } from "../../compiler/tensorflow.ts";
import type { Tensor } from "../../compiler/tensorflow.ts";
import type { Generator, Network } from "./network.ts";

const isImage = (sampleShape: readonly number[]): boolean => sampleShape.length > 1;

/** A network of vectors [batch, n] as one of samples [batch, ...sample]. */
export function flattening(network: Network, sampleShape: readonly number[]): Network {
  if (!isImage(sampleShape)) return network;
  const values = sampleShape.reduce((product, size) => product * size, 1);
  const vectors = (x: Tensor): Tensor => tf.reshape(x, [-1, values]);
  return {
    parameters: network.parameters,
    apply: (weights, x) => network.apply(weights, vectors(x)),
    features: (weights, x) => network.features(weights, vectors(x)),
  };
}

/** A network of vectors as a generator of samples: as it is for points; for images in -1..1 through tanh. */
export function vectorGenerator({ parameters, apply }: Network, sampleShape: readonly number[]): Generator {
  return {
    parameters,
    normalised: [],
    generate(weights, latents) {
      const vectors = apply(weights, latents);
      const samples = isImage(sampleShape)
        ? tf.reshape(tf.tanh(vectors), [latents.shape[0], ...sampleShape])
        : vectors;
      return { samples, moments: [] };
    },
  };
}
