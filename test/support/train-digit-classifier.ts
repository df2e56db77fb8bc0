// Trains the classifier of digits with the engine of the product: a step of cross-entropy and Adam, recorded from
// TensorFlow.js and compiled to ONNX. Run by scripts/train-digit-classifier.mjs.
import { writeFileSync } from "node:fs";
import type { TensorValues } from "../../src/compiler/program.ts";
import { tf } from "../../src/compiler/tensorflow.ts";
import type { Tensor } from "../../src/compiler/tensorflow.ts";
import { fillNormal, randomBits } from "../../src/data/random.ts";
import { openDataset } from "../../src/data/open-dataset.ts";
import { toUnits } from "../../src/data/real-images.ts";
import { DigitClassifier } from "../../src/evaluation/digit-classifier.ts";
import {
  digitConvolution,
  digitNetwork,
  digitParameters,
  DIGITS,
  DIGIT_SIDE,
} from "../../src/evaluation/digit-network.ts";
import type { DigitParameter } from "../../src/evaluation/digit-network.ts";
import { openExecutor } from "../../src/execution/open-executor.ts";

const BATCH = 128;
const STEPS = 3000;
const STEPS_PER_CALL = 20;
const RATE = 2e-3;
/** Pictures are moved by up to so many pixels either way. */
const SHIFT = 2;
const AVERAGE = 0.998;
const AREA = DIGIT_SIDE * DIGIT_SIDE;

const names = Object.keys(digitParameters) as DigitParameter[];
const sizeOf = (shape: readonly number[]) => shape.reduce((product, size) => product * size, 1);
type Tensors = Readonly<Record<string, Tensor>>;

function of(tensors: Tensors, name: string): Tensor {
  return givenOf(tensors[name], name);
}

function givenOf(tensor: Tensor | undefined, name: string): Tensor {
  if (tensor === undefined) throw new RangeError(`the step was not given ${name}`);
  return tensor;
}

function logits(weights: Tensors, pictures: Tensor): Tensor {
  const layer = (x: Tensor, n: 1 | 2): Tensor => {
    const bias = tf.reshape(of(weights, `bias${n}`), [-1, 1, 1, 1]);
    return tf.relu(tf.add(tf.convolve(x, of(weights, `filters${n}`), digitConvolution), bias));
  };
  const maps = layer(layer(tf.reshape(tf.transpose(pictures), [1, DIGIT_SIDE, DIGIT_SIDE, BATCH]), 1), 2);
  const values = tf.transpose(tf.reshape(maps, [-1, BATCH]));
  const hidden = tf.relu(tf.add(tf.matMul(values, of(weights, "weights3")), of(weights, "bias3")));
  return tf.add(tf.matMul(hidden, of(weights, "weights4")), of(weights, "bias4"));
}

/** One step: the mean cross-entropy of a batch, Adam without bias correction of its rate, and the weights' average. */
function step(tensors: Tensors): Record<string, Tensor> {
  const loss = (...weights: Tensor[]): Tensor => {
    const named = Object.fromEntries(names.map((name, i) => [name, givenOf(weights[i], name)]));
    const shares = tf.logSoftmax(logits(named, of(tensors, "pictures")));
    return tf.neg(tf.mean(tf.sum(tf.mul(shares, of(tensors, "labels")), 1)));
  };
  const weights = names.map(name => of(tensors, name));
  const gradients = tf.grads(loss)(weights);
  const next: Record<string, Tensor> = { loss: tf.reshape(loss(...weights), []) };
  names.forEach((name, i) => {
    const gradient = givenOf(gradients[i], name);
    const m = tf.add(tf.mul(of(tensors, `m.${name}`), 0.9), tf.mul(gradient, 0.1));
    const v = tf.add(tf.mul(of(tensors, `v.${name}`), 0.999), tf.mul(tf.square(gradient), 0.001));
    const moved = tf.div(tf.mul(m, of(tensors, "rate")), tf.add(tf.sqrt(v), 1e-8));
    const value = tf.sub(of(tensors, name), moved);
    next[name] = value;
    next[`m.${name}`] = m;
    next[`v.${name}`] = v;
    next[`a.${name}`] = tf.add(tf.mul(of(tensors, `a.${name}`), AVERAGE), tf.mul(value, 1 - AVERAGE));
  });
  return next;
}

const dataset = await openDataset({ kind: "digits" });
const { training, heldOut } = dataset.images ?? {};
if (training === undefined || heldOut === undefined) throw new Error("digits are images");
const pixels = new Float32Array(training.count * AREA);
toUnits(training.read(0, training.count), pixels);

