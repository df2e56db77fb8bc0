import { fillLatents, type LatentSpace } from "../../data/latents.ts";
import type { Classes } from "../../data/modes.ts";
import type { Model } from "../../execution/model.ts";
import type { ClassShares } from "../../protocol/image-views.ts";
import type { Classify } from "../run-classes.ts";
import { renderImages } from "./image-samples.ts";

/** How many latents tell which share of them is of each class. */
const SHARED_LATENTS = 1000;

/** Which share of a generator's images is of each class, beside that of the data. */
export async function countClasses(
  {
    latent,
    classes,
    step,
    generator,
    classify,
  }: {
    readonly latent: LatentSpace;
    readonly classes: Classes;
    readonly step: number;
    readonly generator: Model;
    readonly classify: Classify;
  },
  signal: AbortSignal,
): Promise<ClassShares> {
  const data = new Float32Array(SHARED_LATENTS * latent.size);
  fillLatents(data, latent, { seed: 0, stream: "userLatents", step: 0 });
  const samples = await renderImages(generator, { shape: [SHARED_LATENTS, latent.size], data }, signal);
  const shares = new Float64Array(classes.count);
  for (const label of await classify(samples, signal))
    shares[label] = (shares[label] ?? 0) + 1 / SHARED_LATENTS;
  return { step, samples: SHARED_LATENTS, shares, real: Float64Array.from(classes.weights), unsure: null };
}
