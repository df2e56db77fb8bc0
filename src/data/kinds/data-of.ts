import type { Experiment } from "../../experiment/schema.ts";

/** The keys of one kind of data. */
export type DataOf<Kind extends Experiment["data"]["kind"]> = Extract<
  Experiment["data"],
  { readonly kind: Kind }
>;
