// Small random training steps: networks, penalties on gradients, objectives and shapes in which sizes are 1, 2 or equal
// to one another on purpose, as rules of the compiler may mistake one dimension for another there.
import { convolve, convolveTransposed } from "../../src/compiler/convolution.ts";
import { tf } from "../../src/compiler/tensorflow.ts";
import type { Scalar, Tensor } from "../../src/compiler/tensorflow.ts";
import type { Shapes, TensorFunction } from "../../src/compiler/program.ts";
import { augmentations } from "../../src/experiment/catalog.ts";
import type { AugmentationName } from "../../src/experiment/catalog.ts";
import { activations } from "../../src/gan/activations.ts";
import { AUGMENTATION_DRAWS, augmented } from "../../src/gan/augmentations/index.ts";
import { toMaps, toSamples } from "../../src/gan/networks/image-edges.ts";
import type { Draw } from "../support/trials.ts";

export interface RandomStep {
  /** Weights, batches and knobs by name. */
  readonly inputs: Shapes;
  readonly run: TensorFunction;
}

type Shape = readonly number[];
type Layer = (x: Tensor, weight: (index: number) => Tensor) => Tensor;

/** A network of random layers; its weights are numbered. */
class RandomNetwork {
  readonly shapes: Shape[] = [];
  readonly #layers: Layer[] = [];

  apply(weights: readonly Tensor[], x: Tensor): Tensor {
    const weight = (index: number): Tensor => {
      const tensor = weights[index];
      if (tensor === undefined) throw new Error(`no weight ${index}`);
      return tensor;
    };
    return this.#layers.reduce((h, layer) => layer(h, weight), x);
  }

  add(shapes: readonly Shape[], layer: (x: Tensor, weights: readonly Tensor[]) => Tensor): void {
    const first = this.shapes.length;
    this.shapes.push(...shapes);
    this.#layers.push((x, weight) =>
      layer(
        x,
        shapes.map((_, i) => weight(first + i)),
      ),
    );
  }
}

/** Keeps roots and quotients away from 0. */
const EPSILON = 1e-2;

/** Over axis: mean 0, variance 1. */
function normalised(x: Tensor, axis: number | number[]): Tensor {
  const centred = tf.sub(x, tf.mean(x, axis, true));
  const variance = tf.mean(tf.square(centred), axis, true);
  return tf.mul(centred, tf.rsqrt(tf.add(variance, EPSILON)));
}

const activationOf = (draw: Draw): ((x: Tensor) => Tensor) =>
  draw.pick(Object.values(activations)) ?? tf.tanh;

interface Between {
  readonly rank: number;
  /** Where features lie, and where rows. */
  readonly features: number;
  readonly rows: number;
  /** Nothing but biases and activations, as most networks have it. */
  readonly usual: boolean;
}

/** What may stand between two products. */
function addBetween(
  network: RandomNetwork,
  draw: Draw,
  width: number,
  { rank, features, rows, usual }: Between,
): void {
  const perFeature = Array.from({ length: rank }, (_, i) => (i === features ? width : 1));
  const others = Array.from({ length: rank }, (_, i) => i).filter(i => i !== features);
  if (draw.chance(0.7)) network.add([perFeature], (x, [b]) => tf.add(x, b ?? x));
  switch (usual ? -1 : draw.whole(0, 7)) {
    case 0:
      network.add([perFeature], (x, [gain]) => tf.mul(x, gain ?? x));
      break;
    case 1:
      network.add([], x => normalised(x, others));
      break;
    case 2:
      network.add([], x => normalised(x, features));
      break;
    case 3:
      // One number a row, computed from the row itself.
      network.add([], x => tf.mul(x, tf.sigmoid(tf.mean(x, features, true))));
      break;
    case 4:
      // One number a feature, computed from all rows.
      network.add([], x => tf.mul(x, tf.sigmoid(tf.mean(x, rows, true))));
      break;
    default:
      break;
  }
  if (draw.chance(0.85)) {
    const activation = activationOf(draw);
    network.add([], x => activation(x));
  }
}

