import { record } from "../../compiler/recording-backend.ts";
import { zeroResults } from "../../compiler/zero-results.ts";
import { InputError } from "../../experiment/input-error.ts";
import type { OwnModule } from "../../gan/own-module.ts";
import type { PenaltyName } from "../../gan/penalties/index.ts";
import { penalties } from "../../gan/penalties/index.ts";
import { isMatrix } from "../../gan/spectral-norm.ts";
import { ratioStep } from "../gradient-ratio.ts";
import type { Model } from "../model.ts";
import { buildStep, shapesOf } from "../step.ts";
import type { OwnModules } from "./load-modules.ts";

/**
 * Records what the modules are part of once, before anything is trained, so that their mistakes are told at the start and
 * not when a knob is first turned up. Throws InputError at a module's own line.
 */
export function tryModules(model: Model, { pairing, generator, discriminator }: OwnModules): void {
  const network = discriminator ?? generator;
  if (discriminator !== undefined) tryNormalising(model, discriminator);
  if (network !== undefined) blaming(network, () => record(...everything(model)));
  if (pairing !== undefined) tryPairing(model, pairing);
}

/** A step with every part that may be turned on while it trains. */
function everything(model: Model): Parameters<typeof record> {
  const all = new Map((Object.keys(penalties) as PenaltyName[]).map(name => [name, 1]));
  const step = buildStep(model, { key: "everything", pairing: true, penalties: all });
  return [shapesOf(step), step.run];
}

function tryPairing(model: Model, pairing: OwnModule): void {
  const step = ratioStep(model);
  const zeros = blaming(pairing, () => zeroResults(shapesOf(step), step.run));
  if (zeros.includes("pairing"))
    pairing.refuse(
      "the gradient of what the function gives is 0 everywhere: it depends on the generator by operations without a gradient alone, such as comparisons, rounding or argMax",
    );
}

/** Spectral normalisation divides by a matrix's size. */
function tryNormalising({ spectral, groups }: Model, discriminator: OwnModule): void {
  const empty = groups.discriminator.layout.parameters.find(
    ({ shape, initializer }) =>
      isMatrix({ shape }) && initializer.kind === "constant" && initializer.value === 0,
  );
  if (spectral !== null && empty !== undefined)
    discriminator.refuse(
      `the parameter ${empty.name} starts at zeros; discriminator.spectralNorm would divide it by its size, which is 0`,
    );
}

/** Of all that is recorded the rest is ours: what has no place of its own is told at the module's function. */
function blaming<T>(module: OwnModule, work: () => T): T {
  try {
    return work();
  } catch (error) {
    if (error instanceof InputError || !(error instanceof Error)) throw error;
    return module.refuse(
      error.message.startsWith("Cannot compute gradient of y=f(x)")
        ? "what the function gives does not depend on the weights that are trained, so that it trains nothing"
        : error.message,
    );
  }
}
