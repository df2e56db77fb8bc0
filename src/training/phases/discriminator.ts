import { tf } from "../../compiler/tensorflow.ts";
import type { Scalar, Tensor } from "../../compiler/tensorflow.ts";
import { iterated } from "../../gan/spectral-norm.ts";
import { penalties } from "../../gan/penalties/index.ts";
import { SPECTRAL, weightsName } from "../group.ts";
import { judgeOf, perSample, standingVectors } from "../judge.ts";
import { unpack } from "../parameter-layout.ts";
import type { Model } from "../model.ts";
import type { Variant } from "../variant.ts";
import { augmentationDraws, augmentationInputs } from "./augmentation-parts.ts";
import { latentContext, pairingInputs, pairingKnob } from "./pairing-parts.ts";
import type { Phase, PhaseInput } from "./phase.ts";
import { stateNames, updated } from "./update.ts";

/** The real batch of update `critic` of a step; its generator's update may look at the last one again. */
export const realBatchName = (critic: number): string => `real.${critic}`;

/** The real batch of an update, and what it is augmented by. */
export const realBatch = (
  { experiment, sampleShape }: Model,
  critic: number,
): Record<string, PhaseInput> => ({
  [realBatchName(critic)]: { shape: [experiment.batch, ...sampleShape], draw: { from: "data", critic } },
  ...augmentationInputs(experiment, { of: "real", critic }),
});

type DiscriminatorVariant = Pick<Variant, "penalties" | "pairing">;

/**
 * One update of the discriminator: a fresh real batch, fresh latents, the generator detached, penalties added, and what
 * the pairing kind adds to this loss.
 * @param critic which of the step's updates, from 0
 */
export function discriminatorPhase(model: Model, critic: number, variant: DiscriminatorVariant): Phase {
  const { generator, groups, loss, experiment } = model;
  const { batch, latent, discriminator } = experiment;
  const [realName, latentsName] = [realBatchName(critic), `latents.discriminator.${critic}`];
  const linesName = `lines.discriminator.${critic}`;
  const active = [...variant.penalties].map(([name, scale]) => ({ penalty: penalties[name], scale }));
  const term = variant.pairing ? model.pairing.discriminatorTerm : undefined;
  const update = { of: "discriminator", critic } as const;
  const lines: PhaseInput = {
    shape: [batch / discriminator.pack, 1],
    draw: { from: "uniform", stream: "penaltyLines", critic },
  };
  return {
    name: `discriminator ${critic}`,
    state: [
      weightsName("generator"),
      ...stateNames(groups.discriminator),
      ...(model.spectral ? [SPECTRAL] : []),
    ],
    inputs: {
      ...realBatch(model, critic),
      [latentsName]: {
        shape: [batch, latent.size],
        draw: { from: "latents", stream: "discriminatorLatents", critic },
      },
      ...augmentationInputs(experiment, { of: "fake", critic }),
      ...(active.some(({ penalty }) => penalty.drawsLines) ? { [linesName]: lines } : {}),
      ...(term ? pairingInputs(experiment, term.draws, update) : {}),
    },
    knobs: [
      groups.discriminator.learningRate,
      ...active.map(({ penalty }) => penalty.knob),
      ...(term ? [pairingKnob(term.knob), ...model.pairing.knobs.map(pairingKnob)] : []),
    ],
    run(context) {
      const real = context.input(realName);
      const latents = context.input(latentsName);
      const generatorWeights = unpack(groups.generator.layout, context.state(weightsName("generator")));
      const { samples: fake, moments } = generator.generate(generatorWeights, latents, null);
      const others = term?.others(latentContext(latents, context, update));
      const near = others && generator.generate(generatorWeights, others, moments).samples;
      const weights = context.state(weightsName("discriminator"));
      const draws = {
        real: augmentationDraws(context, { of: "real", critic }),
        fake: augmentationDraws(context, { of: "fake", critic }),
      };
      const last = standingVectors(model, context);
      const vectors = last && iterated(unpack(groups.discriminator.layout, weights), last);
      const scalars: Record<string, Tensor> = {};
      const objective = (flat: Tensor): Scalar => {
        const judge = judgeOf(model, unpack(groups.discriminator.layout, flat), vectors);
        // A penalty needs D of the real batch by itself.
        const [onReal, onFake] =
          active.length === 0
            ? judge.scoresOfBoth([real, draws.real], [fake, draws.fake])
            : [judge.scores(real, draws.real), judge.scores(fake, draws.fake)];
        let total = loss.discriminator(onReal, onFake);
        scalars["loss/discriminator"] = tf.keep(total);
        scalars["score/real"] = tf.keep(tf.mean(onReal));
        scalars["score/fake"] = tf.keep(tf.mean(onFake));
        for (const { penalty, scale } of active) {
          const value = penalty.value({
            discriminate: (x, as) => judge.scores(x, draws[as]),
            real,
            fake,
            lines: () => perSample(model, context.input(linesName)),
          });
          scalars[penalty.tag] = tf.keep(value);
          total = tf.add(total, tf.mul(tf.mul(context.knob(penalty.knob), penalty.factor * scale), value));
        }
        if (term && near) {
          // Seen as their partners are, so that the difference is that of the latents alone.
          const consistency = term.value(onFake, judge.scores(near, draws.fake));
          total = tf.add(total, tf.mul(context.knob(pairingKnob(term.knob)), consistency));
        }
        return total;
      };
      const { grad } = tf.valueAndGrad(x => objective(x))(weights);
      const state = updated(groups.discriminator, grad, context);
      return { state: vectors ? { ...state, [SPECTRAL]: tf.concat(vectors) } : state, scalars };
    },
  };
}
