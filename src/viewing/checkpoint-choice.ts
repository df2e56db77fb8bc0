import { CallError } from "../protocol/calls.ts";
import type { CheckpointChoice, RunAtStep } from "../protocol/viewer-calls.ts";
import { drawableCheckpoints, type CheckpointPlace } from "../runs/checkpoints.ts";
import { readRunInfo } from "../runs/run-info.ts";

const SHOWN_STEPS = 12;

/** The checkpoint that a call asks for. Throws a CallError that says which there are. */
export function chosenCheckpoint({ run, step }: CheckpointChoice): CheckpointPlace {
  const places = drawableCheckpoints(run);
  const found = step === "last" ? places.at(-1) : places.find(place => place.step === step);
  if (found !== undefined) return found;
  if (places.length === 0 || step === "last") throw nothingYet(run);
  throw new CallError(
    "input",
    `there is no checkpoint at step ${step}; there are ${stepsNear(
      places.map(place => place.step),
      step,
    )}`,
  );
}

function nothingYet(run: string): CallError {
  const { trainer } = readRunInfo(run);
  return trainer === undefined
    ? new CallError("input", `${run} has no checkpoint yet`)
    : new CallError("input", `${run} has no generator.onnx of ${trainer.name} yet`);
}

/** The newest checkpoint at or before a step. Throws a CallError that says which there are. */
export function checkpointBefore({ run, step }: RunAtStep): CheckpointPlace {
  const places = drawableCheckpoints(run);
  const found = places.findLast(place => place.step <= step);
  if (found !== undefined) return found;
  if (places.length === 0) throw nothingYet(run);
  const steps = places.map(place => place.step);
  throw new CallError(
    "input",
    `no checkpoint is left at or before step ${step}; there are ${stepsNear(steps, step)}`,
  );
}

/** The ascending steps there are, in words; of many, those around the one that was asked for. */
export function stepsNear(steps: readonly number[], step: number): string {
  if (steps.length <= SHOWN_STEPS) return steps.join(", ");
  const after = steps.findIndex(at => at > step);
  const middle = after < 0 ? steps.length : after;
  const from = Math.max(0, Math.min(middle - SHOWN_STEPS / 2, steps.length - SHOWN_STEPS));
  const near = steps.slice(from, from + SHOWN_STEPS).join(", ");
  return `${from > 0 ? "..., " : ""}${near}${from + SHOWN_STEPS < steps.length ? ", ..." : ""}`;
}
