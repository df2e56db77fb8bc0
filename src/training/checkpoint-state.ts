import type { SafeTensor } from "../formats/safetensors.ts";
import type { Group } from "./group.ts";
import { AVERAGE, slotName, SPECTRAL, weightsName } from "./group.ts";
import type { Layout } from "./parameter-layout.ts";
import type { Model } from "./model.ts";
import { settledVectors } from "./spectral-values.ts";
import { stateShapes } from "./step.ts";

interface StateTensor {
  readonly shape: readonly number[];
  readonly data: Float32Array;
}

/** How the executor's flat vectors are called, parameter by parameter, in a checkpoint. */
interface Section {
  readonly vector: string;
  /** Null: a scalar that keeps its name. */
  readonly layout: Layout | null;
  readonly nameOf: (parameter: string) => string;
}

function sectionsOf(group: Group): Section[] {
  const slots = Object.entries(group.optimizer.slots(group.layout.size)).map(([slot, { shape }]): Section => {
    const vector = slotName(group.name, slot);
    return { vector, layout: shape.length === 0 ? null : group.layout, nameOf: p => `${vector}.${p}` };
  });
  return [
    { vector: weightsName(group.name), layout: group.layout, nameOf: p => `${group.name}.${p}` },
    ...slots,
  ];
}

function sections(model: Model): Section[] {
  const average: Section[] =
    model.experiment.average > 0
      ? [{ vector: AVERAGE, layout: model.groups.generator.layout, nameOf: p => `average.${p}` }]
      : [];
  const spectral: Section[] = model.spectral
    ? [{ vector: SPECTRAL, layout: model.spectral, nameOf: p => `${SPECTRAL}.${p}` }]
    : [];
  return [...Object.values(model.groups).flatMap(sectionsOf), ...spectral, ...average];
}

/**
 * The executor's state under the names of a checkpoint: `generator.0.weight`, `generator.optimizer.m.0.weight`,
 * `generator.optimizer.beta1Power`, `average.0.weight`, ... The pieces are views, not copies.
 */
export function toCheckpoint(model: Model, state: ReadonlyMap<string, StateTensor>): Map<string, SafeTensor> {
  const tensors = new Map<string, SafeTensor>();
  for (const { vector, layout, nameOf } of sections(model)) {
    const whole = state.get(vector);
    if (whole === undefined) throw new RangeError(`the state lacks ${vector}`);
    if (layout === null) tensors.set(vector, whole);
    else
      for (const { name, shape, offset, size } of layout.parameters)
        tensors.set(nameOf(name), { shape, data: whole.data.subarray(offset, offset + size) });
  }
  return tensors;
}

/** A checkpoint that does not belong to the experiment, with what is missing or has another shape. */
export class CheckpointMismatch extends Error {
  override readonly name = "CheckpointMismatch";
}

/**
 * The executor's state from a checkpoint. Tensors of the embedding group that it lacks or has in another shape are
 * left to `initial`, because a branch may change the kind of pairing; singular vectors that it lacks are those of its
 * weights, because a branch may begin to normalise; anything else throws CheckpointMismatch.
 */
export function fromCheckpoint(
  model: Model,
  tensors: ReadonlyMap<string, SafeTensor>,
  initial: ReadonlyMap<string, StateTensor>,
): Map<string, StateTensor> {
  const shapes = stateShapes(model);
  const state = new Map<string, StateTensor>();
  const replaced = new Set<string>();
  for (const { vector, layout, nameOf } of sections(model)) {
    const shape = shapes[vector] ?? [];
    const data = new Float32Array(layout?.size ?? 1);
    const pieces = layout?.parameters ?? [{ name: vector, shape: [] as readonly number[], offset: 0 }];
    for (const { name, shape: expected, offset } of pieces) {
      const stored = tensors.get(layout === null ? name : nameOf(name));
      if (stored?.shape.join() === expected.join()) data.set(stored.data, offset);
      else if (vector.startsWith("embedding.")) replaced.add("embedding.");
      else if ((vector === AVERAGE || vector === SPECTRAL) && stored === undefined) replaced.add(vector);
      else {
        const found = stored === undefined ? "it is missing" : `it is [${stored.shape.join(", ")}]`;
        throw new CheckpointMismatch(
          `the checkpoint does not fit the experiment: ${nameOf(name)} should be [${expected.join(", ")}], but ${found}`,
        );
      }
    }
    state.set(vector, { shape, data });
  }
  for (const [name, tensor] of initial)
    if (name.startsWith("embedding.") && replaced.has("embedding.")) state.set(name, tensor);
  const [discriminator, drawn] = [state.get(weightsName("discriminator")), initial.get(SPECTRAL)];
  if (replaced.has(SPECTRAL) && discriminator !== undefined && drawn !== undefined) {
    const data = settledVectors(model.groups.discriminator.layout, discriminator.data, drawn.data);
    state.set(SPECTRAL, { shape: drawn.shape, data });
  }
  const generator = state.get(weightsName("generator"));
  if (replaced.has(AVERAGE) && generator !== undefined)
    state.set(AVERAGE, { shape: generator.shape, data: generator.data.slice() });
  return state;
}

/** The first tensor, in the checkpoint's names and order, that holds a NaN or an infinity; null if all are finite. */
export function firstNotFinite(tensors: ReadonlyMap<string, SafeTensor>): string | null {
  for (const [name, { data }] of tensors) for (const x of data) if (!Number.isFinite(x)) return name;
  return null;
}
