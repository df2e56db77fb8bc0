import type { CustomPart } from "../experiment/custom-parts.ts";
import type { Divergence } from "./ending.ts";
import { SPECTRAL } from "./group.ts";
import type { OwnModules } from "./modules/load-modules.ts";

/** Whose values or gradients a scalar of the step is made of, by its tag; the generator's loss has every part. */
const ofScalars: Readonly<Record<string, readonly CustomPart[]>> = {
  "score/real": ["discriminator"],
  "score/fake": ["generator", "discriminator"],
  "loss/r1": ["discriminator"],
  "loss/r2": ["generator", "discriminator"],
  "loss/gradient_penalty": ["generator", "discriminator"],
};

/**
 * Which parts may have given the first values that are not finite in a step. What the discriminator makes of real samples, and
 * both of generated ones, comes before everything else.
 */
export function suspectsOf(scalars: ReadonlyMap<string, number>): readonly CustomPart[] {
  const bad = (tag: string): boolean => scalars.has(tag) && !Number.isFinite(scalars.get(tag));
  const first = Object.keys(ofScalars).find(bad);
  if (first !== undefined) return ofScalars[first] ?? [];
  return bad("loss/pairing") ? ["pairing"] : ["generator", "discriminator"];
}

/** Through which parts the gradient goes by which a tensor of the state became not finite. */
export function suspectsBehind(tensor: string): readonly CustomPart[] {
  return tensor.startsWith("discriminator.") || tensor.startsWith(SPECTRAL)
    ? ["discriminator"]
    : ["pairing", "generator", "discriminator"];
}

/** What is said of something that is not finite, with the modules among the parts that may have given it. */
export function blaming(
  said: string,
  suspects: readonly CustomPart[],
  modules: OwnModules,
): Pick<Divergence, "message" | "blamed"> {
  const places = suspects.flatMap(part => modules[part]?.place ?? []);
  const [first] = places;
  if (first === undefined) return { message: said, blamed: {} };
  const named = places.map(({ file, line, column }) => `${file}:${line}:${column}`).join(" or ");
  return { message: `${said}, given by ${named}`, blamed: { problem: { ...first, message: said } } };
}
