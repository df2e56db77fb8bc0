// The regularizer of each pairing kind (pairing-of.ts), by the name that an experiment says.

export { neighbour } from "./neighbour.ts";
export { latent } from "./latent.ts";
export { msgan } from "./msgan.ts";
export { dsgan } from "./dsgan.ts";
export { ndiv } from "./ndiv.ts";
export { divco } from "./divco.ts";
export { zcr } from "./zcr.ts";
export { jacobianClamping as "jacobian-clamping" } from "./jacobian-clamping.ts";
export { custom } from "./custom.ts";
