import type { AvailableLoss } from "../../experiment/catalog.ts";
import { hinge } from "./hinge.ts";
import { leastSquares } from "./least-squares.ts";
import type { AdversarialLoss } from "./loss.ts";
import { nonSaturating } from "./non-saturating.ts";
import { relativistic } from "./relativistic.ts";
import { wasserstein } from "./wasserstein.ts";

export const losses: Readonly<Record<AvailableLoss, AdversarialLoss>> = {
  "non-saturating": nonSaturating,
  wasserstein,
  hinge,
  "least-squares": leastSquares,
  relativistic,
};
