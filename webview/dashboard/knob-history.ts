import type { KnobChange, KnobFacts } from "../../src/protocol/dashboard-state.ts";

/** The change that gave a knob the value that training step `step` used: one made at a step holds from the next. */
export function changeHeldAt({ history }: Pick<KnobFacts, "history">, step: number): KnobChange | undefined {
  return history.findLast(change => change.step < step) ?? history[0];
}
