import { applyToBoth } from "../networks/both-batches.ts";
import { infoNce, unitRows } from "./info-nce.ts";
import { neighbourDraws, neighbours } from "./neighbours.ts";
import type { Pairing } from "./pairing.ts";

/**
 * A sample must recognise the sample of its own latent neighbour among all others:
 * InfoNCE between e(G(z_i)) and e(G(z_j + sigma eps_j)), eps standard normal.
 * Our reading of the pairing regularizer of Lin, Huang, Liu 2026 (arXiv 2604.20130); the paper's own equation is
 * not public to us.
 */
export const neighbour: Pairing = {
  embeddings: ["samples"],
  knobs: ["noise", "temperature"],
  draws: neighbourDraws,
  others: neighbours,
  rendersOthers: true,
  value({ samples, otherSamples, embedSamples, knob }) {
    const [u, v] = applyToBoth(x => unitRows(embedSamples(x)), samples, otherSamples());
    return infoNce(u, v, knob("temperature"));
  },
};
