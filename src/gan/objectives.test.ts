import assert from "node:assert/strict";
import { before, test } from "node:test";
import "@tensorflow/tfjs-backend-cpu";
import { assertExactGradients, normalDraws, tensorOf } from "../../test/support/double-differences.ts";
import type { Held } from "../../test/support/double-differences.ts";
import { tf } from "../compiler/tensorflow.ts";
import type { Scalar, Tensor } from "../compiler/tensorflow.ts";
import { pairingKinds } from "../experiment/catalog.ts";
import { readExperiment } from "../experiment/read.ts";
import type { Activation } from "../experiment/schema.ts";
import { activations } from "./activations.ts";
import { losses } from "./losses/index.ts";
import { mlp } from "./networks/mlp.ts";
import { pairingOf } from "./pairing/pairing-of.ts";
import { infoNce } from "./pairing/info-nce.ts";
import { iterated, normalised } from "./spectral-norm.ts";
import { packed, packedAlone } from "./packs.ts";
import { penalties } from "./penalties/index.ts";

before(() => tf.setBackend("cpu"));

let seed = 1;
const normal = (shape: number[], deviation = 1): Tensor =>
  tf.randomNormal(shape, 0, deviation, "float32", seed++);
const value = (x: Tensor | undefined): number => x?.dataSync()[0] ?? NaN;

type Draws = ReturnType<typeof normalDraws>;

/** An MLP with two hidden layers and weights of order 1 for the check. */
function network(draws: Draws, activation: Activation, widths: readonly number[]) {
  const net = mlp({ widths, activation });
  return { ...net, weights: net.parameters.map(({ shape }) => draws(shape, 0.5)) };
}

const names = Object.keys(activations) as Activation[];

for (const activation of names) {
  for (const [name, penalty] of Object.entries(penalties))
    test(`${name} through ${activation}: its gradient on the weights is that of finite differences`, () => {
      const draws = normalDraws(10);
      const { apply, weights } = network(draws, activation, [3, 6, 5, 1]);
      const [real, fake] = [draws([4, 3]), draws([4, 3])];
      const lines: Held = { shape: [4, 1], data: Float32Array.of(0.1, 0.4, 0.6, 0.9) };
      assertExactGradients(
        (...w) =>
          penalty.value({
            discriminate: x => apply(w, x),
            real: tensorOf(real),
            fake: tensorOf(fake),
            lines: () => tensorOf(lines),
          }),
        weights,
      );
    });

  for (const [name, loss] of Object.entries(losses))
    test(`${name} through ${activation}: its gradients are those of finite differences`, () => {
      const draws = normalDraws(20);
      const { apply, weights } = network(draws, activation, [3, 6, 5, 1]);
      const [real, fake] = [draws([8, 3]), draws([8, 3])];
      assertExactGradients(
        (...w) => loss.discriminator(apply(w, tensorOf(real)), apply(w, tensorOf(fake))),
        weights,
      );
      const fixed = () => weights.map(tensorOf);
      assertExactGradients(
        x => loss.generator(apply(fixed(), x), () => apply(fixed(), tensorOf(real))),
        [fake],
      );
    });
}

for (const [name, penalty] of Object.entries(penalties))
  test(`${name} of packs: its gradient on the weights is that of finite differences`, () => {
    const draws = normalDraws(60);
    const { apply, weights } = network(draws, "tanh", [6, 5, 1]);
    const [real, fake] = [draws([6, 3]), draws([6, 3])];
    const lines: Held = { shape: [6, 1], data: Float32Array.of(0.1, 0.1, 0.4, 0.4, 0.9, 0.9) };
    assertExactGradients(
      (...w) =>
        penalty.value({
          discriminate: x => apply(w, packed(x, 2)),
          real: tensorOf(real),
          fake: tensorOf(fake),
          lines: () => tensorOf(lines),
        }),
      weights,
    );
  });

for (const [name, penalty] of Object.entries(penalties))
  test(`${name} through spectral normalisation: its gradient on the weights is that of finite differences`, () => {
    const draws = normalDraws(80);
    const { apply, weights } = network(draws, "tanh", [3, 5, 1]);
    const [real, fake] = [draws([4, 3]), draws([4, 3])];
    const lines: Held = { shape: [4, 1], data: Float32Array.of(0.1, 0.4, 0.6, 0.9) };
    // Some vectors; they stand still as those of a step do.
    const vectors = [[5], [3], [1], [5]].map(shape => draws(shape));
    assertExactGradients(
      (...w) =>
        penalty.value({
          discriminate: x => apply(normalised(w, vectors.map(tensorOf)), x),
          real: tensorOf(real),
          fake: tensorOf(fake),
          lines: () => tensorOf(lines),
        }),
      weights,
    );
  });

