import { tf } from "../../compiler/tensorflow.ts";
import type { Scalar, Tensor } from "../../compiler/tensorflow.ts";
import { applyToBoth } from "../../gan/networks/both-batches.ts";
import type { Generator, Moments } from "../../gan/networks/network.ts";
import type { PairingOutcome } from "../../gan/pairing/pairing.ts";
import type { KnobKey } from "../../experiment/knobs.ts";
import { weightsName } from "../group.ts";
import { judgeState, standingJudge } from "../judge.ts";
import { unpack } from "../parameter-layout.ts";
import type { Model } from "../model.ts";
import { realBatchName } from "./discriminator.ts";
import { augmentationDraws, augmentationInputs } from "./augmentation-parts.ts";
import { latentContext, pairingInputs, pairingKnob } from "./pairing-parts.ts";
import type { Phase, PhaseContext, PhaseInput } from "./phase.ts";
import { stateNames, updated } from "./update.ts";

const LATENTS = "latents.generator";
const UPDATE = { of: "generator" } as const;
const SEEN = { of: "generator", critic: null } as const;

/** The draws of a generator update: fresh latents, what their samples are augmented by, what the pairing draws where it is active. */
export function generatorInputs(
  { experiment, pairing: { draws } }: Model,
  pairing: boolean,
): Record<string, PhaseInput> {
  const shape = [experiment.batch, experiment.latent.size];
  const latents: PhaseInput = { shape, draw: { from: "latents", stream: "generatorLatents", critic: 0 } };
  return {
    [LATENTS]: latents,
    ...augmentationInputs(experiment, SEEN),
    ...(pairing ? pairingInputs(experiment, draws, UPDATE) : {}),
  };
}

/** The knobs that a generator update with pairing reads beside its learning rate. */
export const pairingKnobs = ({ pairing }: Model): readonly KnobKey[] => [
  "pairing.weight",
  ...pairing.knobs.map(pairingKnob),
];

/** The two parts of the generator's loss as functions of its flat weights and the embedding's, if it has one. */
export function generatorLoss(
  model: Model,
  context: PhaseContext,
  pairing: boolean,
): (
  generator: Tensor,
  embedding: Tensor | null,
) => { adversarial: () => Scalar; pairing: (() => PairingOutcome) | null } {
  const { groups, loss, experiment } = model;
  const latents = context.input(LATENTS);
  return (generatorWeights, embeddingWeights) => {
    const weights = unpack(groups.generator.layout, generatorWeights);
    const generate: Generate = (z, given = null) => model.generator.generate(weights, z, given);
    const judge = standingJudge(model, context);
    const draws = augmentationDraws(context, SEEN);
    // As the discriminator saw them.
    const lastReal = () => {
      const critic = experiment.criticSteps - 1;
      const drawsOfReal = augmentationDraws(context, { of: "real", critic });
      return judge.scores(context.input(realBatchName(critic)), drawsOfReal);
    };
    const adversarial = (samples: Tensor): Scalar => loss.generator(judge.scores(samples, draws), lastReal);
    if (!pairing) {
      const { samples } = generate(latents);
      return { adversarial: () => adversarial(samples), pairing: null };
    }
    const own = latentContext(latents, context, UPDATE);
    const others = model.pairing.others?.(own) ?? latents;
    const { samples, otherSamples, moments } = rendered(model, generate, latents, others);
    const embed = embeddingWeights && model.embedding?.open(embeddingWeights);
    const embedded = (x: Tensor, which: "samples" | "latents"): Tensor => {
      if (!embed) throw new TypeError("this pairing kind has no embedding networks");
      return embed[which](x);
    };
    return {
      adversarial: () => adversarial(samples),
      pairing: () =>
        model.pairing.value({
          ...own,
          samples,
          otherLatents: others,
          otherSamples: () => {
            if (otherSamples === null) throw new TypeError("this pairing kind renders no other latents");
            return otherSamples;
          },
          generate: z => generate(z, moments).samples,
          embedSamples: x => embedded(x, "samples"),
          embedLatents: z => embedded(z, "latents"),
          features: x => judge.features(x, draws),
        }),
    };
  };
}

/** The generator with weights in it; moments as for `Generator.generate`. */
type Generate = (z: Tensor, given?: readonly Moments[] | null) => ReturnType<Generator["generate"]>;

/**
 * G at the latents, and at the others where the pairing wants that. Where layers normalise, the others are rendered with
 * the moments of the latents' own batch, so that pairing never changes the adversarial path; otherwise both pass in one
 * call.
 */
function rendered(
  { generator, pairing }: Model,
  generate: Generate,
  latents: Tensor,
  others: Tensor,
): { samples: Tensor; otherSamples: Tensor | null; moments: readonly Moments[] } {
  if (!pairing.rendersOthers) return { ...generate(latents), otherSamples: null };
  if (generator.normalised.length > 0) {
    const { samples, moments } = generate(latents);
    return { samples, otherSamples: generate(others, moments).samples, moments };
  }
  const [samples, otherSamples] = applyToBoth(z => generate(z).samples, latents, others);
  return { samples, otherSamples, moments: [] };
}

/**
 * One update of the generator with fresh latents; with `pairing`, weight * L is added and the embedding networks
 * are updated beside it.
 */
export function generatorPhase(model: Model, pairing: boolean): Phase {
  const { groups } = model;
  const generatorWeights = weightsName("generator");
  const embeddingGroup = pairing ? groups.embedding : undefined;
  return {
    name: "generator",
    state: [
      ...stateNames(groups.generator),
      ...judgeState(model),
      ...(embeddingGroup ? stateNames(embeddingGroup) : []),
    ],
    inputs: generatorInputs(model, pairing),
    knobs: [groups.generator.learningRate, ...(pairing ? pairingKnobs(model) : [])],
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
        if (accuracy !== undefined) scalars["pairing/accuracy"] = tf.keep(accuracy);
        return tf.add(adversarial, tf.mul(context.knob("pairing.weight"), loss));
      };
      if (embeddingGroup === undefined) {
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
          ...updated(embeddingGroup, ofEmbedding, context),
        },
        scalars,
      };
    },
  };
}
