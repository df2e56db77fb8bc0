import type { StepDefinition } from "../compiler/compile-step.ts";
import { tf } from "../compiler/tensorflow.ts";
import type { Tensor } from "../compiler/tensorflow.ts";
import type { KnobKey } from "../experiment/knobs.ts";
import { AVERAGE, initialState, initialWeights, SPECTRAL, weightsName } from "./group.ts";
import type { Model } from "./model.ts";
import { averagePhase } from "./phases/average.ts";
import { discriminatorPhase } from "./phases/discriminator.ts";
import { generatorPhase } from "./phases/generator.ts";
import type { Phase, PhaseInput } from "./phases/phase.ts";
import { settledVectors } from "./spectral-values.ts";
import type { Variant } from "./variant.ts";

type Shapes = Readonly<Record<string, readonly number[]>>;

/** A training step as a pure function of named tensors, and what it has to be given. */
export interface Step {
  readonly state: Shapes;
  readonly inputs: Readonly<Record<string, PhaseInput>>;
  /** Knobs are inputs too: scalars under their key path. */
  readonly knobs: readonly KnobKey[];
  /** State, inputs and knobs by name to new state and scalars by name. */
  readonly run: (tensors: Readonly<Record<string, Tensor>>) => Record<string, Tensor>;
}

/** Shapes of all state tensors of a model, in the order in which they are kept. */
export function stateShapes(model: Model): Record<string, readonly number[]> {
  const shapes: Record<string, readonly number[]> = {};
  for (const { name, layout, optimizer } of Object.values(model.groups)) {
    shapes[`${name}.weights`] = [layout.size];
    for (const [slot, { shape }] of Object.entries(optimizer.slots(layout.size)))
      shapes[`${name}.optimizer.${slot}`] = shape;
  }
  if (model.spectral) shapes[SPECTRAL] = [model.spectral.size];
  if (model.experiment.average > 0) shapes[AVERAGE] = [model.groups.generator.layout.size];
  return shapes;
}

/** The state at step 0; the averaged generator begins as the generator. */
export function startingState(
  model: Model,
  seed: number,
): Map<string, { shape: readonly number[]; data: Float32Array }> {
  const state = new Map(Object.values(model.groups).flatMap(group => [...initialState(group, seed)]));
  const discriminator = state.get(weightsName("discriminator"));
  if (model.spectral && discriminator !== undefined) {
    const drawn = initialWeights({ name: "spectral", layout: model.spectral }, seed);
    const data = settledVectors(model.groups.discriminator.layout, discriminator.data, drawn);
    state.set(SPECTRAL, { shape: [data.length], data });
  }
  const generator = state.get(weightsName("generator"));
  if (model.experiment.average > 0 && generator !== undefined)
    state.set(AVERAGE, { shape: generator.shape, data: generator.data.slice() });
  return state;
}

/** The phases of one step, in their order: criticSteps discriminator updates, the generator's, the average. */
export function phasesOf(model: Model, variant: Variant): Phase[] {
  const { criticSteps, average } = model.experiment;
  const critics = Array.from({ length: criticSteps }, (_, critic) =>
    discriminatorPhase(model, critic, variant),
  );
  return [
    ...critics,
    generatorPhase(model, variant.pairing),
    ...(average > 0 ? [averagePhase(average)] : []),
  ];
}

export function buildStep(model: Model, variant: Variant): Step {
  const phases = phasesOf(model, variant);
  const all = stateShapes(model);
  const names = new Set(phases.flatMap(phase => phase.state));
  return {
    state: Object.fromEntries(Object.entries(all).filter(([name]) => names.has(name))),
    inputs: Object.assign({}, ...phases.map(phase => phase.inputs)) as Record<string, PhaseInput>,
    knobs: [...new Set(phases.flatMap(phase => phase.knobs))],
    run: tensors => runPhases(phases, tensors),
  };
}

/** Shapes of what is read anew at every step; knobs are scalars. */
const inputShapes = ({ inputs, knobs }: Step): Shapes =>
  Object.fromEntries([
    ...Object.entries(inputs).map(([name, { shape }]) => [name, shape] as const),
    ...knobs.map(key => [key, []] as const),
  ]);

/** Shapes of all that a step is given. */
export const shapesOf = (step: Step): Shapes => ({ ...step.state, ...inputShapes(step) });

/** The step as an executor takes it; knobs are scalars among its inputs. */
export const definitionOf = (step: Step): StepDefinition => ({
  state: step.state,
  inputs: inputShapes(step),
  step: step.run,
});

function runPhases(
  phases: readonly Phase[],
  tensors: Readonly<Record<string, Tensor>>,
): Record<string, Tensor> {
  const given = (name: string): Tensor => {
    const tensor = tensors[name];
    if (tensor === undefined) throw new RangeError(`the step was not given ${name}`);
    return tensor;
  };
  const state: Record<string, Tensor> = {};
  const scalars = new Map<string, Tensor[]>();
  for (const phase of phases) {
    const outcome = phase.run({
      state: name => state[name] ?? given(name),
      input: given,
      knob: key => tf.reshape(given(key), []),
    });
    Object.assign(state, outcome.state);
    for (const [tag, value] of Object.entries(outcome.scalars))
      scalars.set(tag, [...(scalars.get(tag) ?? []), tf.clone(value)]);
    tf.dispose(outcome.scalars);
  }
  // Several critic updates report their mean.
  const means = [...scalars].map(([tag, values]): [string, Tensor] => [
    tag,
    values.length === 1 ? (values[0] ?? tf.scalar(0)) : tf.div(tf.addN(values), values.length),
  ]);
  return { ...state, ...Object.fromEntries(means) };
}