test("filters are normalised as [outputs, inputs * height * width], and their gradient is exact", () => {
  const draws = normalDraws(90);
  const [filters, by, u, v] = [draws([3, 2, 2, 2]), draws([3, 2, 2, 2]), draws([3]), draws([8])];
  assertExactGradients(
    w => {
      const [scaled = w] = normalised([w], [tensorOf(u), tensorOf(v)]);
      return tf.sum(tf.mul(tf.square(scaled), tensorOf(by)));
    },
    [filters],
  );
  let vectors = [normal([3]), normal([8])];
  const weight = tf.tensor(filters.data, [3, 2, 2, 2]);
  for (let i = 0; i < 50; i++) vectors = iterated([weight], vectors);
  const matrix = tf.reshape(normalised([weight], vectors)[0] ?? weight, [3, 8]);
  const gram = tf.matMul(matrix, matrix, false, true);
  const [top = gram] = iterated([gram], [vectors[0] ?? gram, vectors[0] ?? gram]);
  assert.ok(Math.abs(value(tf.norm(tf.matMul(gram, tf.reshape(top, [3, 1])))) - 1) < 1e-4);
});

test("a loss of packs: its gradient on each sample is that of finite differences", () => {
  const draws = normalDraws(70);
  const { apply, weights } = network(draws, "tanh", [8, 5, 1]);
  const loss = losses["non-saturating"];
  const none = () => assert.fail("this loss looks at generated samples alone");
  assertExactGradients(
    x => loss.generator(apply(weights.map(tensorOf), tf.reshape(packed(x, 2), [-1, 8])), none),
    [draws([4, 2, 1, 2])],
  );
});

test("packs join neighbours of the batch along coordinates or channels", () => {
  assert.deepEqual(packed(tf.tensor([1, 2, 3, 4, 5, 6, 7, 8], [4, 2]), 2).arraySync(), [
    [1, 2, 3, 4],
    [5, 6, 7, 8],
  ]);
  const images = tf.tensor([1, 2, 3, 4, 5, 6, 7, 8], [2, 2, 1, 2]);
  assert.deepEqual(packed(images, 2).arraySync(), [[[[1, 2, 5, 6]], [[3, 4, 7, 8]]]]);
  assert.deepEqual(packedAlone(images, 2).arraySync(), [
    [[[1, 2, 1, 2]], [[3, 4, 3, 4]]],
    [[[5, 6, 5, 6]], [[7, 8, 7, 8]]],
  ]);
});

test("R1 of a linear discriminator of packs is the squared norm of all its weights", () => {
  const w = tf.tensor2d([3, 4, 1, 2], [4, 1]);
  const x = normal([6, 2]);
  const discriminate = (at: Tensor) => tf.matMul(packed(at, 2), w);
  const context = { discriminate, real: x, fake: x, lines: () => x };
  assert.ok(Math.abs(value(penalties.r1.value(context)) - 30) < 1e-4);
});

/** Numbers of each kind at which no part of it rests: in the middle of its ratios, with all knobs as tensors. */
const knobsOf: Readonly<Record<string, number>> = {
  noise: 0.3,
  temperature: 0.5,
  limit: 0.6,
  alpha: 0.8,
  radius: 0.5,
  length: 0.7,
  low: 0.9,
  high: 1.1,
  discriminatorWeight: 2,
};

/** Those that detach nothing; a custom one is its module's. */
const kinds = Object.keys(pairingKinds).filter(kind => kind !== "ndiv" && kind !== "custom");

for (const kind of kinds)
  test(`pairing "${kind}": its gradient on generator and embeddings is that of finite differences`, () => {
    const draws = normalDraws(30);
    const generator = network(draws, "tanh", [2, 6, 3]);
    const e = network(draws, "tanh", [3, 6, 4]);
    const h = network(draws, "tanh", [2, 6, 4]);
    const judge = network(draws, "tanh", [3, 5, 1]);
    const experiment = readExperiment(
      JSON.stringify({ data: { kind: "ring" }, pairing: { kind } }),
      "ring.gan.json",
    );
    const pairing = pairingOf(experiment.pairing);
    const latents = draws([7, 2]);
    const drawn = Object.fromEntries(
      Object.entries(pairing.draws).map(([name, { of, rows = 1 }]) => {
        const held = draws([7 * rows, 2]);
        return [
          name,
          of === "uniform" ? { ...held, data: held.data.map(x => 1 / (1 + Math.exp(-x))) } : held,
        ];
      }),
    );
    const parts = [
      generator.weights,
      ...pairing.embeddings.map(which => ({ samples: e, latents: h })[which].weights),
    ];
    assertExactGradients((...w): Scalar => {
      const own = { latents: tensorOf(latents), drawn: (name: string) => tensorOf(drawn[name] ?? latents) };
      const knob = (name: string): Scalar => tf.scalar(knobsOf[name] ?? NaN);
      const generate = (z: Tensor): Tensor => generator.apply(w.slice(0, generator.weights.length), z);
      const others = pairing.others?.({ ...own, knob }) ?? own.latents;
      const rest = w.slice(generator.weights.length);
      const ofE = pairing.embeddings.includes("samples") ? e.weights.length : 0;
      return pairing.value({
        ...own,
        knob,
        samples: generate(own.latents),
        otherLatents: others,
        otherSamples: () => generate(others),
        generate,
        embedSamples: x => e.apply(rest.slice(0, ofE), x),
        embedLatents: z => h.apply(rest.slice(ofE), z),
        features: x => judge.features(judge.weights.map(tensorOf), x),
      }).loss;
    }, parts.flat());
  });

