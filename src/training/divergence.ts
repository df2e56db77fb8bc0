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
  const { executor, programs, model } = session;
  const tensor = async (): Promise<string | null> =>
    firstNotFinite(toCheckpoint(model, await executor.get(Object.keys(stateShapes(model)))));
  executor.restore(before);
  if (bad > 0) await programs.run(variant, first, bad, knobsAt);
  const step = first + bad;
  const already = await tensor();
  if (already !== null)
    return { step, message: `${already} is not finite after step ${step - 1}`, blamed: {} };
  const scalars = await programs.run(variant, step, 1, knobsAt);
  const [tag, values] = Object.entries(scalars).find(([, v]) => !Number.isFinite(v[0])) ?? ["a loss", []];
  const after = await tensor();
  const where = after === null ? "" : `; the first tensor it reached is ${after}`;
  const said = `${tag} is ${values[0] ?? NaN} at step ${step}`;
  const module = tag === "loss/pairing" ? session.modules.pairing : undefined;
  if (module === undefined) return { step, message: `${said}${where}`, blamed: {} };
  const { file, line, column } = module.place;
  const message = `${said}, given by ${file}:${line}:${column}${where}`;
  return { step, message, blamed: { problem: { file, line, column, message: said } } };
}
