import { noticesOf } from "../data/reading.ts";
import { changedFiles } from "../evaluation/changed-files.ts";
import { knobKeys } from "../experiment/knobs.ts";
import { findNeverComputed } from "../experiment/never-computed.ts";
import { lastCheckpoint } from "../runs/checkpoints.ts";
import { readDigests } from "../runs/digests.ts";
import { DeviceGone } from "../execution/executor.ts";
import { evaluationsIn, type EvaluationRecord } from "../runs/evaluations.ts";
import { interventionsOf, readJournal } from "../runs/journal.ts";
import type { RunWriter } from "../runs/run-writer.ts";
import { openRunForWriting } from "../runs/run-writer.ts";
import { sampleSteps } from "../runs/samples.ts";
import { plannedSteps, readableStatus } from "../runs/status.ts";
import { typedForRun } from "../runs/typed-command.ts";
import { Alerts } from "./alerts.ts";
import { fromCheckpoint } from "./checkpoint-state.ts";
import { Control } from "./control.ts";
import { Leaving, type Ending } from "./ending.ts";
import { DeviceWatch } from "./device-watch.ts";
import { detailOf, exitCodeOf, messageOf, problemOf } from "./failure.ts";
import { IntervalMeans } from "./interval-means.ts";
import { loadModules } from "./modules/load-modules.ts";
import type { StateToKeep } from "./loop.ts";
import { train } from "./loop.ts";
import { prepare } from "./preparation.ts";
import { Progress } from "./progress.ts";
import { KNOB, Recorder } from "./recorder.ts";
import type { Session } from "./session.ts";
import { openSession } from "./session.ts";
import { startingPoint, type StartingPoint } from "./starting-point.ts";
import { startingState } from "./step.ts";

export interface TrainingOptions {
  /** Plan this step as the run's last from now on. */
  readonly steps: number | null;
  /** Go up to this step for now, whatever is planned. */
  readonly upTo: number | null;
  /** The run whose interventions and checkpoints are taken again. */
  readonly replayOf: string | null;
  /** The folder with TensorFlow's package, for the devices that need it. */
  readonly tensorflowFolder: string | undefined;
  /** Whether modules of the researcher's own, which the run keeps, may run. */
  readonly trust: boolean;
  readonly interrupt: AbortSignal;
}

const changes = {
  data: "the data files are not those that this run began with: from here on its results do not follow from its experiment and seed",
  features:
    "the feature network is not the one that this run began with: from here on its measures cannot be compared with those before",
} as const;

/** What the process says when it ends. */
export interface Outcome {
  readonly code: 0 | 1 | 2 | 130;
  /** "" when there is nothing to say. */
  readonly message: string;
}

/** Trains the run in a folder, from its last checkpoint if it has one, and leaves a last status whatever happens. */
export async function runTraining(folder: string, options: TrainingOptions): Promise<Outcome> {
  const run = await openRunForWriting(folder);
  try {
    return await trainRun(run, options);
  } finally {
    run.close();
  }
}

async function trainRun(run: RunWriter, options: TrainingOptions): Promise<Outcome> {
  const { experiment, parent, seed } = run.info;
  if (readableStatus(run.folder)?.failure === "not finite") {
    const last = lastCheckpoint(run.folder)?.step ?? 0;
    const message = `this run became not finite and cannot go on; branch from a checkpoint before that, for example: ${typedForRun("branch", run.folder, experiment, "--at", String(last), "--set", "KEY=VALUE")}`;
    return { code: 1, message };
  }
  const { step: from, tensors, lost, notice } = startingPoint(run);
  const before = plannedSteps(run.folder, run.info);
  const planned = options.steps ?? before;
  if (planned !== before)
    run.journal({ step: from, kind: "intervention", key: "steps", from: before, to: planned, by: "resume" });
  const steps = options.upTo ?? planned;

  const fresh = tensors === null;
  const resumed = !fresh && (parent === null || parent.step < from || sampleSteps(run.folder).includes(from));
  if (resumed) run.recall(from);
  const device = new DeviceWatch(run.info.plan.device);
  const progress = new Progress(run, from, Math.max(planned, steps), device, notice);
  const cutOff = resumed ? notOnRecord(run, from, steps) : null;
  if (!fresh && from >= steps && cutOff?.samples !== true && cutOff?.evaluation !== true) {
    progress.say("done", shortOf(planned, steps));
    return { code: 0, message: `this run is already at step ${from}; ask for more with --steps` };
  }
  if (run.hasRecord) run.restart(fresh ? -1 : from);
  progress.say("starting");
  run.log(`training from step ${from} to ${steps}, seed ${seed}, device ${run.info.device}`);

  const script = options.replayOf ?? run.folder;
  const control = new Control(run, experiment, interventionsOf(readJournal(script)));
  let session: Session | null = null;
  try {
    session = await prepare({ control, step: from }, options.interrupt, async signal => {
      const modules = await loadModules(run.folder, run.info, options.trust);
      const opened = await openSession(run.info, modules, {
        tensorflowFolder: options.tensorflowFolder,
        signal,
        progress: (done, of) => {
          progress.reading(done, of);
        },
      });
      const idle = findNeverComputed(experiment, Math.max(planned, steps)).map(
        ({ path, message }) => `${path.join(".")}: ${message}`,
      );
      await tellOnce(run, from, [...idle, ...noticesOf(opened.dataset)]);
      return opened;
    });
    const means = restore(session, seed, tensors);
    const rules = options.replayOf === null ? experiment.alerts : [];
    const ending = await train({
      session,
      control,
      recorder: new Recorder(session, run),
      progress,
      device,
      alerts: new Alerts(rules, rules.length === 0 ? [] : evaluatedUpTo(run, from)),
      means,
      first: cutOff ?? { samples: true, evaluation: true, checkpoint: fresh },
      knobsOnRecord: knobsOnRecord(run, from),
      steps,
      stepsPerCall: run.info.plan.stepsPerCall,
      wanted: [...lost, ...(options.replayOf === null ? [] : [...readDigests(options.replayOf).keys()])].sort(
        (a, b) => a - b,
      ),
      interrupt: options.interrupt,
    });
    run.log(`${ending.how} at step ${progress.step}`);
    return conclude(run, progress, ending, shortOf(planned, steps));
  } catch (error) {
    if (error instanceof Leaving) return conclude(run, progress, error, "");
    run.log(detailOf(error));
    const message = `${messageOf(error)}${error instanceof DeviceGone ? wayOn(run) : ""}`;
    progress.say("failed", message, problemOf(error));
    return { code: exitCodeOf(error), message };
  } finally {
    device.close();
    await session?.executor.close();
  }
}

