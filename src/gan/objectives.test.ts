import assert from "node:assert/strict";
import { before, test } from "node:test";
import "@tensorflow/tfjs-backend-cpu";
import { assertGradients } from "../../test/support/finite-differences.ts";
import { tf } from "../compiler/tensorflow.ts";
import type { Tensor } from "../compiler/tensorflow.ts";
import type { Activation } from "../experiment/schema.ts";
import { activations } from "./activations.ts";
import { losses } from "./losses/index.ts";
import { mlp } from "./networks/mlp.ts";
import { pairings } from "./pairing/index.ts";
import { infoNce } from "./pairing/info-nce.ts";
import { penalties } from "./penalties/index.ts";

before(() => tf.setBackend("cpu"));

let seed = 1;
const normal = (shape: number[], deviation = 1): Tensor =>
  tf.randomNormal(shape, 0, deviation, "float32", seed++);
const value = (x: Tensor): number => x.dataSync()[0] ?? NaN;

/** An MLP with two hidden layers and weights of order 1 for the check. */
function network(activation: Activation, widths: readonly number[]) {
  const net = mlp({ widths, activation });
  return { ...net, weights: net.parameters.map(({ shape }) => normal([...shape], 0.5)) };
}

const names = Object.keys(activations) as Activation[];

for (const activation of names) {
  test(`R1 through ${activation}: its gradient on the weights is that of finite differences`, () => {
    seed = 10;
    const { apply, weights } = network(activation, [3, 6, 5, 1]);
    const real = normal([4, 3]);
    assertGradients((...w) => penalties.r1.value(x => apply(w, x), real, real), weights, { kinks: 0.4 });
  });

  test(`the adversarial losses through ${activation}: their gradients are those of finite differences`, () => {
    seed = 20;
    const { apply, weights } = network(activation, [3, 6, 5, 1]);
    const [real, fake] = [normal([8, 3]), normal([8, 3])];
    for (const loss of Object.values(losses)) {
      assertGradients((...w) => loss.discriminator(apply(w, real), apply(w, fake)), weights);
      assertGradients(x => loss.generator(apply(weights, x), () => apply(weights, real)), [fake]);
    }
  });
}

for (const [kind, pairing] of Object.entries(pairings))
  test(`pairing "${kind}": its gradient on generator and embeddings is that of finite differences`, () => {
    seed = 30;
    const generator = network("tanh", [2, 6, 3]);
    const e = network("tanh", [3, 6, 4]);
    const h = network("tanh", [2, 6, 4]);
    const [latents, noise] = [normal([7, 2]), normal([7, 2])];
    const temperature = tf.scalar(0.5);
    const split = [generator.weights.length, generator.weights.length + e.weights.length] as const;
    const all = [
      ...generator.weights,
      ...e.weights,
      ...(pairing.embeddings.includes("latents") ? h.weights : []),
    ];
    assertGradients((...w) => {
      const generate = (z: Tensor): Tensor => generator.apply(w.slice(0, split[0]), z);
      const near = pairing.neighbours(latents, noise, tf.scalar(0.3));
      return pairing.value({
        latents,
        samples: generate(latents),
        neighbourLatents: near,
        neighbourSamples: pairing.rendersNeighbours ? generate(near) : null,
        embedSamples: x => e.apply(w.slice(split[0], split[1]), x),
        embedLatents: z => h.apply(w.slice(split[1]), z),
        temperature,
      }).loss;
    }, all);
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
  assert.ok(Math.abs(value(penalties.r1.value(samples => tf.matMul(samples, w), x, x)) - 25) < 1e-4);
});

test("the non-saturating loss at logit 0 is 2 ln 2 and ln 2", () => {
  const zero = tf.zeros([4, 1]);
  const loss = losses["non-saturating"];
  assert.ok(Math.abs(value(loss.discriminator(zero, zero)) - 2 * Math.LN2) < 1e-6);
  assert.ok(Math.abs(value(loss.generator(zero, () => zero)) - Math.LN2) < 1e-6);
});
