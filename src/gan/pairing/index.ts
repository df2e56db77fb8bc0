import type { Experiment } from "../../experiment/schema.ts";
import type { OwnModule } from "../own-module.ts";
import { custom } from "./custom.ts";
import { divco } from "./divco.ts";
import { dsgan } from "./dsgan.ts";
import { jacobianClamping } from "./jacobian-clamping.ts";
import { latent } from "./latent.ts";
import { msgan } from "./msgan.ts";
import { ndiv } from "./ndiv.ts";
import { neighbour } from "./neighbour.ts";
import type { Pairing } from "./pairing.ts";
import { zcr } from "./zcr.ts";

/** The pairing regularizer of an experiment; a custom one is made of its module. */
export function pairingOf(spec: Experiment["pairing"], module?: OwnModule): Pairing {
  switch (spec.kind) {
    case "neighbour":
      return neighbour;
    case "latent":
      return latent;
    case "msgan":
      return msgan;
    case "dsgan":
      return dsgan;
    case "ndiv":
      return ndiv;
    case "divco":
      return divco(spec.negatives);
    case "zcr":
      return zcr;
    case "jacobian-clamping":
      return jacobianClamping;
    case "custom":
      if (module === undefined) throw new TypeError("the module of a custom pairing is loaded");
      return custom(module);
    default:
      return spec satisfies never;
  }
}
