import type { Tensor } from "../../compiler/tensorflow.ts";
import type { KnobKey } from "../../experiment/knobs.ts";
import type { LatentContext, PairingDraw, PairingKnob } from "../../gan/pairing/pairing.ts";
import type { Experiment } from "../../experiment/schema.ts";
import type { PhaseContext, PhaseInput } from "./phase.ts";

type Draws = Readonly<Record<string, PairingDraw>>;

/** Which update of a step draws: the generator's, or one of the discriminator's. */
export type Update = { readonly of: "generator" } | { readonly of: "discriminator"; readonly critic: number };

const inputName = (name: string, update: Update): string =>
  update.of === "generator" ? `${name}.pairing` : `${name}.pairing.discriminator.${update.critic}`;

export const pairingKnob = (name: PairingKnob): KnobKey => `pairing.${name}`;

/** What a pairing kind draws anew for an update, by the name of the step's input. */
export function pairingInputs(
  { batch, latent }: Experiment,
  draws: Draws,
  update: Update,
): Record<string, PhaseInput> {
  const critic = update.of === "generator" ? null : update.critic;
  return Object.fromEntries(
    Object.entries(draws).map(([name, { of, rows = 1 }]): [string, PhaseInput] => {
      const shape = [batch * rows, latent.size];
      switch (of) {
        case "noise": {
          const stream = critic === null ? "pairingNoise" : "discriminatorPairingNoise";
          return [inputName(name, update), { shape, draw: { from: "noise", stream, critic } }];
        }
        case "uniform":
          return [
            inputName(name, update),
            { shape, draw: { from: "uniform", stream: "pairingUniform", critic } },
          ];
        case "latents":
          return [
            inputName(name, update),
            { shape, draw: { from: "latents", stream: "pairingLatents", critic: critic ?? 0 } },
          ];
        default:
          return of satisfies never;
      }
    }),
  );
}

/** The same where a pairing kind reads it. */
export const latentContext = (latents: Tensor, context: PhaseContext, update: Update): LatentContext => ({
  latents,
  drawn: name => context.input(inputName(name, update)),
  knob: name => context.knob(pairingKnob(name)),
});