/**
 * What is due at the checkpoint's step and not on record: a checkpoint that was asked for, a stop or a signal may have
 * come in the middle of it. An evaluation records every knob, in one append with its measures.
 */
function notOnRecord(run: RunWriter, step: number, steps: number): StateToKeep {
  const { experiment } = run.info;
  const isDue = (interval: number): boolean => step % interval === 0 || step === steps;
  const known = knobsOnRecord(run, step);
  const evaluated = knobKeys(experiment).every(key => known.has(key));
  return {
    samples: isDue(experiment.record.samples) && !sampleSteps(run.folder).includes(step),
    evaluation: isDue(experiment.record.evaluation) && !evaluated,
    checkpoint: false,
  };
}

/** The evaluations on record at or before a step, ascending. */
const evaluatedUpTo = ({ folder }: RunWriter, step: number): EvaluationRecord[] =>
  [...evaluationsIn(folder).values()].filter(record => record.step <= step).sort((a, b) => a.step - b.step);

/** The knobs whose value at a step, the last that is on record, is there. */
function knobsOnRecord({ info, history }: RunWriter, step: number): Set<string> {
  const { experiment } = info;
  return new Set(knobKeys(experiment).filter(key => history.tags.get(KNOB + key)?.last.step === step));
}

/** Puts into the journal, once, what people should know before it trains, and which files changed since it began. */
async function tellOnce(run: RunWriter, step: number, known: readonly string[]): Promise<void> {
  const changed = await changedFiles(run.info);
  const notices = [...known, ...changed.map(what => changes[what])];
  const told = new Set(readJournal(run.folder).map(({ message }) => message));
  for (const message of notices) {
    if (told.has(message)) continue;
    run.journal({ step, kind: "notice", message });
    run.log(message);
  }
}

/** How a run goes on elsewhere than on its device, which it keeps. */
function wayOn({ folder, info }: RunWriter): string {
  const last = lastCheckpoint(folder)?.step;
  if (last === undefined) return "";
  return `; go on elsewhere with: ${typedForRun("branch", folder, info.experiment, "--at", String(last), "--set", "device=cpu")}`;
}

/** What is said of a run that has come as far as it was asked to, where more is planned. */
const shortOf = (planned: number, steps: number): string =>
  steps < planned ? `trained up to step ${steps}, as asked` : "";

/** Brings the session's state to the checkpoint's; gives the partial means that belong to it. */
function restore(session: Session, seed: number, tensors: StartingPoint["tensors"]): IntervalMeans {
  if (tensors === null) return new IntervalMeans();
  session.executor.put(fromCheckpoint(session.model, tensors, startingState(session.model, seed)));
  return IntervalMeans.from(tensors);
}

function conclude(run: RunWriter, progress: Progress, ending: Ending, whenDone: string): Outcome {
  switch (ending.how) {
    case "done":
      progress.say("done", whenDone);
      return { code: 0, message: "" };
    case "stopped":
      progress.say("stopped", "stopped by request");
      return { code: 0, message: "" };
    case "interrupted": {
      const saved = lastCheckpoint(run.folder)?.step === progress.step;
      progress.say(
        "stopped",
        saved ? "interrupted; a checkpoint was saved" : "interrupted before the first step",
      );
      const when = saved ? `at step ${progress.step}; saved` : "before the first step";
      return {
        code: 130,
        message: `interrupted ${when}. Go on with: ${typedForRun("resume", run.folder, run.info.experiment)}`,
      };
    }
    case "not finite": {
      const message = `${ending.message}; everything up to the last checkpoint is kept`;
      run.journal({ step: ending.step, kind: "notice", message });
      progress.say("failed", message, { failure: "not finite", ...ending.blamed });
      return { code: 1, message };
    }
    default:
      return ending satisfies never;
  }
}
