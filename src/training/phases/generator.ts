import { tf } from "../../compiler/tensorflow.ts";
import type { Scalar, Tensor } from "../../compiler/tensorflow.ts";
import { applyToBoth } from "../../gan/networks/both-batches.ts";
import type { Generator, Moments } from "../../gan/networks/network.ts";
import type { PairingOutcome } from "../../gan/pairing/pairing.ts";
import { weightsName } from "../group.ts";
import { unpack } from "../parameter-layout.ts";
import type { Model } from "../model.ts";
import type { Phase, PhaseContext, PhaseInput } from "./phase.ts";
import { stateNames, updated } from "./update.ts";

const LATENTS = "latents.generator";
const NOISE = "noise.pairing";

/** The draws of a generator update: fresh latents, and the pairing's noise where it is active. */
export function generatorInputs({ experiment }: Model, pairing: boolean): Record<string, PhaseInput> {
  const shape = [experiment.batch, experiment.latent.size];
  const latents: PhaseInput = { shape, draw: { from: "latents", stream: "generatorLatents", critic: 0 } };
  const noise: PhaseInput = { shape, draw: { from: "noise", stream: "pairingNoise" } };
  return pairing ? { [LATENTS]: latents, [NOISE]: noise } : { [LATENTS]: latents };
}

/** The two parts of the generator's loss as functions of its flat weights and the embedding's. */
export function generatorLoss(
  model: Model,
  context: PhaseContext,
  pairing: boolean,
): (
  generator: Tensor,
  embedding: Tensor | null,
) => { adversarial: () => Scalar; pairing: (() => PairingOutcome) | null } {
  const { discriminator, groups, loss, experiment } = model;
  const latents = context.input(LATENTS);
  return (generatorWeights, embeddingWeights) => {
    const weights = unpack(groups.generator.layout, generatorWeights);
    const generate: Generate = (z, given = null) => model.generator.generate(weights, z, given);
    const judge = unpack(groups.discriminator.layout, context.state(weightsName("discriminator")));
    const score = (x: Tensor): Tensor => discriminator.apply(judge, x);
    const lastReal = () => score(context.input(`real.${experiment.criticSteps - 1}`));
    const adversarial = (samples: Tensor): Scalar => loss.generator(score(samples), lastReal);
    if (!pairing || embeddingWeights === null) {
      const { samples } = generate(latents);
      return { adversarial: () => adversarial(samples), pairing: null };
    }
    const near = model.pairing.neighbours(latents, context.input(NOISE), context.knob("pairing.noise"));
    const { samples, neighbourSamples } = rendered(model, generate, latents, near);
    const embed = model.embedding.open(embeddingWeights);
    return {
      adversarial: () => adversarial(samples),
      pairing: () =>
        model.pairing.value({
          latents,
          samples,
          neighbourLatents: near,
          neighbourSamples,
          embedSamples: x => embed.samples(x),
          embedLatents: z => embed.latents(z),
          temperature: context.knob("pairing.temperature"),
        }),
    };
  };
}

/** The generator with weights in it; moments as for `Generator.generate`. */
type Generate = (z: Tensor, given?: readonly Moments[] | null) => ReturnType<Generator["generate"]>;

/**
 * G at the latents, and at their neighbours where the pairing wants that. Where layers normalise, the neighbours are
 * rendered with the moments of the latents' own batch, so that pairing never changes the adversarial path; otherwise
 * both batches pass in one call.
 */
function rendered(
  { generator, pairing }: Model,
  generate: Generate,
  latents: Tensor,
  near: Tensor,
): { samples: Tensor; neighbourSamples: Tensor | null } {
  if (!pairing.rendersNeighbours) return { samples: generate(latents).samples, neighbourSamples: null };
  if (generator.normalised.length > 0) {
    const { samples, moments } = generate(latents);
    return { samples, neighbourSamples: generate(near, moments).samples };
  }
  const [samples, neighbourSamples] = applyToBoth(z => generate(z).samples, latents, near);
  return { samples, neighbourSamples };
}

/**
 * One update of the generator with fresh latents; with `pairing`, weight * L is added and the embedding networks
 * are updated beside it.
 */
export function generatorPhase(model: Model, pairing: boolean): Phase {
  const { groups } = model;
  const generatorWeights = weightsName("generator");
  const pairingKnobs = ["pairing.weight", "pairing.noise", "pairing.temperature"] as const;
  return {
    name: "generator",
    state: [
      ...stateNames(groups.generator),
      weightsName("discriminator"),
      ...(pairing ? stateNames(groups.embedding) : []),
    ],
    inputs: generatorInputs(model, pairing),
    knobs: [groups.generator.learningRate, ...(pairing ? pairingKnobs : [])],
    run(context) {
      const parts = generatorLoss(model, context, pairing);
      const scalars: Record<string, Tensor> = {};
      const objective = (weights: Tensor, embedding: Tensor | null): Scalar => {
        const part = parts(weights, embedding);
        const adversarial = part.adversarial();
        scalars["loss/generator"] = tf.keep(adversarial);
        if (part.pairing === null) return adversarial;
        const { loss, accuracy } = part.pairing();
        scalars["loss/pairing"] = tf.keep(loss);
        scalars["pairing/accuracy"] = tf.keep(accuracy);
        return tf.add(adversarial, tf.mul(context.knob("pairing.weight"), loss));
      };
      if (!pairing) {
        const { grad } = tf.valueAndGrad(x => objective(x, null))(context.state(generatorWeights));
        return { state: updated(groups.generator, grad, context), scalars };
      }
      const { grads } = tf.valueAndGrads((...w: Tensor[]) => {
        const [weights, embedding] = w;
        if (weights === undefined || embedding === undefined) throw new TypeError("two vectors were given");
        return objective(weights, embedding);
      })([context.state(generatorWeights), context.state(weightsName("embedding"))]);
      const [ofGenerator, ofEmbedding] = grads;
      if (ofGenerator === undefined || ofEmbedding === undefined)
        throw new TypeError("two gradients were asked");
      return {
        state: {
          ...updated(groups.generator, ofGenerator, context),
          ...updated(groups.embedding, ofEmbedding, context),
        },
        scalars,
      };
    },
  };
}
