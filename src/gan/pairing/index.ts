import type { AvailablePairing } from "../../experiment/catalog.ts";
import { latent } from "./latent.ts";
import { neighbour } from "./neighbour.ts";
import type { Pairing } from "./pairing.ts";

export const pairings: Readonly<Record<AvailablePairing, Pairing>> = { neighbour, latent };
