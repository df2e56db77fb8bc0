// A small GAN step in plain tensors, as the compiler's tests and its profile need one: MLPs, R1 through a gradient
// inside a gradient, InfoNCE, Adam on one flat vector a group. It is not the product's step.
import { tf } from "../../src/compiler/tensorflow.ts";
import type { Scalar, Tensor } from "../../src/compiler/tensorflow.ts";
import type { Shapes } from "../../src/compiler/program.ts";
import { uniform } from "../support/uniform.ts";

export interface GanLikeOptions {
  readonly width: number;
  readonly batch: number;
  /** Rows that take part in the pairing. */
  readonly paired: number;
  readonly r1: number;
  readonly activation: (x: Tensor) => Tensor;
}

type Tensors = Readonly<Record<string, Tensor>>;

const sizeOf = (shape: readonly number[]) => shape.reduce((a, b) => a * b, 1);

function mlpShapes(widths: readonly number[]): number[][] {
  return widths.slice(1).flatMap((out, i) => [[widths[i] ?? 0, out], [out]]);
}

function mlp(weights: readonly Tensor[], x: Tensor, activation: (x: Tensor) => Tensor): Tensor {
  let h = x;
  for (let i = 0; i < weights.length; i += 2) {
    const [w, b] = [weights[i], weights[i + 1]];
    if (w === undefined || b === undefined) throw new Error("weights come in pairs");
    h = tf.add(tf.matMul(h, w), b);
    if (i + 2 < weights.length) h = activation(h);
  }
  return h;
}

/** Adam on a flat vector: state NAME.p, NAME.m, NAME.v, NAME.b1, NAME.b2 (running powers of the betas). */
function group(name: string, shapes: readonly (readonly number[])[]) {
  const sizes = shapes.map(sizeOf);
  const total = sizes.reduce((a, b) => a + b, 0);
  const [beta1, beta2] = [0.5, 0.99];
  const at = (inputs: Tensors, key: string) => {
    const tensor = inputs[`${name}.${key}`];
    if (tensor === undefined) throw new Error(`no ${name}.${key}`);
    return tensor;
  };
  return {
    state: {
      [`${name}.p`]: [total],
      [`${name}.m`]: [total],
      [`${name}.v`]: [total],
      [`${name}.b1`]: [],
      [`${name}.b2`]: [],
    },
    shapes,
    weights: (inputs: Tensors) =>
      tf.split(at(inputs, "p"), sizes).map((t, i) => tf.reshape(t, [...(shapes[i] ?? [])])),
    update(inputs: Tensors, gradients: readonly Tensor[], rate: Tensor): Record<string, Tensor> {
      const g = tf.concat(gradients.map((t, i) => tf.reshape(t, [sizes[i] ?? 0])));
      const b1 = tf.mul(at(inputs, "b1"), beta1);
      const b2 = tf.mul(at(inputs, "b2"), beta2);
      const c2 = tf.sqrt(tf.sub(1, b2));
      const m = tf.add(tf.mul(at(inputs, "m"), beta1), tf.mul(g, 1 - beta1));
      const v = tf.add(tf.mul(at(inputs, "v"), beta2), tf.mul(tf.square(g), 1 - beta2));
      const factor = tf.div(tf.mul(c2, rate), tf.sub(1, b1));
      const move = tf.div(tf.mul(m, factor), tf.add(tf.sqrt(v), tf.mul(c2, 1e-8)));
      return {
        [`${name}.p`]: tf.sub(at(inputs, "p"), move),
        [`${name}.m`]: m,
        [`${name}.v`]: v,
        [`${name}.b1`]: b1,
        [`${name}.b2`]: b2,
      };
    },
  };
}

