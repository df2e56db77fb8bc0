import { blaming, suspectsBehind, suspectsOf } from "./blame.ts";
import type { StateSnapshot } from "../execution/executor.ts";
import type { KnobValues } from "../experiment/knobs.ts";
import type { Divergence } from "./ending.ts";
import { firstNotFinite, toCheckpoint } from "./checkpoint-state.ts";
import type { Session } from "./session.ts";
import { stateShapes } from "./step.ts";
import type { Variant } from "./variant.ts";

export interface BadCall {
  readonly variant: Variant;
  /** The state before the call. */
  readonly before: StateSnapshot;
  /** The call's first step, and the index in it of the first step with a scalar that is not finite. */
  readonly first: number;
  readonly bad: number;
  readonly knobsAt: (step: number) => KnobValues;
}

/**
 * Says where a training left the finite numbers: takes the call again, up to the bad step, and looks at the state
 * before and after it.
 */
export async function describeNotFinite(
  session: Session,
  { variant, before, first, bad, knobsAt }: BadCall,
): Promise<Divergence> {
  const { executor, programs, model, modules } = session;
  const tensor = async (): Promise<string | null> =>
    firstNotFinite(toCheckpoint(model, await executor.get(Object.keys(stateShapes(model)))));
  executor.restore(before);
  if (bad > 0) await programs.run(variant, first, bad, knobsAt);
  const step = first + bad;
  const already = await tensor();
  if (already !== null) {
    const said = `${already} is not finite after step ${step - 1}`;
    return { step, ...blaming(said, suspectsBehind(already), modules) };
  }
  const scalars = await programs.run(variant, step, 1, knobsAt);
  const values = new Map(Object.entries(scalars).map(([tag, [value = NaN]]) => [tag, value]));
  const [tag, value] = [...values].find(([, v]) => !Number.isFinite(v)) ?? ["a loss", NaN];
  const after = await tensor();
  const { message, blamed } = blaming(`${tag} is ${value} at step ${step}`, suspectsOf(values), modules);
  const where = after === null ? "" : `; the first tensor it reached is ${after}`;
  return { step, message: message + where, blamed };
}
