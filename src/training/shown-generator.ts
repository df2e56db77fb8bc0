import type { Tensor } from "../compiler/tensorflow.ts";
import type { Shapes } from "../compiler/program.ts";
import type { Moments } from "../gan/networks/network.ts";
import { AVERAGE, weightsName } from "./group.ts";
import type { Model } from "./model.ts";

/** The state vector of the generator that people look at: the averaged one where there is one. */
export const shownWeights = (model: Model): string =>
  model.experiment.average > 0 ? AVERAGE : weightsName("generator");

const parts = ["mean", "variance"] as const;

/** Shapes of what the shown generator normalises by, by name: `0.mean`, `0.variance`, ...; none for an MLP. */
export const momentShapes = ({ generator }: Model): Shapes =>
  Object.fromEntries(
    generator.normalised.flatMap(({ name, shape }) => parts.map(part => [`${name}.${part}`, shape])),
  );

/** The moments of each normalised layer among tensors by name. */
export const momentsAmong = (
  { generator }: Model,
  tensors: Readonly<Record<string, Tensor>>,
): readonly Moments[] =>
  generator.normalised.map(({ name }) => {
    const [mean, variance] = parts.map(part => tensors[`${name}.${part}`]);
    if (mean === undefined || variance === undefined)
      throw new RangeError(`the moments of layer ${name} are given`);
    return { mean, variance };
  });

/** The same, by name. */
export const momentsByName = ({ generator }: Model, moments: readonly Moments[]): Record<string, Tensor> =>
  Object.fromEntries(
    generator.normalised.flatMap(({ name }, i) =>
      Object.entries(moments[i] ?? {}).map(([part, tensor]: [string, Tensor]) => [`${name}.${part}`, tensor]),
    ),
  );
