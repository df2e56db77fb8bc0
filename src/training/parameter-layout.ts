import { tf } from "../compiler/tensorflow.ts";
import type { Tensor } from "../compiler/tensorflow.ts";
import type { Parameter } from "../gan/networks/network.ts";

/** Where a parameter lies in the flat vector of its group. */
export interface Placed extends Parameter {
  readonly offset: number;
  readonly size: number;
}

/** The parameters of a group, one after the other in one vector: one optimiser update for all of them. */
export interface Layout {
  readonly parameters: readonly Placed[];
  readonly size: number;
}

export const elements = (shape: readonly number[]): number => shape.reduce((a, b) => a * b, 1);

/** Points are [dims], images [height, width, channels]. */
export const isImage = (sampleShape: readonly number[]): boolean => sampleShape.length === 3;

export function layoutOf(parameters: readonly Parameter[]): Layout {
  const placed: Placed[] = [];
  let offset = 0;
  for (const parameter of parameters) {
    const size = elements(parameter.shape);
    placed.push({ ...parameter, offset, size });
    offset += size;
  }
  return { parameters: placed, size: offset };
}

/** The flat vector [size] as the tensors of its parameters, differentiable. */
export function unpack(layout: Layout, flat: Tensor): Tensor[] {
  const pieces = tf.split(
    flat,
    layout.parameters.map(p => p.size),
  );
  return pieces.map((piece, i) => tf.reshape(piece, [...(layout.parameters[i]?.shape ?? [])]));
}
