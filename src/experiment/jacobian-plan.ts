import type { Experiment } from "./schema.ts";

/** In spaces of more dimensions some directions stand for all: with all, memory and time grow with the square of the size. */
const ALL_DIRECTIONS_UP_TO = 64;

/** At how many latents, along how many directions of the latent space, a run's Jacobian is measured. */
export function jacobianPlan(
  { latent }: Pick<Experiment, "latent">,
  sampleShape: readonly number[],
): { readonly latents: number; readonly directions: number } {
  return sampleShape.length > 1 || latent.size > ALL_DIRECTIONS_UP_TO
    ? { latents: 32, directions: 16 }
    : { latents: 256, directions: latent.size };
}
