import type { Experiment } from "../../experiment/schema.ts";
import { divco } from "./divco.ts";
import { dsgan } from "./dsgan.ts";
import { jacobianClamping } from "./jacobian-clamping.ts";
import { latent } from "./latent.ts";
import { msgan } from "./msgan.ts";
import { ndiv } from "./ndiv.ts";
import { neighbour } from "./neighbour.ts";
import type { Pairing } from "./pairing.ts";
import { zcr } from "./zcr.ts";

/** The pairing regularizer of an experiment. Throws RangeError for a kind that this version does not build. */
export function pairingOf(spec: Experiment["pairing"]): Pairing {
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
      throw new RangeError(`pairing.kind "${spec.kind}" is not available in this version`);
    default:
      return spec satisfies never;
  }
}
