import { infoNce, unitRows } from "./info-nce.ts";
import { neighbourDraws, neighbours } from "./neighbours.ts";
import { pairing } from "./pairing.ts";

/**
 * A sample must recognise its own latent neighbourhood among all others:
 * InfoNCE between e(G(z_i)) and h(z_j + sigma eps_j), eps standard normal.
 * Our other reading of the pairing regularizer of Lin, Huang, Liu 2026 (arXiv 2604.20130); the paper's own equation
 * is not public to us.
 */
export const latent = pairing({
  embeddings: ["samples", "latents"],
  knobs: ["noise", "temperature"],
  draws: neighbourDraws,
  others: neighbours,
  value: ({ samples, otherLatents, embedSamples, embedLatents, knob }) =>
    infoNce(unitRows(embedSamples(samples)), unitRows(embedLatents(otherLatents)), knob("temperature")),
});