/** [rows, from] to [rows, to]. */
function denseNetwork(
  draw: Draw,
  sizes: readonly number[],
  { from, to, usual }: { readonly from: number; readonly to: number; readonly usual: boolean },
): RandomNetwork {
  const network = new RandomNetwork();
  let width = from;
  const layout = { rank: 2, features: 1, rows: 0, usual };
  for (let layer = draw.whole(0, 3); layer > 0; layer--) {
    const next = draw.pick(sizes) ?? 1;
    if (next === width && draw.chance(0.3)) {
      const activation = activationOf(draw);
      network.add([[width, next]], (x, [w]) => tf.add(x, activation(tf.matMul(x, w ?? x))));
    } else if (draw.chance(0.2)) {
      network.add([[next, width]], (x, [w]) => tf.matMul(x, w ?? x, false, true));
    } else network.add([[width, next]], (x, [w]) => tf.matMul(x, w ?? x));
    addBetween(network, draw, next, layout);
    width = next;
  }
  network.add([[width, to]], (x, [w]) => tf.matMul(x, w ?? x));
  if (draw.chance(0.7)) network.add([[to]], (x, [b]) => tf.add(x, b ?? x));
  return network;
}

/** Images [rows, size, size, channels] and networks from and to them; null where no size comes out. */
function imageNetworks(
  draw: Draw,
  sizes: readonly number[],
  { rows, latent, usual }: { readonly rows: number; readonly latent: number; readonly usual: boolean },
) {
  const few = () => draw.pick(sizes) ?? 1;
  const wide = () => (draw.chance(0.4) ? draw.pick([16, 17, 32] as const) : few());
  const kernel = draw.whole(1, 4);
  const stride = draw.whole(1, 2);
  const padding = draw.whole(0, Math.min(kernel - 1, 2));
  const small = draw.whole(1, 3);
  const size = (small - 1) * stride - 2 * padding + kernel;
  if (size < 1) return null;
  const layout = { rank: 4, features: 0, rows: 3, usual };
  const [channels, hidden, deep] = [few(), wide(), wide()];
  /** One more layer of the same size. */
  const addInner = (network: RandomNetwork, width: number): void => {
    if (draw.chance(0.4)) return;
    const inner = { stride: 1, padding: 1 };
    if (draw.chance(0.5)) network.add([[width, width, 3, 3]], (x, [w]) => convolve(x, w ?? x, inner));
    else network.add([[width, width, 3, 3]], (x, [w]) => convolveTransposed(x, w ?? x, inner));
    addBetween(network, draw, width, layout);
  };
  const generator = new RandomNetwork();
  generator.add([[latent, hidden * small * small]], (z, [w]) =>
    tf.reshape(tf.transpose(tf.matMul(z, w ?? z)), [hidden, small, small, rows]),
  );
  addBetween(generator, draw, hidden, layout);
  addInner(generator, hidden);
  generator.add([[hidden, channels, kernel, kernel]], (x, [w]) =>
    convolveTransposed(x, w ?? x, { stride, padding }),
  );
  addBetween(generator, draw, channels, layout);
  generator.add([], toSamples);
  const discriminator = new RandomNetwork();
  discriminator.add([], toMaps);
  discriminator.add([[deep, channels, kernel, kernel]], (x, [w]) => convolve(x, w ?? x, { stride, padding }));
  addBetween(discriminator, draw, deep, layout);
  addInner(discriminator, deep);
  discriminator.add([[deep * small * small, 1]], (x, [w]) =>
    tf.matMul(tf.reshape(x, [deep * small * small, -1]), w ?? x, true, false),
  );
  return { generator, discriminator, sample: [rows, size, size, channels] };
}

const softplus = (x: Tensor): Tensor => tf.softplus(x);

