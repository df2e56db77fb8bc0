import { AUGMENTATION_DRAWS } from "../../gan/augmentations/index.ts";
import type { Experiment } from "../../experiment/schema.ts";
import type { AugmentationDraws } from "../judge.ts";
import type { PhaseContext, PhaseInput } from "./phase.ts";

/** Whose samples the discriminator sees: the real or the generated ones of one of its updates, or those of the generator's. */
export type Seen =
  | { readonly of: "real" | "fake"; readonly critic: number }
  | { readonly of: "generator"; readonly critic: null };

const inputName = ({ of, critic }: Seen): string =>
  critic === null ? `augmentation.${of}` : `augmentation.${of}.${critic}`;

/** What is drawn to augment them, by the name of the step's input. */
export function augmentationInputs({ batch, augment }: Experiment, seen: Seen): Record<string, PhaseInput> {
  if (augment.length === 0) return {};
  const shape = [batch, AUGMENTATION_DRAWS];
  const draw = { from: "uniform", stream: `${seen.of}Augmentation`, critic: seen.critic } as const;
  return { [inputName(seen)]: { shape, draw } };
}

/** The same where a phase reads it. */
export const augmentationDraws =
  (context: PhaseContext, seen: Seen): AugmentationDraws =>
  () =>
    context.input(inputName(seen));
