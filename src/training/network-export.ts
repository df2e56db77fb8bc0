import { exportModel } from "../compiler/compile-function.ts";
import type { Shapes, TensorFunction, TensorValues } from "../compiler/program.ts";
import type { Tensor } from "../compiler/tensorflow.ts";
import type { Dataset } from "../data/dataset.ts";
import { SPECTRAL, weightsName } from "./group.ts";
import { judgeOf } from "./judge.ts";
import type { Layout } from "./parameter-layout.ts";
import type { Model } from "./model.ts";
import type { NamedMoments } from "./normalisation.ts";
import { momentsAmong, shownWeights } from "./shown-generator.ts";
import { normalisedValues } from "./spectral-values.ts";
import { toCentredUnits, toNetworkUnits, toOwnUnits } from "./units.ts";

/** A network as a function of its named parameters and one input. The same function for all exports, so that it is
 *  recorded once. */
interface Export {
  readonly layout: Layout;
  /** The state vector that holds its weights. */
  readonly vector: string;
  readonly inputs: Shapes;
  readonly run: TensorFunction;
}

const given = (tensors: Readonly<Record<string, Tensor>>, name: string): Tensor => {
  const tensor = tensors[name];
  if (tensor === undefined) throw new RangeError(`${name} is given`);
  return tensor;
};

function generatorExport(model: Model, { normalization }: Dataset): Export {
  const { generator, groups, experiment } = model;
  const { layout } = groups.generator;
  return {
    layout,
    vector: shownWeights(model),
    inputs: { latent: [experiment.latent.size] },
    run: tensors => {
      const weights = layout.parameters.map(({ name }) => given(tensors, name));
      const moments = momentsAmong(model, tensors);
      const { samples } = generator.generate(weights, given(tensors, "latent"), moments);
      const sample = toOwnUnits(samples, normalization);
      return normalization === null
        ? { sample }
        : { sample, centred: toCentredUnits(samples, normalization) };
    },
  };
}

function discriminatorExport(model: Model, { normalization }: Dataset): Export {
  const { groups, sampleShape } = model;
  const { layout } = groups.discriminator;
  return {
    layout,
    vector: weightsName("discriminator"),
    inputs: { sample: sampleShape },
    run: tensors => {
      const weights = layout.parameters.map(({ name }) => given(tensors, name));
      const samples = toNetworkUnits(given(tensors, "sample"), normalization);
      return { score: judgeOf(model, weights, null).scoresAlone(samples) };
    },
  };
}

/** Writes `generator.onnx` (latent to sample, of normalised points also less their mean) and `discriminator.onnx` (sample to score, where it is packed that of a sample with itself), in the data's own units. */
export class NetworkExport {
  readonly #generator: Export;
  readonly #discriminator: Export;
  readonly #model: Model;

  constructor(model: Model, dataset: Dataset) {
    this.#model = model;
    this.#generator = generatorExport(model, dataset);
    this.#discriminator = discriminatorExport(model, dataset);
  }

  /** Both networks with the weights of a state; `moments` are those that its shown generator normalises by. */
  write(
    state: ReadonlyMap<string, TensorValues>,
    moments: NamedMoments,
  ): { generator: Uint8Array; discriminator: Uint8Array } {
    return {
      generator: write(this.#generator, state, moments),
      discriminator: write(this.#discriminator, asUsed(this.#model, state), new Map()),
    };
  }
}

/** The state with the discriminator's weights as they are used: spectrally normalised where the experiment says so. */
function asUsed(
  { groups, spectral }: Model,
  state: ReadonlyMap<string, TensorValues>,
): ReadonlyMap<string, TensorValues> {
  const name = weightsName("discriminator");
  const [weights, vectors] = [state.get(name), state.get(SPECTRAL)];
  if (spectral === null || weights === undefined || vectors === undefined) return state;
  const data = normalisedValues(groups.discriminator.layout, weights.data, vectors.data);
  return new Map([...state, [name, { shape: weights.shape, data }]]);
}

function write(
  { layout, vector, inputs, run }: Export,
  state: ReadonlyMap<string, TensorValues>,
  others: ReadonlyMap<string, TensorValues>,
): Uint8Array {
  const flat = state.get(vector);
  if (flat === undefined) throw new RangeError(`the state lacks ${vector}`);
  const weights = new Map([
    ...layout.parameters.map(
      ({ name, shape, offset, size }) =>
        [name, { shape, data: flat.data.subarray(offset, offset + size) }] as const,
    ),
    ...others,
  ]);
  return exportModel({ weights, inputs, run });
}