const objectives = {
  "non-saturating": {
    discriminator: (real: Tensor, fake: Tensor) =>
      tf.add(tf.mean(softplus(tf.neg(real))), tf.mean(softplus(fake))),
    generator: (_: Tensor, fake: Tensor) => tf.mean(softplus(tf.neg(fake))),
  },
  wasserstein: {
    discriminator: (real: Tensor, fake: Tensor) => tf.sub(tf.mean(fake), tf.mean(real)),
    generator: (_: Tensor, fake: Tensor) => tf.neg(tf.mean(fake)),
  },
  hinge: {
    discriminator: (real: Tensor, fake: Tensor) =>
      tf.add(tf.mean(tf.relu(tf.sub(1, real))), tf.mean(tf.relu(tf.add(1, fake)))),
    generator: (_: Tensor, fake: Tensor) => tf.neg(tf.mean(fake)),
  },
  "least-squares": {
    discriminator: (real: Tensor, fake: Tensor) =>
      tf.add(tf.mean(tf.square(tf.sub(real, 1))), tf.mean(tf.square(fake))),
    generator: (_: Tensor, fake: Tensor) => tf.mean(tf.square(tf.sub(fake, 1))),
  },
  relativistic: {
    discriminator: (real: Tensor, fake: Tensor) => tf.mean(softplus(tf.sub(fake, real))),
    generator: (real: Tensor, fake: Tensor) => tf.mean(softplus(tf.sub(real, fake))),
  },
} satisfies Record<string, Record<"discriminator" | "generator", (real: Tensor, fake: Tensor) => Tensor>>;

/** Some of them, in any order. */
function someAugmentations(draw: Draw): AugmentationName[] {
  const names = Object.keys(augmentations) as AugmentationName[];
  return names
    .filter(() => draw.chance(0.5))
    .map(name => [draw.number(), name] as const)
    .sort(([a], [b]) => a - b)
    .map(([, name]) => name);
}

const penalties = ["none", "real", "real", "fake", "both", "lines"] as const;
const diversities = ["none", "contrast", "ratio", "clamped"] as const;

