import { exportModel } from "../compiler/compile-function.ts";
import type { Shapes, TensorFunction, TensorValues } from "../compiler/program.ts";
import type { Tensor } from "../compiler/tensorflow.ts";
import type { Dataset } from "../data/dataset.ts";
import type { Network } from "../gan/networks/network.ts";
import { weightsName } from "./group.ts";
import type { Layout } from "./layout.ts";
import type { Model } from "./model.ts";
import { shownGenerator } from "./renderer.ts";
import { toNetworkUnits, toOwnUnits } from "./units.ts";

/** A network as a function of its named parameters and one input. The same function for all exports, so that it is
 *  recorded once. */
interface Export {
  readonly layout: Layout;
  /** The state vector that holds its weights. */
  readonly vector: string;
  readonly inputs: Shapes;
  readonly run: TensorFunction;
}

function exportOf(
  network: Network,
  layout: Layout,
  vector: string,
  [input, shape]: readonly [string, readonly number[]],
  [output, before, after]: readonly [string, (x: Tensor) => Tensor, (y: Tensor) => Tensor],
): Export {
  return {
    layout,
    vector,
    inputs: { [input]: shape },
    run: tensors => {
      const x = tensors[input];
      if (x === undefined) throw new RangeError(`${input} is given`);
      const weights = layout.parameters.flatMap(({ name }) => tensors[name] ?? []);
      return { [output]: after(network.apply(weights, before(x))) };
    },
  };
}

const same = (x: Tensor): Tensor => x;

/** Writes `generator.onnx` (latent to sample) and `discriminator.onnx` (sample to score), in the data's own units. */
export class NetworkExport {
  readonly #generator: Export;
  readonly #discriminator: Export;

  constructor(model: Model, { normalization }: Dataset) {
    const { generator, discriminator, groups, experiment, sampleShape } = model;
    this.#generator = exportOf(
      generator,
      groups.generator.layout,
      shownGenerator(model),
      ["latent", [experiment.latent.size]],
      ["sample", same, y => toOwnUnits(y, normalization)],
    );
    this.#discriminator = exportOf(
      discriminator,
      groups.discriminator.layout,
      weightsName("discriminator"),
      ["sample", sampleShape],
      ["score", x => toNetworkUnits(x, normalization), same],
    );
  }

  /** Both networks with the weights of a state. */
  write(state: ReadonlyMap<string, TensorValues>): { generator: Uint8Array; discriminator: Uint8Array } {
    return { generator: write(this.#generator, state), discriminator: write(this.#discriminator, state) };
  }
}

function write(
  { layout, vector, inputs, run }: Export,
  state: ReadonlyMap<string, TensorValues>,
): Uint8Array {
  const flat = state.get(vector);
  if (flat === undefined) throw new RangeError(`the state lacks ${vector}`);
  const weights = new Map(
    layout.parameters.map(({ name, shape, offset, size }) => [
      name,
      { shape, data: flat.data.subarray(offset, offset + size) },
    ]),
  );
  return exportModel({ weights, inputs, run });
}
