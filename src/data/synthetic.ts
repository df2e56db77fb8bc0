// Data drawn from a known distribution: a place that one uniform number decides, and Gaussian noise around it.

import type { Dataset } from "./dataset.ts";
import type { Modes } from "./modes.ts";
import { normalOf } from "./normal.ts";
import { randomBits, uniformOf, type RandomAddress } from "./random.ts";

export interface Distribution {
  readonly dims: number;
  /** Writes the noiseless point of a uniform number (0 < u < 1) into `center` and gives the noise's standard deviation. */
  readonly place: (u: number, center: Float64Array) => number;
  readonly modes: Modes | null;
  readonly logDensity: Dataset["logDensity"];
}

/**
 * A dataset of endless samples. Sample i of a batch takes the random values i (dims + 1) .. (i + 1) (dims + 1):
 * one for the place, one for the noise of each dimension; so a larger batch starts with the smaller one.
 */
export function synthetic({ dims, place, modes, logDensity }: Distribution): Dataset {
  const center = new Float64Array(dims);
  let bits = new Uint32Array(0);
  const draw = (at: RandomAddress, rows: number, out: Float32Array, offset: number) => {
    const words = rows * (dims + 1);
    if (bits.length < words) bits = new Uint32Array(words);
    randomBits(bits, at, 0, words);
    let word = 0;
    let to = offset;
    for (let row = 0; row < rows; row++) {
      const std = place(uniformOf(bits[word++] ?? 0), center);
      for (let d = 0; d < dims; d++) out[to++] = (center[d] ?? 0) + std * normalOf(bits[word++] ?? 0);
    }
  };
  const heldOut = (n: number): Float32Array => {
    const out = new Float32Array(n * dims);
    draw({ seed: 0, stream: "heldOut", step: 0 }, n, out, 0);
    return out;
  };
  return {
    sampleShape: [dims],
    modes,
    classes: null,
    examples: null,
    images: null,
    normalization: null,
    batch(seed, step, rows, out, offset) {
      draw({ seed, stream: "data", step }, rows, out, offset);
    },
    heldOut,
    heldOutCentred: heldOut,
    logDensity,
    reading: null,
    notices: [],
  };
}
