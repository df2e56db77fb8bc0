import type { PenaltyName } from "../../experiment/catalog.ts";
import { gradientPenalty } from "./gradient-penalty.ts";
import type { Penalty } from "./penalty.ts";
import { r1 } from "./r1.ts";
import { r2 } from "./r2.ts";

/** By their name under `penalties` in an experiment. */
export const penalties: Readonly<Record<PenaltyName, Penalty>> = { r1, r2, gradientPenalty };

export type { PenaltyName } from "../../experiment/catalog.ts";
