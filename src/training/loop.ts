import { setImmediate as turn, setTimeout as sleep } from "node:timers/promises";
import type { KnobValues } from "../experiment/knobs.ts";
import { callEnd } from "./call-plan.ts";
import type { Control } from "./control.ts";
import { describeNotFinite } from "./divergence.ts";
import type { Ending } from "./ending.ts";
import { NotFinite } from "./ending.ts";
import type { IntervalMeans } from "./interval-means.ts";
import { Pacer } from "./pacer.ts";
import type { Progress } from "./progress.ts";
import type { Recorder } from "./recorder.ts";
import type { Session } from "./session.ts";
import { nextTurn, variantAt } from "./variant.ts";

export interface Training {
  readonly session: Session;
  readonly control: Control;
  readonly recorder: Recorder;
  readonly progress: Progress;
  /** The last finished step, 0 for a fresh run, and the partial means that belong to it. */
  readonly from: number;
  readonly means: IntervalMeans;
  /** Which of the state at `from` is still to be recorded (all at step 0, nothing after a resume). */
  readonly first: { readonly samples: boolean; readonly evaluation: boolean; readonly checkpoint: boolean };
  readonly steps: number;
  readonly stepsPerCall: number;
  /** Further steps to checkpoint at, ascending. */
  readonly wanted: readonly number[];
  /** Aborted by a signal: save at the very step and end. */
  readonly interrupt: AbortSignal;
}

const due = (step: number, interval: number): boolean => step % interval === 0;

/** Trains to the end, or until it is stopped, interrupted, or a value is not finite. */
export async function train(training: Training): Promise<Ending> {
  try {
    return await trainSteps(training);
  } catch (error) {
    if (!(error instanceof NotFinite)) throw error;
    return { how: "not finite", step: error.step, message: error.message };
  }
}

async function trainSteps(training: Training): Promise<Ending> {
  const { session, control, recorder, progress, means, steps, interrupt, wanted } = training;
  const { experiment } = session.model;
  const { record } = experiment;
  const pacer = new Pacer(training.stepsPerCall);
  let step = training.from;
  let saved = training.first.checkpoint ? -1 : step;
  const checkpoint = async (): Promise<void> => {
    if (saved === step) return;
    await recorder.checkpoint(step, means);
    saved = step;
  };
  const actions = {
    checkpoint,
    interrupted: () => interrupt.aborted,
    paused: (now: boolean) => {
      progress.restartClock();
      progress.say(now ? "paused" : "training");
    },
  };

  if (training.first.samples) await recorder.samples(step);
  if (training.first.evaluation) {
    await recorder.picture(step);
    await recorder.evaluation(step, control.knobsAt(step + 1));
  }
  if (training.first.checkpoint) await checkpoint();
  progress.say("training");

  while (step < steps) {
    const wish = interrupt.aborted ? "interrupt" : await control.serve(step, actions);
    if (wish === "stop" || interrupt.aborted) {
      await checkpoint();
      return { how: wish === "stop" ? "stopped" : "interrupted" };
    }
    const knobs = control.knobsAt(step + 1);
    const variant = variantAt(experiment, knobs, step + 1);
    const stands = Math.min(control.nextChange(step + 1), nextTurn(experiment, step + 1));
    const end = callEnd({
      step,
      steps,
      record,
      wanted,
      stepsPerCall: pacer.stepsPerCall(knobs["pace"] ?? 0),
      sameVariant: s => s < stands || variantAt(experiment, control.knobsAt(s), s).key === variant.key,
    });
    const first = step + 1;
    const before = session.executor.snapshot();
    const knobsAt = (s: number): KnobValues => (s < stands ? knobs : control.knobsAt(s));
    const scalars = await session.programs.run(variant, first, end - step, knobsAt);
    const bad = firstBadStep(scalars, end - step);
    if (bad !== null) {
      const message = await describeNotFinite(session, { variant, before, first, bad, knobsAt });
      throw new NotFinite(first + bad, message);
    }
    for (let i = 0; i < end - step; i++) {
      for (const [tag, values] of Object.entries(scalars)) means.add(tag, values[i] ?? NaN);
      if (due(first + i, record.scalars)) recorder.scalars(first + i, means.take());
    }
    pacer.did(end - step);
    step = end;
    const last = step === steps;
    if (due(step, record.samples) || last) await recorder.samples(step);
    if (due(step, record.evaluation) || last) {
      await recorder.picture(step);
      await recorder.evaluation(step, control.knobsAt(step));
      if (progress.stepsPerSecond > 0)
        recorder.scalars(step, { "speed/steps_per_second": progress.stepsPerSecond });
    }
    if (due(step, record.checkpoint) || last || wanted.includes(step)) await checkpoint();
    progress.tick(step);
    await pacer.rest(knobs["pace"] ?? 0, sleep, turn);
  }
  return { how: "done" };
}

/** The index of the first step of a call with a scalar that is not finite. */
function firstBadStep(scalars: Readonly<Record<string, Float32Array>>, count: number): number | null {
  for (let i = 0; i < count; i++)
    for (const values of Object.values(scalars)) if (!Number.isFinite(values[i])) return i;
  return null;
}
