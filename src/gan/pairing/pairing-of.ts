import type { PairingKindName } from "../../experiment/catalog.ts";
import type { Experiment } from "../../experiment/schema.ts";
import type { OwnModule } from "../own-module.ts";
import * as kinds from "./index.ts";
import type { Pairing } from "./pairing.ts";

type Spec = Experiment["pairing"];
/** Of kinds whose numbers decide what is computed at all, and of a module. */
type Made<S> = (spec: S, module: OwnModule | undefined) => Pairing;

const pairings: {
  readonly [Kind in PairingKindName]: Pairing | Made<Extract<Spec, { readonly kind: Kind }>>;
} = kinds;

/** The pairing regularizer of an experiment; a custom one is made of its module. */
export function pairingOf(spec: Spec, module?: OwnModule): Pairing {
  const pairing: Pairing | Made<never> = pairings[spec.kind];
  return typeof pairing === "function" ? pairing(spec as never, module) : pairing; // made by its own kind
}
