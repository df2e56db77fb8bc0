import { setImmediate as turn, setTimeout as sleep } from "node:timers/promises";
import type { KnobValues } from "../experiment/knobs.ts";
import type { Corner } from "../experiment/timeline.ts";
import type { Alerts } from "./alerts.ts";
import { callEnd } from "./call-plan.ts";
import type { Control } from "./control.ts";
import { describeNotFinite } from "./divergence.ts";
import type { DeviceWatch } from "./device-watch.ts";
import type { Ending } from "./ending.ts";
import { Leaving, NotFinite } from "./ending.ts";
import type { IntervalMeans } from "./interval-means.ts";
import { Pacer } from "./pacer.ts";
import type { Progress } from "./progress.ts";
import type { Recorder } from "./recorder.ts";
import type { Session } from "./session.ts";
import { nextTurn, variantAt } from "./variant.ts";

/** What is recorded of the state between two steps. */
export interface StateToKeep {
  readonly samples: boolean;
  readonly evaluation: boolean;
  readonly checkpoint: boolean;
}

export interface Training {
  readonly session: Session;
  readonly control: Control;
  readonly recorder: Recorder;
  readonly progress: Progress;
  readonly device: DeviceWatch;
  readonly alerts: Alerts;
  /** The partial means that belong to the step that `progress` stands at, the last finished one. */
  readonly means: IntervalMeans;
  /** Which of the state at that step is still to be recorded: all at step 0, after a resume what an end cut off. */
  readonly first: StateToKeep;
  /** The knobs whose values at that step are on record. */
  readonly knobsOnRecord: ReadonlySet<string>;
  readonly steps: number;
  readonly stepsPerCall: number;
  /** Further steps to checkpoint at, ascending. */
  readonly wanted: readonly number[];
  /** Aborted by a signal: save at the very step and end. */
  readonly interrupt: AbortSignal;
}

const nothing: ReadonlySet<string> = new Set();

const due = (step: number, interval: number): boolean => step % interval === 0;

/** Trains to the end, or until it is stopped, interrupted, or a value is not finite. */
export async function train(training: Training): Promise<Ending> {
  try {
    return await trainSteps(training);
  } catch (error) {
    if (!(error instanceof NotFinite)) throw error;
    const { step, message, blamed } = error;
    return { how: "not finite", step, message, blamed };
  }
}

async function trainSteps(training: Training): Promise<Ending> {
  const { session, control, recorder, progress, means, steps, interrupt, wanted } = training;
  const { experiment } = session.model;
  const { record } = experiment;
  const pacer = new Pacer(training.stepsPerCall);
  let saved = training.first.checkpoint ? -1 : progress.step;
  let knobsOnRecord = training.knobsOnRecord;
  const checkpoint = async (): Promise<void> => {
    if (saved === progress.step) return;
    await recorder.checkpoint(progress.step, means);
    saved = progress.step;
  };
  const actions = {
    checkpoint,
    interrupted: () => interrupt.aborted,
    paused: (now: boolean) => {
      progress.restartClock();
      progress.say(now ? "paused" : "training");
    },
  };
  /** Serves what is asked: before every call of steps, and between the pieces of a recording. */
  const attend = async (): Promise<void> => {
    const wish = interrupt.aborted ? "go on" : await control.serve(progress.step, actions);
    if (wish === "stop") throw new Leaving("stopped");
    if (interrupt.aborted) throw new Leaving("interrupted");
  };
  /** The same for long computations, beside which timers and signals must come to their turn. */
  const between = async (): Promise<void> => {
    await turn();
    await attend();
  };
  const keep = async (what: StateToKeep): Promise<void> => {
    const { step } = progress;
    if (what.samples) await recorder.samples(step, between);
    if (what.evaluation) {
      const knobs = control.knobsAt(step);
      const measured = await recorder.evaluation(step, knobs, between);
      for (const alarm of training.alerts.see(measured)) {
        control.alarm(step, alarm);
        progress.alarmed(step, alarm.message);
      }
      knobsOnRecord = new Set(Object.keys(knobs));
    }
    if (what.checkpoint) await checkpoint();
  };
  const recordCorner = ({ step, keys }: Corner): void => {
    const values = control.knobsAt(step);
    const missing = keys.filter(key => !knobsOnRecord.has(key));
    recorder.knobs(step, Object.fromEntries(missing.map(key => [key, values[key] ?? NaN])));
  };
  const takeSteps = async (): Promise<void> => {
    const { step } = progress;
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
      throw new NotFinite(await describeNotFinite(session, { variant, before, first, bad, knobsAt }));
    }
    session.executor.release(before);
    // That a knob bends after a step is for good once the next one is taken.
    const corners = control.corners(step, end - 1);
    for (let i = 0, bent = 0; i < end - step; i++) {
      const corner = corners[bent];
      if (corner?.step === step + i) {
        recordCorner(corner);
        bent++;
      }
      knobsOnRecord = nothing;
      for (const [tag, values] of Object.entries(scalars)) means.add(tag, values[i] ?? NaN);
      if (due(first + i, record.scalars)) recorder.scalars(first + i, means.take());
    }
    pacer.did(end - step);
    progress.reached(end);
  };

  try {
    await keep(training.first);
    progress.say("training");
    while (progress.step < steps) {
      await attend();
      await takeSteps();
      const { step } = progress;
      const last = step === steps;
      const evaluation = due(step, record.evaluation) || last;
      await keep({
        samples: due(step, record.samples) || last,
        evaluation,
        checkpoint: due(step, record.checkpoint) || last || wanted.includes(step),
      });
      if (evaluation) {
        const { stepsPerSecond } = progress;
        const speed = stepsPerSecond > 0 ? { "speed/steps_per_second": stepsPerSecond } : {};
        recorder.scalars(step, { ...speed, ...training.device.take() });
      }
      progress.tick();
      await pacer.rest(control.knobsAt(step)["pace"] ?? 0, sleep, turn);
    }
    return { how: "done" };
  } catch (error) {
    if (!(error instanceof Leaving)) throw error;
    await checkpoint();
    return { how: error.how };
  }
}

/** The index of the first step of a call with a scalar that is not finite. */
function firstBadStep(scalars: Readonly<Record<string, Float32Array>>, count: number): number | null {
  for (let i = 0; i < count; i++)
    for (const values of Object.values(scalars)) if (!Number.isFinite(values[i])) return i;
  return null;
}
