import type { Experiment } from "../experiment/schema.ts";
import { adam } from "../gan/optimizers/adam.ts";
import type { Optimizer } from "../gan/optimizers/optimizer.ts";
import { fillNormal, fillUniform } from "../data/random.ts";
import type { Layout } from "./parameter-layout.ts";

export type GroupName = "generator" | "discriminator" | "embedding";

/** Weights that are updated together, with their optimiser and its state. */
export interface Group {
  readonly name: GroupName;
  readonly layout: Layout;
  readonly optimizer: Optimizer;
  readonly settings: Experiment["optimizers"]["generator"];
  /** The knob that holds its learning rate. */
  readonly learningRate: "optimizers.generator.learningRate" | "optimizers.discriminator.learningRate";
}

export const optimizers: Readonly<Record<Experiment["optimizers"]["generator"]["kind"], Optimizer>> = {
  adam,
};

/** Names of a group's tensors in the executor's state. */
export const weightsName = (group: GroupName): string => `${group}.weights`;
export const slotName = (group: GroupName, slot: string): string => `${group}.optimizer.${slot}`;
/** The averaged generator's weights, where there is one. */
export const AVERAGE = "average.weights";
/** The singular vectors of the discriminator's matrices, where it is spectrally normalised. */
export const SPECTRAL = "discriminator.spectral";

/** The order of initialisation; a group's draws do not depend on the size of another. */
const ordinals: Readonly<Record<GroupName | "spectral", number>> = {
  generator: 0,
  discriminator: 1,
  embedding: 2,
  spectral: 3,
};
const PARAMETERS_PER_GROUP = 1000;

/** The weights at step 0, a pure function of the seed. */
export function initialWeights(
  { name, layout }: { readonly name: keyof typeof ordinals; readonly layout: Layout },
  seed: number,
): Float32Array {
  const weights = new Float32Array(layout.size);
  layout.parameters.forEach(({ initializer, offset, size }, i) => {
    const piece = weights.subarray(offset, offset + size);
    const draw = { seed, stream: "initialization", step: ordinals[name] * PARAMETERS_PER_GROUP + i } as const;
    switch (initializer.kind) {
      case "constant":
        piece.fill(initializer.value);
        return;
      case "normal":
        fillNormal(piece, draw);
        for (let k = 0; k < size; k++) piece[k] = (piece[k] ?? 0) * initializer.deviation;
        return;
      case "glorot-uniform": {
        const limit = Math.sqrt(6 / (initializer.fanIn + initializer.fanOut));
        fillUniform(piece, draw);
        for (let k = 0; k < size; k++) piece[k] = (2 * (piece[k] ?? 0) - 1) * limit;
        return;
      }
      default:
        initializer satisfies never;
    }
  });
  return weights;
}

/** Every tensor of the group at step 0, by its name in the executor's state. */
export function initialState(
  group: Group,
  seed: number,
): Map<string, { shape: number[]; data: Float32Array }> {
  const state = new Map([
    [weightsName(group.name), { shape: [group.layout.size], data: initialWeights(group, seed) }],
  ]);
  for (const [slot, { shape, initial }] of Object.entries(group.optimizer.slots(group.layout.size))) {
    const size = shape.reduce((a, b) => a * b, 1);
    state.set(slotName(group.name, slot), { shape: [...shape], data: new Float32Array(size).fill(initial) });
  }
  return state;
}