test('pairing "ndiv": its gradient is that of finite differences with the sums of distances held still', () => {
  const draws = normalDraws(50);
  const [latents, samples] = [draws([6, 2]), draws([6, 3])];
  const experiment = readExperiment(
    '{ "data": { "kind": "ring" }, "pairing": { "kind": "ndiv" } }',
    "r.gan.json",
  );
  const pairing = pairingOf(experiment.pairing);
  const none = (): never => assert.fail("ndiv looks at the batch alone");
  const loss = (x: Tensor): Scalar =>
    pairing.value({
      latents: tensorOf(latents),
      samples: x,
      otherLatents: x,
      drawn: none,
      knob: () => tf.scalar(0.8),
      otherSamples: none,
      generate: none,
      embedSamples: none,
      embedLatents: none,
      features: none,
    }).loss;
  const sumsOf = ({ shape: [rows = 0, size = 0], data }: Held): Held => {
    const at = (i: number, k: number) => data[i * size + k] ?? NaN;
    const between = (i: number, j: number) =>
      Math.hypot(...Array.from({ length: size }, (_, k) => at(i, k) - at(j, k)));
    const all = [...Array(rows).keys()];
    return {
      shape: [rows, 1],
      data: Float32Array.from(all, i => all.reduce((sum, j) => sum + between(i, j), 0)),
    };
  };
  const sums = sumsOf(samples);
  const held = (x: Tensor): Scalar => {
    const pairs = [...Array(6).keys()].flatMap(i =>
      [...Array(6).keys()].filter(j => j !== i).map(j => [i, j] as const),
    );
    const row = (of: Tensor, i: number) => tf.slice(of, [i, 0], [1, -1]);
    const distance = (of: Tensor, i: number, j: number) =>
      tf.sqrt(tf.sum(tf.square(tf.sub(row(of, i), row(of, j)))));
    const latentSums = sumsOf(latents).data;
    const terms = pairs.map(([i, j]) => {
      const wanted = tf.mul(0.8 / (latentSums[i] ?? NaN), distance(tensorOf(latents), i, j));
      return tf.relu(tf.sub(wanted, tf.mul(1 / (sums.data[i] ?? NaN), distance(x, i, j))));
    });
    return tf.div(tf.addN(terms), 30);
  };
  assertExactGradients(loss, [samples], held);
});

test("the consistency term of zcr: its gradient on the discriminator is that of finite differences", () => {
  const draws = normalDraws(40);
  const { apply, weights } = network(draws, "tanh", [3, 6, 1]);
  const [first, second] = [draws([5, 3]), draws([5, 3])];
  const experiment = readExperiment(
    '{ "data": { "kind": "ring" }, "pairing": { "kind": "zcr" } }',
    "r.gan.json",
  );
  const term = pairingOf(experiment.pairing).discriminatorTerm;
  assert.ok(term);
  assertExactGradients((...w) => term.value(apply(w, tensorOf(first)), apply(w, tensorOf(second))), weights);
});

test("InfoNCE is ln(batch) where all embeddings are equal, and nobody is recognised", () => {
  const same = tf.ones([16, 4]);
  const { loss, accuracy } = infoNce(same, same, tf.scalar(0.1));
  assert.ok(Math.abs(value(loss) - Math.log(16)) < 1e-5);
  assert.equal(value(accuracy), 0);
});

test("InfoNCE is near 0 and everybody is recognised where partners are equal and others orthogonal", () => {
  const basis = tf.eye(8);
  const { loss, accuracy } = infoNce(basis, basis, tf.scalar(0.05));
  assert.ok(value(loss) < 1e-6);
  assert.equal(value(accuracy), 1);
});

test("InfoNCE does not overflow at the smallest temperature and stays right", () => {
  const u = normal([8, 3]);
  const { loss } = infoNce(u, tf.neg(u), tf.scalar(1e-3));
  assert.ok(Number.isFinite(value(loss)) && value(loss) > 1000);
});

test("R1 of a linear discriminator is the squared norm of its weights", () => {
  const w = tf.tensor2d([3, 4], [2, 1]);
  const x = normal([5, 2]);
  const context = { discriminate: (at: Tensor) => tf.matMul(at, w), real: x, fake: x, lines: () => x };
  assert.ok(Math.abs(value(penalties.r1.value(context)) - 25) < 1e-4);
});

test("the non-saturating loss at logit 0 is 2 ln 2 and ln 2", () => {
  const zero = tf.zeros([4, 1]);
  const loss = losses["non-saturating"];
  assert.ok(Math.abs(value(loss.discriminator(zero, zero)) - 2 * Math.LN2) < 1e-6);
  assert.ok(Math.abs(value(loss.generator(zero, () => zero)) - Math.LN2) < 1e-6);
});
