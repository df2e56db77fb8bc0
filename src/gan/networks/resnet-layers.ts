// What the residual networks of both players are made of. Maps are [channels, height, width, batch].
// Source: Huang et al. 2024 (R3GAN), arXiv 2501.05441, and its authors' code.
import { tf } from "../../compiler/tensorflow.ts";
import type { Tensor } from "../../compiler/tensorflow.ts";
import { activations } from "../activations.ts";
import { tensorAt } from "./network.ts";
import type { Initializer, Parameter } from "./network.ts";

/** What both players' networks are given. */
export interface ResnetSpec {
  /** [height, width, channels]: square, of 28, 32 or 64 pixels. */
  readonly sampleShape: readonly number[];
  /** Feature maps at the samples' size; each halving of the resolution doubles them. */
  readonly channels: number;
  /** Residual blocks of each resolution. */
  readonly blocks: number;
  /** Groups of each 3x3 convolution: a divisor of 2 channels. */
  readonly groups: number;
}

/** Maps to maps. */
export interface Layer {
  readonly parameters: readonly Parameter[];
  /** `weights` in the order of `parameters`. */
  readonly apply: (weights: readonly Tensor[], maps: Tensor) => Tensor;
}

/** One layer after the other. */
export function chain(layers: readonly Layer[]): Layer {
  return {
    parameters: layers.flatMap(({ parameters }) => parameters),
    apply(weights, maps) {
      let [at, x] = [0, maps];
      for (const { parameters, apply } of layers) x = apply(weights.slice(at, (at += parameters.length)), x);
      return x;
    },
  };
}

/** A layer without parameters. */
export const fixed = (apply: (maps: Tensor) => Tensor): Layer => ({
  parameters: [],
  apply: (_, maps) => apply(maps),
});

/** N(0, gain / sqrt(fan in)). */
export const scaled = (fanIn: number, gain = 1): Initializer => ({
  kind: "normal",
  deviation: gain / Math.sqrt(fanIn),
});

const zero: Initializer = { kind: "constant", value: 0 };

/** A 1x1 convolution without bias: filters `name` [to, from, 1, 1]. */
export const pointwise = (name: string, from: number, to: number, initializer = scaled(from)): Layer => ({
  parameters: [{ name, shape: [to, from, 1, 1], initializer }],
  apply: (weights, maps) => tf.convolve(maps, tensorAt(weights, 0), { stride: 1, padding: 0 }),
});

/** A 3x3 convolution of so many maps in groups that do not meet, without bias: filters `name` [maps, maps / groups, 3, 3]. */
function grouped(name: string, maps: number, groups: number, gain: number): Layer {
  const from = maps / groups;
  return {
    parameters: [{ name, shape: [maps, from, 3, 3], initializer: scaled(9 * from, gain) }],
    apply(weights, x) {
      const filters = tensorAt(weights, 0);
      const convolve = (part: Tensor, its: Tensor): Tensor =>
        tf.convolve(part, its, { stride: 1, padding: 1 });
      // TensorFlow.js has no gradient of a split into one part.
      if (groups === 1) return convolve(x, filters);
      const parts = tf.split(filters, groups);
      return tf.concat(tf.split(x, groups).map((part, i) => convolve(part, tensorAt(parts, i))));
    },
  };
}

/** act(x) = leaky ReLU(x + b), b a number a map: `name` [maps]. */
const biasedActivation = (name: string, maps: number): Layer => ({
  parameters: [{ name, shape: [maps], initializer: zero }],
  apply: (weights, x) =>
    activations["leaky-relu"](tf.add(x, tf.reshape(tensorAt(weights, 0), [-1, 1, 1, 1]))),
});

/** Gain of a leaky ReLU of slope 0.2. */
const leakyGain = Math.sqrt(2 / (1 + 0.2 ** 2));

/**
 * x + W3 act(W2 act(W1 x)), with W1 1x1 from c to 2 c maps, W2 3x3 in groups, W3 1x1 back to c. W1 and W2 begin as
 * N(0, g / sqrt(fan in)), g = sqrt(2 / (1 + 0.2^2)) L^(-1/4), L being `depth`; W3 and biases at 0, so that the block
 * begins as the identity. Parameters: `name`.1.weight, .1.bias, .2.weight, .2.bias, .3.weight.
 * @param depth blocks of the whole network
 */
function block(name: string, channels: number, groups: number, depth: number): Layer {
  const [inner, gain] = [2 * channels, leakyGain * depth ** (-1 / 4)];
  const residual = chain([
    pointwise(`${name}.1.weight`, channels, inner, scaled(channels, gain)),
    biasedActivation(`${name}.1.bias`, inner),
    grouped(`${name}.2.weight`, inner, groups, gain),
    biasedActivation(`${name}.2.bias`, inner),
    pointwise(`${name}.3.weight`, inner, channels, zero),
  ]);
  return {
    parameters: residual.parameters,
    apply: (weights, x) => tf.add(x, residual.apply(weights, x)),
  };
}

/** The blocks of one resolution, which has so many maps: parameters `name`.0..., `name`.1... */
export const blocksOf = (name: string, maps: number, { blocks, groups }: ResnetSpec, depth: number): Layer =>
  chain(Array.from({ length: blocks }, (_, i) => block(`${name}.${i}`, maps, groups, depth)));
