import { tf } from "../../compiler/tensorflow.ts";
import type { Tensor } from "../../compiler/tensorflow.ts";
import type { OwnModule } from "../own-module.ts";
import { found, isTensor } from "../own-values.ts";
import { tensorAt } from "./network.ts";
import type { Generator, Initializer, Network, Parameter } from "./network.ts";

// Networks of the researcher's own, docs/custom.md: a module exports `parameters`, a function of the sizes to the shapes of
// its weights by name, and as default a function of weights and a batch. Every row of the result depends on its own row of
// the batch alone.

const MOST_PARAMETERS = 1000;
const MOST_WEIGHTS = 2 ** 28;
const MOST_DIMENSIONS = 6;

const valuesOf = (shape: readonly number[]): number => shape.reduce((product, size) => product * size, 1);

/** From latents to samples. */
export function customGenerator(
  module: OwnModule,
  latentSize: number,
  sampleShape: readonly number[],
): Generator {
  const parameters = parametersOf(module, { latentSize, sampleShape });
  return {
    parameters,
    normalised: [],
    generate(weights, latents) {
      const samples = module.call("default", {
        tf,
        parameters: named(parameters, weights),
        latents,
        options: module.options,
      });
      return { samples: shaped(module, samples, [latents.shape[0], ...sampleShape]), moments: [] };
    },
  };
}

/** From samples to so many outputs: the discriminator's score, or the embedding of pairing on images. */
export function customDiscriminator(
  module: OwnModule,
  sampleShape: readonly number[],
  outputs: number,
): Network {
  const parameters = parametersOf(module, { sampleShape, outputs });
  const judged = (weights: readonly Tensor[], samples: Tensor): { output: Tensor; features: Tensor } => {
    const given = module.call("default", {
      tf,
      parameters: named(parameters, weights),
      samples,
      options: module.options,
    });
    const rows = samples.shape[0];
    const parts = (isObject(given) && !isTensor(given) ? given : { output: given }) as {
      output?: unknown;
      features?: unknown;
    };
    const output = shaped(module, parts.output, [rows, outputs]);
    if (parts.features === undefined) return { output, features: tf.reshape(samples, [rows, -1]) };
    if (!isTensor(parts.features) || parts.features.shape[0] !== rows)
      return module.refuse(`\`features\` is ${found(parts.features)}; expected [${rows}, features]`);
    return { output, features: tf.reshape(parts.features, [rows, -1]) };
  };
  return {
    parameters,
    apply: (weights, samples) => judged(weights, samples).output,
    features: (weights, samples) => judged(weights, samples).features,
  };
}

const isObject = (value: unknown): value is object => typeof value === "object" && value !== null;

function shaped(module: OwnModule, value: unknown, shape: readonly number[]): Tensor {
  if (isTensor(value) && value.shape.join() === shape.join()) return value;
  return module.refuse(`the function gives ${found(value)}; expected the shape [${shape.join(", ")}]`);
}

const named = (parameters: readonly Parameter[], weights: readonly Tensor[]): Record<string, Tensor> =>
  Object.fromEntries(parameters.map(({ name }, i) => [name, tensorAt(weights, i)]));

/** What the module says of its weights, in the order in which it says it. */
function parametersOf(module: OwnModule, sizes: object): readonly Parameter[] {
  const described = module.call("parameters", { ...sizes, options: module.options });
  if (!isObject(described) || Array.isArray(described))
    return module.refuse(`\`parameters\` gives ${found(described)}; expected an object of shapes by name`);
  const parameters = Object.entries(described).map(([name, spec]) => parameterOf(module, name, spec));
  const weights = parameters.reduce((sum, { shape }) => sum + valuesOf(shape), 0);
  if (parameters.length === 0 || parameters.length > MOST_PARAMETERS || weights > MOST_WEIGHTS)
    return module.refuse(
      `\`parameters\` gives ${parameters.length} tensors of ${weights} numbers; expected 1 to ${MOST_PARAMETERS}, of ${MOST_WEIGHTS} at most`,
    );
  return parameters;
}

const starts = '"glorot-uniform", "zeros", "ones" or { normal: deviation }';

function parameterOf(module: OwnModule, name: string, spec: unknown): Parameter {
  const { shape = spec, start } = (isObject(spec) ? spec : {}) as { shape?: unknown; start?: unknown };
  if (!/^[A-Za-z0-9][\w.-]{0,99}$/.test(name))
    return module.refuse(
      `a parameter is called ${JSON.stringify(name)}; expected letters, digits, dots, dashes and _`,
    );
  const isShape = (value: unknown): value is number[] =>
    Array.isArray(value) &&
    value.length <= MOST_DIMENSIONS &&
    value.every(size => Number.isSafeInteger(size) && (size as number) > 0);
  if (!isShape(shape))
    return module.refuse(
      `the parameter ${name} has the shape ${JSON.stringify(shape)}; expected a list of at most ${MOST_DIMENSIONS} whole numbers from 1`,
    );
  const initializer = initializerOf(shape, start ?? (shape.length > 1 ? "glorot-uniform" : "zeros"));
  if (initializer === null)
    return module.refuse(
      `the parameter ${name} starts as ${JSON.stringify(start)}; expected ${starts}; a glorot-uniform one has two dimensions at least`,
    );
  return { name, shape, initializer };
}

/** Null where there is no such start. */
function initializerOf(shape: readonly number[], start: unknown): Initializer | null {
  if (start === "zeros" || start === "ones") return { kind: "constant", value: start === "ones" ? 1 : 0 };
  if (start === "glorot-uniform" && shape.length > 1) {
    // Dense weights are [inputs, outputs], filters [outputs, inputs, ...window].
    const [a = 1, b = 1, ...window] = shape;
    return { kind: "glorot-uniform", fanIn: b * valuesOf(window), fanOut: a * valuesOf(window) };
  }
  const deviation = isObject(start) && "normal" in start ? start.normal : undefined;
  const isDeviation = typeof deviation === "number" && deviation >= 0 && Number.isFinite(deviation);
  return isDeviation ? { kind: "normal", deviation } : null;
}