export function ganLikeStep({ width, batch, paired, r1, activation }: GanLikeOptions) {
  const gShapes = mlpShapes([2, width, width, 2]);
  const eShapes = mlpShapes([2, width, width, 16]);
  const groups = {
    D: group("D", mlpShapes([2, width, width, 1])),
    G: group("G", [...gShapes, ...eShapes]),
  };
  const inputs: Shapes = {
    x: [batch, 2],
    z: [batch, 2],
    z2: [batch, 2],
    eps: [paired, 2],
    rate: [],
    weight: [],
  };
  const net = (weights: readonly Tensor[], x: Tensor) => mlp(weights, x, activation);
  const unit = (h: Tensor) => tf.div(h, tf.sqrt(tf.add(tf.sum(tf.square(h), 1, true), 1e-6)));
  const rowsOf = (x: Tensor, from: number, rows: number) => tf.slice(x, [from, 0], [rows, x.shape[1] ?? 1]);
  const input = (all: Tensors, name: string) => {
    const tensor = all[name];
    if (tensor === undefined) throw new Error(`no ${name}`);
    return tensor;
  };

  function step(all: Tensors): Record<string, Tensor> {
    const [x, z, z2, eps] = ["x", "z", "z2", "eps"].map(name => input(all, name)) as [
      Tensor,
      Tensor,
      Tensor,
      Tensor,
    ];
    const generatorWeights = groups.G.weights(all);
    const fake = net(generatorWeights.slice(0, gShapes.length), z);
    const discriminatorLoss = (...d: Tensor[]) => {
      const both = net(d, tf.concat([x, fake]));
      const loss = tf.add(
        tf.mean(tf.softplus(tf.neg(rowsOf(both, 0, batch)))),
        tf.mean(tf.softplus(rowsOf(both, batch, batch))),
      );
      if (r1 === 0) return loss;
      const slope = tf.grad(real => tf.sum(net(d, real)))(x);
      return tf.add(loss, tf.mul(r1 / 2, tf.mean(tf.sum(tf.square(slope), 1))));
    };
    const d = tf.valueAndGrads(discriminatorLoss as (...d: Tensor[]) => Scalar)(groups.D.weights(all));
    const nextD = groups.D.update(all, d.grads, input(all, "rate"));
    const discriminator = groups.D.weights(nextD);
    const generatorLoss = (...weights: Tensor[]) => {
      const g = weights.slice(0, gShapes.length);
      const e = weights.slice(gShapes.length);
      const first = rowsOf(z2, 0, paired);
      const rendered = net(g, tf.concat([tf.add(first, tf.mul(0.1, eps)), z2]));
      const adversarial = tf.mean(tf.softplus(tf.neg(net(discriminator, rowsOf(rendered, paired, batch)))));
      const embedded = unit(net(e, rowsOf(rendered, 0, 2 * paired)));
      const [v, u] = [rowsOf(embedded, 0, paired), rowsOf(embedded, paired, paired)];
      const similarity = tf.mul(tf.matMul(u, v, false, true), 2);
      const own = tf.mul(2, tf.mean(tf.sum(tf.mul(u, v), 1)));
      const pairing = tf.sub(tf.mean(tf.logSumExp(similarity, 1)), own);
      return tf.add(adversarial, tf.mul(input(all, "weight"), pairing));
    };
    const g = tf.valueAndGrads(generatorLoss as (...w: Tensor[]) => Scalar)(generatorWeights);
    return {
      ...nextD,
      ...groups.G.update(all, g.grads, input(all, "rate")),
      lossD: d.value,
      lossG: g.value,
    };
  }

  const state = { ...groups.D.state, ...groups.G.state };
  return { state, inputs, step, groups };
}

/** The tensor that a function to be compiled was promised. */
export function given(tensor: Tensor | undefined): Tensor {
  if (tensor === undefined) throw new Error("an input is missing");
  return tensor;
}

/** Roughly normal numbers: a sum of twelve uniform ones. */
export function normals(count: number, random: () => number, scale = 1): Float32Array {
  return Float32Array.from({ length: count }, () => {
    let sum = -6;
    for (let i = 0; i < 12; i++) sum += random();
    return sum * scale;
  });
}

/** A first state: weights of scale sqrt(2 / fan-in) * 0.7, zero moments, betas' powers 1. */
export function firstState(step: ReturnType<typeof ganLikeStep>, random: () => number) {
  const tensors = new Map<string, { shape: readonly number[]; data: Float32Array }>();
  for (const [name, shape] of Object.entries(step.state))
    tensors.set(name, { shape, data: new Float32Array(sizeOf(shape)).fill(/\.b[12]$/.test(name) ? 1 : 0) });
  for (const [name, { shapes }] of Object.entries(step.groups)) {
    const data = shapes.flatMap(s => [
      ...normals(sizeOf(s), random, s.length === 1 ? 0 : 0.7 * Math.sqrt(2 / (s[0] ?? 1))),
    ]);
    tensors.set(`${name}.p`, { shape: [data.length], data: Float32Array.from(data) });
  }
  return tensors;
}

/** Inputs of `steps` steps, one after another: normal numbers, and constant knobs. */
export function inputsOf(shapes: Shapes, steps: number, seed: number): Record<string, Float32Array> {
  const random = uniform(seed);
  const knobs: Readonly<Record<string, number>> = { rate: 1e-3, weight: 0.1 };
  return Object.fromEntries(
    Object.entries(shapes).map(([name, shape]) => {
      const knob = knobs[name];
      const count = steps * sizeOf(shape);
      return [name, knob === undefined ? normals(count, random) : new Float32Array(count).fill(knob)];
    }),
  );
}
