import { penalties, type PenaltyName } from "./catalog-objectives.ts";
import { rawAt, toRawValue } from "./raw-value.ts";
import type { RawValue } from "./raw-value.ts";

/** A part of what trains. */
export interface ObjectivePart {
  /** "hinge", "R1", "spectral norm", "neighbour pairing" */
  readonly name: string;
  /** What the experiment begins with: "0.1 every 16", "of 2"; "" where there is nothing to add. */
  readonly amount: string;
}

const penaltyNames: Readonly<Record<PenaltyName, readonly [name: string, strength: string]>> = {
  r1: ["R1", "gamma"],
  r2: ["R2", "gamma"],
  gradientPenalty: ["gradient penalty", "weight"],
};

/** The two readings of the paper, and what is put in their place by hand; the others go by their own names. */
const pairings: readonly unknown[] = ["neighbour", "latent", "custom"];

const text = (value: RawValue | undefined): string =>
  typeof value === "string" || typeof value === "number" ? String(value) : "?";

/**
 * What trains, in the order loss, penalties, discriminator, data, generator. What is off is left out, but for pairing, which
 * a knob turns on; so is a penalty that neither the experiment nor its schedule has at another value than 0.
 * @param experiment as resolved, maybe by another version: names are as they stand there.
 */
export function objectiveParts(experiment: unknown): ObjectivePart[] {
  const raw = toRawValue(experiment);
  const at = (...path: readonly string[]) => rawAt(raw, path);
  const schedule = at("schedule");
  const scheduled = new Set(
    (Array.isArray(schedule) ? schedule : []).flatMap(change =>
      rawAt(change, ["to"]) === 0 ? [] : [rawAt(change, ["set"])],
    ),
  );
  const punished = (Object.keys(penalties) as PenaltyName[]).flatMap(penalty => {
    const [name, strength] = penaltyNames[penalty];
    const value = at("penalties", penalty, strength);
    if (value === undefined) return [];
    if (value === 0 && !scheduled.has(`penalties.${penalty}.${strength}`)) return [];
    const every = at("penalties", penalty, "every");
    const turns = typeof every === "number" && every > 1 ? ` every ${every}` : "";
    return [{ name, amount: `${text(value)}${turns}` }];
  });
  const pack = at("discriminator", "pack");
  const critic = at("criticSteps");
  const augment = at("augment");
  const kind = at("pairing", "kind");
  return [
    { name: text(at("loss")), amount: "" },
    ...punished,
    ...(at("discriminator", "spectralNorm") === true ? [{ name: "spectral norm", amount: "" }] : []),
    ...(typeof pack === "number" && pack > 1 ? [{ name: "packs", amount: `of ${pack}` }] : []),
    ...(typeof critic === "number" && critic > 1 ? [{ name: `${critic} critic steps`, amount: "" }] : []),
    ...(Array.isArray(augment) && augment.length > 0
      ? [{ name: "augmented", amount: `by ${augment.map(text).join(" and ")}` }]
      : []),
    {
      name: pairings.includes(kind) ? `${text(kind)} pairing` : text(kind),
      amount: text(at("pairing", "weight")),
    },
  ];
}

/** "hinge, R1 0.1 every 16, spectral norm, neighbour pairing 0.02" */
export const objectiveText = (experiment: unknown): string =>
  objectiveParts(experiment)
    .map(({ name, amount }) => (amount === "" ? name : `${name} ${amount}`))
    .join(", ");

/** The same without amounts, which knobs may have changed: "hinge, spectral norm, neighbour pairing" */
export const objectiveName = (experiment: unknown): string =>
  objectiveParts(experiment)
    .map(({ name }) => name)
    .join(", ");
