import { zeroResults } from "../../compiler/zero-results.ts";
import { InputError } from "../../experiment/input-error.ts";
import { ratioStep } from "../gradient-ratio.ts";
import type { Model } from "../model.ts";
import { shapesOf } from "../step.ts";
import type { OwnModules } from "./load-modules.ts";

/**
 * Records what the modules are part of once, before anything is trained, so that their mistakes are told at the start and
 * not when a knob is first turned up. Throws InputError at a module's own line.
 */
export function tryModules(model: Model, { pairing }: OwnModules): void {
  if (pairing === undefined) return;
  const step = ratioStep(model);
  let zeros: readonly string[];
  try {
    zeros = zeroResults(shapesOf(step), step.run);
  } catch (error) {
    if (error instanceof InputError || !(error instanceof Error)) throw error;
    // Of the two losses that are recorded here, the other is ours.
    return pairing.refuse(
      error.message.startsWith("Cannot compute gradient of y=f(x)")
        ? "what the function gives does not depend on the generator, so that it trains nothing"
        : error.message,
    );
  }
  if (zeros.includes("pairing"))
    pairing.refuse(
      "the gradient of what the function gives is 0 everywhere: it depends on the generator by operations without a gradient alone, such as comparisons, rounding or argMax",
    );
}
