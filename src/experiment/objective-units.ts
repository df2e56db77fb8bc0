import { losses, pairingKinds } from "./catalog-objectives.ts";
import { rawAt, toRawValue } from "./raw-value.ts";

type Units = Readonly<Record<string, { readonly unit: string }>>;

const unitOf = (parts: Units, name: unknown): string =>
  typeof name === "string" && Object.hasOwn(parts, name) ? (parts[name]?.unit ?? "") : "";

/**
 * Tells the unit of a scalar that gets it from what trains; null of every other one.
 * @param experiment as resolved, maybe by another version.
 */
export function objectiveUnits(experiment: unknown): (tag: string) => string | null {
  const raw = toRawValue(experiment);
  const loss = rawAt(raw, ["loss"]);
  const units = new Map([
    ["loss/generator", unitOf(losses, loss)],
    ["loss/discriminator", unitOf(losses, loss)],
    ["loss/pairing", unitOf(pairingKinds, rawAt(raw, ["pairing", "kind"]))],
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
