import type { AvailableLoss } from "../../experiment/catalog.ts";
import type { AdversarialLoss } from "./loss.ts";
import { nonSaturating } from "./non-saturating.ts";

export const losses: Readonly<Record<AvailableLoss, AdversarialLoss>> = { "non-saturating": nonSaturating };
