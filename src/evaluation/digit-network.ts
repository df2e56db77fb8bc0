// The shape of the classifier of digits, which scripts/train-digit-classifier.mjs trains and the product runs.
import type { TensorValues } from "../compiler/program.ts";
import { pictureNetwork } from "./picture-network.ts";

export const DIGIT_SIDE = 28;
export const DIGITS = 10;

/** Two convolutions of stride 2, then two dense layers: [n, 28, 28, 1] in -1 to 1, to 10 logits. */
export const digitParameters = {
  filters1: [16, 1, 4, 4],
  bias1: [16],
  filters2: [32, 16, 4, 4],
  bias2: [32],
  weights3: [32 * 7 * 7, 56],
  bias3: [56],
  weights4: [56, DIGITS],
  bias4: [DIGITS],
} as const satisfies Readonly<Record<string, readonly number[]>>;

export type DigitParameter = keyof typeof digitParameters;

/** What both convolutions do: 28 x 28 becomes 14 x 14 and that 7 x 7. */
export const digitConvolution = { stride: 2, padding: 1 } as const;

export function digitNetwork(values: Readonly<Record<DigitParameter, TensorValues>>): Uint8Array {
  const data = (name: DigitParameter): Float32Array => values[name].data;
  const convolution = { kind: "convolution", ...digitConvolution } as const;
  return pictureNetwork(
    [DIGIT_SIDE, DIGIT_SIDE, 1],
    [
      { ...convolution, filters: data("filters1"), shape: [16, 1, 4], bias: data("bias1") },
      { ...convolution, filters: data("filters2"), shape: [32, 16, 4], bias: data("bias2") },
      {
        kind: "dense",
        weights: data("weights3"),
        shape: digitParameters.weights3,
        bias: data("bias3"),
        rectified: true,
      },
      {
        kind: "dense",
        weights: data("weights4"),
        shape: digitParameters.weights4,
        bias: data("bias4"),
        rectified: false,
      },
    ],
    { name: "logits", size: DIGITS },
  );
}
