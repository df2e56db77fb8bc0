import { tf } from "../../compiler/tensorflow.ts";
import type { Scalar, Tensor } from "../../compiler/tensorflow.ts";
import { applyToBoth } from "../../gan/networks/both-batches.ts";
import type { PenaltyName } from "../../gan/penalties/index.ts";
import { penalties } from "../../gan/penalties/index.ts";
import { weightsName } from "../group.ts";
import { unpack } from "../parameter-layout.ts";
import type { Model } from "../model.ts";
import type { Phase } from "./phase.ts";
import { stateNames, updated } from "./update.ts";

/**
 * One update of the discriminator: a fresh real batch, fresh latents, the generator detached, penalties added.
 * @param critic which of the step's updates, from 0
 * @param active the penalties whose knob is above 0 at this step, with what multiplies the knob beside the factor
 */
export function discriminatorPhase(
  model: Model,
  critic: number,
  active: ReadonlyMap<PenaltyName, number>,
): Phase {
  const { generator, discriminator, groups, loss, experiment, sampleShape } = model;
  const [realName, latentsName] = [`real.${critic}`, `latents.discriminator.${critic}`];
  return {
    name: `discriminator ${critic}`,
    state: [weightsName("generator"), ...stateNames(groups.discriminator)],
    inputs: {
      [realName]: { shape: [experiment.batch, ...sampleShape], draw: { from: "data", critic } },
      [latentsName]: {
        shape: [experiment.batch, experiment.latent.size],
        draw: { from: "latents", stream: "discriminatorLatents", critic },
      },
    },
    knobs: [groups.discriminator.learningRate, ...[...active.keys()].map(name => penalties[name].knob)],
    run(context) {
      const real = context.input(realName);
      const generatorWeights = unpack(groups.generator.layout, context.state(weightsName("generator")));
      const { samples: fake } = generator.generate(generatorWeights, context.input(latentsName), null);
      const scalars: Record<string, Tensor> = {};
      const objective = (flat: Tensor): Scalar => {
        const weights = unpack(groups.discriminator.layout, flat);
        const discriminate = (x: Tensor): Tensor => discriminator.apply(weights, x);
        // A penalty needs D of the real batch by itself.
        const [onReal, onFake] =
          active.size === 0
            ? applyToBoth(discriminate, real, fake)
            : [discriminate(real), discriminate(fake)];
        let total = loss.discriminator(onReal, onFake);
        scalars["loss/discriminator"] = tf.keep(total);
        scalars["score/real"] = tf.keep(tf.mean(onReal));
        scalars["score/fake"] = tf.keep(tf.mean(onFake));
        for (const [name, scale] of active) {
          const penalty = penalties[name];
          const value = penalty.value(discriminate, real, fake);
          scalars[penalty.tag] = tf.keep(value);
          total = tf.add(total, tf.mul(tf.mul(context.knob(penalty.knob), penalty.factor * scale), value));
        }
        return total;
      };
      const { grad } = tf.valueAndGrad(x => objective(x))(context.state(weightsName("discriminator")));
      return { state: updated(groups.discriminator, grad, context), scalars };
    },
  };
}
