import type { LossName, PairingKindName } from "./catalog-objectives.ts";
import { rawAt, toRawValue } from "./raw-value.ts";

/** What an adversarial loss is in; only of a log-likelihood are these nats. */
const lossUnits: Readonly<Record<LossName, string>> = {
  "non-saturating": "nats",
  wasserstein: "scores",
  hinge: "scores",
  "least-squares": "squared scores",
  relativistic: "nats",
};

/** The same of pairing and its alternatives, without their weight; "" for what its formula alone tells. */
const pairingUnits: Readonly<Record<PairingKindName, string>> = {
  neighbour: "nats",
  latent: "nats",
  msgan: "",
  dsgan: "",
  ndiv: "",
  divco: "nats",
  zcr: "",
  "jacobian-clamping": "",
  custom: "",
};

const named = (units: Readonly<Record<string, string>>, name: unknown): string =>
  typeof name === "string" && Object.hasOwn(units, name) ? (units[name] ?? "") : "";

/**
 * Tells the unit of a scalar that gets it from what trains; null of every other one.
 * @param experiment as resolved, maybe by another version.
 */
export function objectiveUnits(experiment: unknown): (tag: string) => string | null {
  const raw = toRawValue(experiment);
  const loss = rawAt(raw, ["loss"]);
  const units = new Map([
    ["loss/generator", named(lossUnits, loss)],
    ["loss/discriminator", named(lossUnits, loss)],
    ["loss/pairing", named(pairingUnits, rawAt(raw, ["pairing", "kind"]))],
  ]);
  return tag => units.get(tag) ?? null;
}

/**
 * Among how many partners a sample must recognise its own, of kinds that choose one: where samples tell nothing of their
 * latents pairing's loss is the logarithm of this, and its accuracy one of so many. Null for all others.
 * @param experiment as above.
 */
export function pairingPartners(experiment: unknown): number | null {
  const raw = toRawValue(experiment);
  const whole = (...path: readonly string[]) => {
    const value = rawAt(raw, path);
    return Number.isSafeInteger(value) && Number(value) > 0 ? Number(value) : null;
  };
  const kind = rawAt(raw, ["pairing", "kind"]);
  if (kind === "neighbour" || kind === "latent") return whole("batch");
  const negatives = kind === "divco" ? whole("pairing", "negatives") : null;
  return negatives === null ? null : 1 + negatives;
}