/** One update of both networks by plain gradient descent at rate 1, so that no gradient's mistake is hidden. */
export function randomStep(draw: Draw): RandomStep {
  const sizes = Array.from({ length: draw.whole(1, 3) }, () => draw.whole(1, 5));
  const size = () => draw.pick(sizes) ?? 1;
  // Some rules look only at many rows.
  const [rows, latent] = [draw.chance(0.2) ? 130 : size(), size()];
  const usual = draw.chance(0.5);
  const images = draw.chance(0.4) ? imageNetworks(draw, sizes, { rows, latent, usual }) : null;
  const dims = size();
  const { generator, discriminator, sample } = images ?? {
    generator: denseNetwork(draw, sizes, { from: latent, to: dims, usual }),
    discriminator: denseNetwork(draw, sizes, { from: dims, to: 1, usual }),
    sample: [rows, dims],
  };
  const objective = draw.pick(Object.values(objectives)) ?? objectives.hinge;
  const penalty = draw.pick(penalties);
  const diversity = draw.pick(diversities);
  const together = draw.chance(usual ? 0.2 : 0.5);
  const augment = images ? someAugmentations(draw) : [];
  const inputs: Record<string, Shape> = {
    real: sample,
    z: [rows, latent],
    z2: [rows, latent],
    mix: sample.map((_, i) => (i === 0 ? rows : 1)),
    ...(augment.length > 0 ? { augmentation: [rows, AUGMENTATION_DRAWS] } : {}),
    gamma: [],
    weight: [],
    ...Object.fromEntries(generator.shapes.map((shape, i) => [`g${i}`, shape])),
    ...Object.fromEntries(discriminator.shapes.map((shape, i) => [`d${i}`, shape])),
  };
  const others = sample.map((_, i) => i).slice(1);

  const run: TensorFunction = tensors => {
    const given = (name: string): Tensor => {
      const tensor = tensors[name];
      if (tensor === undefined) throw new Error(`no ${name}`);
      return tensor;
    };
    const [real, z, z2] = [given("real"), given("z"), given("z2")];
    const gWeights = generator.shapes.map((_, i) => given(`g${i}`));
    const dWeights = discriminator.shapes.map((_, i) => given(`d${i}`));
    const fake = generator.apply(gWeights, z);
    const judge = (d: readonly Tensor[], x: Tensor): Tensor => {
      const seen = augment.length > 0 ? augmented(x, augment, tf.sigmoid(given("augmentation"))) : x;
      return discriminator.apply(d, seen);
    };
    const scores = (d: readonly Tensor[], a: Tensor, b: Tensor): readonly [Tensor, Tensor] => {
      if (!together) return [judge(d, a), judge(d, b)];
      const both = judge(d, tf.concat([a, b]));
      return [tf.slice(both, [0, 0], [rows, 1]), tf.slice(both, [rows, 0], [rows, 1])];
    };
    const slopeAt = (d: readonly Tensor[], x: Tensor) =>
      tf.sum(tf.square(tf.grad(at => tf.sum(judge(d, at)))(x)), others);
    const penaltyOf = (d: readonly Tensor[]): Tensor => {
      switch (penalty) {
        case "none":
          return tf.scalar(0);
        case "real":
          return tf.mean(slopeAt(d, real));
        case "fake":
          return tf.mean(slopeAt(d, fake));
        case "both":
          return tf.add(tf.mean(slopeAt(d, real)), tf.mean(slopeAt(d, fake)));
        case "lines": {
          const line = tf.add(real, tf.mul(given("mix"), tf.sub(fake, real)));
          return tf.mean(tf.square(tf.sub(tf.sqrt(tf.add(slopeAt(d, line), EPSILON)), 1)));
        }
        default:
          return penalty satisfies never;
      }
    };
    const discriminatorLoss = (...d: Tensor[]): Scalar => {
      const [onReal, onFake] = scores(d, real, fake);
      const loss = objective.discriminator(onReal, onFake);
      return tf.add(loss, tf.mul(given("gamma"), penaltyOf(d)));
    };
    const d = tf.valueAndGrads(anchored(discriminatorLoss))(dWeights);
    const nextD = dWeights.map((w, i) => tf.sub(w, d.grads[i] ?? w));

    const diversityOf = (g: readonly Tensor[], own: Tensor): Tensor => {
      if (diversity === "none") return tf.scalar(0);
      const near = generator.apply(g, tf.add(z2, tf.mul(0.1, z)));
      const flat = (x: Tensor) => tf.reshape(x, [rows, -1]);
      const unit = (x: Tensor) => tf.div(x, tf.sqrt(tf.add(tf.sum(tf.square(x), 1, true), EPSILON)));
      switch (diversity) {
        case "contrast": {
          const [u, v] = [unit(flat(own)), unit(flat(near))];
          const similarity = tf.mul(tf.matMul(u, v, false, true), 2);
          return tf.sub(tf.mean(tf.logSumExp(similarity, 1)), tf.mean(tf.sum(tf.mul(u, v), 1)));
        }
        case "ratio":
          return tf.div(1, tf.add(tf.mean(tf.abs(tf.sub(own, near))), 0.1));
        case "clamped": {
          const q = tf.sqrt(tf.add(tf.sum(tf.square(tf.sub(flat(own), flat(near))), 1), EPSILON));
          return tf.mean(tf.square(tf.sub(tf.maximum(q, 0.5), 0.5)));
        }
        default:
          return diversity satisfies never;
      }
    };
    const generatorLoss = (...g: Tensor[]): Scalar => {
      const own = generator.apply(g, z2);
      const [onReal, onFake] = scores(nextD, real, own);
      return tf.add(objective.generator(onReal, onFake), tf.mul(given("weight"), diversityOf(g, own)));
    };
    const g = tf.valueAndGrads(anchored(generatorLoss))(gWeights);
    return {
      lossD: d.value,
      lossG: g.value,
      ...Object.fromEntries(nextD.map((w, i) => [`d${i}`, w])),
      // As one vector, which optimisers update.
      slopesG: tf.concat(g.grads.map(slope => tf.reshape(slope, [-1]))),
    };
  };
  return { inputs, run };
}

/** A weight that a loss does not depend on has the gradient 0 instead of an exception. */
const anchored =
  (f: (...w: Tensor[]) => Scalar) =>
  (...w: Tensor[]): Scalar =>
    tf.add(f(...w), tf.mul(0, tf.addN(w.map(x => tf.sum(x)))));
