import { dataKinds, type DataKind } from "../experiment/catalog.ts";
import type { Experiment } from "../experiment/schema.ts";

/** Another trainer's run may be of a kind that is no one of ours. */
const kinds: Readonly<Record<string, DataKind>> = dataKinds;

/** How many modes the data are known to have; null where they are not. */
export function modeCount(data: Experiment["data"]): number | null {
  if ("modes" in data) return data.modes;
  if (data.kind === "grid") return data.side ** 2;
  return kinds[data.kind]?.modes ?? null;
}
