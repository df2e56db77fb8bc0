import type { Penalty } from "./penalty.ts";
import { r1 } from "./r1.ts";

/** By their name under `penalties` in an experiment. */
export const penalties = { r1 } as const satisfies Readonly<Record<string, Penalty>>;

export type PenaltyName = keyof typeof penalties;
