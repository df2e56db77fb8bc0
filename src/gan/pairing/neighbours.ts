import { tf } from "../../compiler/tensorflow.ts";
import type { Tensor } from "../../compiler/tensorflow.ts";
import type { LatentContext, PairingDraw } from "./pairing.ts";

/** The draw that `neighbours` takes. */
export const neighbourDraws = { noise: { of: "noise" } } as const satisfies Record<string, PairingDraw>;

/** z + sigma eps, eps standard normal: a latent's neighbour at the noise scale of the knob. */
export const neighbours = ({ latents, drawn, knob }: LatentContext): Tensor =>
  tf.add(latents, tf.mul(drawn("noise"), knob("noise")));