/** Writes a batch: pictures drawn with replacement and moved, the border filled with black. */
function fillBatch(number: number, pictures: Float32Array, labels: Float32Array): void {
  const bits = new Uint32Array(3 * BATCH);
  randomBits(bits, { seed: 0, stream: "data", step: number });
  const below = (i: number, count: number) => Math.floor(((bits[i] ?? 0) * count) / 2 ** 32);
  for (let row = 0; row < BATCH; row++) {
    const chosen = below(3 * row, training?.count ?? 0);
    const [dx, dy] = [below(3 * row + 1, 2 * SHIFT + 1) - SHIFT, below(3 * row + 2, 2 * SHIFT + 1) - SHIFT];
    for (let y = 0; y < DIGIT_SIDE; y++)
      for (let x = 0; x < DIGIT_SIDE; x++) {
        const inside = x + dx >= 0 && x + dx < DIGIT_SIDE && y + dy >= 0 && y + dy < DIGIT_SIDE;
        const from = chosen * AREA + (y + dy) * DIGIT_SIDE + x + dx;
        pictures[row * AREA + y * DIGIT_SIDE + x] = inside ? (pixels[from] ?? -1) : -1;
      }
    labels[row * DIGITS + (training?.labelOf?.(chosen) ?? 0)] = 1;
  }
}

const prefixes = ["", "m.", "v.", "a."];
const state = Object.fromEntries(
  prefixes.flatMap(prefix => names.map(name => [`${prefix}${name}`, digitParameters[name]])),
);
const inputs = { pictures: [AREA], labels: [DIGITS], rate: [] };
const definition = {
  state,
  inputs: { pictures: [BATCH, AREA], labels: [BATCH, DIGITS], rate: inputs.rate },
  step,
};
const executor = await openExecutor({ device: "cpu", threads: 2, graphOptimization: "all" });
const start = new Map<string, TensorValues>();
names.forEach((name, i) => {
  const shape = digitParameters[name];
  const data = new Float32Array(sizeOf(shape));
  if (shape.length > 1) {
    fillNormal(data, { seed: 0, stream: "initialization", step: i });
    const inputsOfUnit = shape.length === 4 ? sizeOf(shape.slice(1)) : shape[0];
    for (let k = 0; k < data.length; k++) data[k] = (data[k] ?? 0) * Math.sqrt(2 / inputsOfUnit);
  }
  start.set(name, { shape, data }).set(`a.${name}`, { shape, data });
  for (const prefix of ["m.", "v."]) start.set(prefix + name, { shape, data: new Float32Array(data.length) });
});
executor.put(start);
const loaded = await executor.loadStep(definition);
const began = performance.now();
for (let done = 0; done < STEPS; done += STEPS_PER_CALL) {
  const pictures = new Float32Array(STEPS_PER_CALL * BATCH * AREA);
  const labels = new Float32Array(STEPS_PER_CALL * BATCH * DIGITS);
  const rate = new Float32Array(STEPS_PER_CALL);
  for (let i = 0; i < STEPS_PER_CALL; i++) {
    const part = (all: Float32Array, size: number) => all.subarray(i * size, (i + 1) * size);
    fillBatch(done + i, part(pictures, BATCH * AREA), part(labels, BATCH * DIGITS));
    const progress = (done + i) / STEPS;
    // A short rise while Adam's moments fill, then half a cosine down to 0.
    rate[i] = RATE * Math.min(1, (done + i + 1) / 100) * 0.5 * (1 + Math.cos(Math.PI * progress));
  }
  const { loss } = await executor.step(loaded, STEPS_PER_CALL, { pictures, labels, rate });
  if (done % 200 === 0) console.log(`step ${done}: loss ${loss?.at(-1)?.toFixed(4) ?? ""}`);
}
const trained = await executor.get(names.map(name => `a.${name}`));
await executor.close();
const values = Object.fromEntries(names.map(name => [name, trained.get(`a.${name}`)])) as Record<
  DigitParameter,
  TensorValues
>;
const onnx = digitNetwork(values);
const classifier = await DigitClassifier.of(onnx);
const pictures = dataset.heldOut(heldOut.count);
const classes = await classifier.classify(pictures, heldOut.count, 1, () => Promise.resolve());
const right = classes.filter((found, i) => found === heldOut.labelOf?.(i)).length;
const file = "assets/digits/classifier.onnx";
writeFileSync(file, onnx);
console.log(
  `${file}: ${onnx.length} bytes, ${((100 * right) / heldOut.count).toFixed(2)} % right of ${heldOut.count} digits it never saw; ${((performance.now() - began) / 1000).toFixed(0)} s`,
);
