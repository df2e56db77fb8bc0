import { readState, type CheckpointPlace } from "../runs/checkpoints.ts";
import type { CheckpointDigest } from "../runs/digests.ts";

/** A tensor that is not the same in two checkpoints. */
export interface TensorDifference {
  readonly name: string;
  /** Largest |a - b|; null where it cannot be told: the original's checkpoint was thinned away, or shapes differ. */
  readonly absolute: number | null;
  /** Largest |a - b| / max(|a|, |b|). */
  readonly relative: number | null;
}

/** The tensors whose digests differ, or that only one of both has; with the size of the difference where both states are there. */
export function tensorDifferences(
  a: CheckpointDigest,
  b: CheckpointDigest,
  places: { readonly a: CheckpointPlace; readonly b: CheckpointPlace } | null,
): TensorDifference[] {
  const names = new Set([...Object.keys(a.tensors), ...Object.keys(b.tensors)]);
  const different = [...names].filter(name => a.tensors[name] !== b.tensors[name]);
  if (places === null) return different.map(name => ({ name, absolute: null, relative: null }));
  const left = readState(places.a.folder).tensors;
  const right = readState(places.b.folder).tensors;
  return different.map(name => ({ name, ...largestDifference(left.get(name)?.data, right.get(name)?.data) }));
}

type Numbers = Float32Array | Float64Array;

function largestDifference(a: Numbers | undefined, b: Numbers | undefined): Omit<TensorDifference, "name"> {
  if (a?.length !== b?.length || a === undefined || b === undefined)
    return { absolute: null, relative: null };
  let absolute = 0;
  let relative = 0;
  for (let i = 0; i < a.length; i++) {
    const x = a[i] ?? NaN;
    const y = b[i] ?? NaN;
    const difference = Math.abs(x - y);
    absolute = Math.max(absolute, difference);
    if (difference > 0) relative = Math.max(relative, difference / Math.max(Math.abs(x), Math.abs(y)));
  }
  return { absolute, relative };
}
