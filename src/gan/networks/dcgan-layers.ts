import type { Initializer } from "./network.ts";

/** Every convolution: 4x4 filters that halve or double the resolution. */
export const convolution = { size: 4, stride: 2, padding: 1 } as const;

/** Weights of convolutions and of the dense layer (Radford, Metz, Chintala 2015, section 4). */
export const weights: Initializer = { kind: "normal", deviation: 0.02 };
