import { curveFacts } from "../dashboard/curve-facts.ts";
import { curveWindow } from "../dashboard/curve-window.ts";
import { journalFacts } from "../dashboard/journal-facts.ts";
import { knobInterventions } from "../dashboard/knob-facts.ts";
import { runFacts } from "../dashboard/run-facts.ts";
import { runKnobFacts } from "../dashboard/run-knob-facts.ts";
import type { RunModel } from "../dashboard/run-model.ts";
import { statusOf } from "../dashboard/status-facts.ts";
import { InputError } from "../experiment/input-error.ts";
import { readNotesBeside } from "../experiment/notes-file.ts";
import { isMeasure } from "../experiment/catalog.ts";
import { diagnose } from "../diagnosis/diagnose.ts";
import {
  SMOOTHING,
  type SharedCurve,
  type SharedEvaluation,
  type SharedNotes,
  type SharedRun,
} from "../protocol/shared-page.ts";
import { readDigests } from "../runs/digests.ts";
import { RunReadError } from "../runs/errors.ts";
import { evaluationAmong, evaluationsIn, type EvaluationRecord } from "../runs/evaluations.ts";
import { historyOf } from "../runs/history-file.ts";
import { keptModules } from "../runs/kept-modules.ts";
import { fileOfRun } from "../runs/own-file.ts";
import { ownExperiment } from "../runs/other-trainer.ts";
import { withoutNoise } from "../runs/without-noise.ts";
import { sharedImages, sharedPoints, type PictureBudget, type Renderer } from "./shared-pictures.ts";

/** Points of a curve are two a bucket: more than a page's chart has pixels says nothing more. */
const BUCKETS = 300;
const MOST_CURVES = 200;
const MOST_JOURNAL = 500;
/** Of an experiment's notes, in characters. */
const MOST_NOTES = 100_000;

export interface RunOptions {
  readonly viewer: Renderer;
  readonly budget: PictureBudget;
  /** Whether the notes beside the experiment's file belong to what is shared. */
  readonly withNotes: boolean;
  /** Milliseconds since 1970. */
  readonly now: number;
}

/** The evaluations that the page tells: those on record, else what the points of a run of an early release say. */
export async function endsOf(
  folder: string,
): Promise<Readonly<Record<"first" | "last", EvaluationRecord | null>>> {
  const all = [...evaluationsIn(folder).values()].sort((a, b) => a.step - b.step);
  if (all.length > 0) return { first: all.at(0) ?? null, last: all.at(-1) ?? null };
  const { tags } = await historyOf(folder);
  return { first: evaluationAmong(tags, "first"), last: evaluationAmong(tags, "last") };
}

const sharedEvaluation = (record: EvaluationRecord | null): SharedEvaluation | null => {
  if (record === null) return null;
  const { step, values, undefined: reasons } = withoutNoise(record);
  return { step, values, undefined: reasons };
};

/** All of a run that a page shows. Rejects with RunReadError. */
export async function sharedRun(
  model: RunModel,
  seeds: SharedRun["seeds"],
  { viewer, budget, withNotes, now }: RunOptions,
): Promise<SharedRun> {
  const { info, entries, latestNotes: notes } = model;
  const leftOut = new Set<string>();
  const tell = (sentence: string) => {
    leftOut.add(sentence);
  };
  const { folder, ...facts } = runFacts(model.folder, info);
  const { state, step, steps, message } = statusOf(model, now);
  const ends = await endsOf(folder);
  const shown = facts.domain === "points" ? sharedPoints : sharedImages;
  const samples = await shown(model, viewer, budget, tell);
  const curves = curvesOf(model, Math.max(step, 1), tell);
  if (entries.length > MOST_JOURNAL)
    tell(`The newest ${MOST_JOURNAL} of ${entries.length} lines of the journal.`);
  return {
    facts,
    name: notes.name ?? info.name,
    state,
    step,
    steps,
    message,
    notes: {
      name: notes.name,
      star: notes.star,
      tags: notes.tags,
      note: notes.note,
      steps: notes.steps.map(({ id, step: at, at: written, text }) => ({ id, step: at, at: written, text })),
      pins: notes.pins,
    },
    experimentNotes: withNotes ? notesOf(model, tell) : null,
    knobs: runKnobFacts(info, { step, ...model.latestStatus }, entries),
    journal: entries.slice(-MOST_JOURNAL).map(journalFacts),
    journalLines: entries.length,
    findings: diagnose(ownExperiment(info), tag => model.curves.get(tag), knobInterventions(entries)),
    curves,
    first: sharedEvaluation(ends.first),
    last: sharedEvaluation(ends.last),
    seeds,
    samples,
    sampled: model.stepsOf("samples").length,
    modules: modulesOf(model, tell),
    digest: digestOf(folder),
    leftOut: [...leftOut],
  };
}

export function curvesOf(model: RunModel, to: number, tell: (sentence: string) => void): SharedCurve[] {
  const { curves, unitOf } = model;
  const tags = [...curves.tags];
  if (tags.length > MOST_CURVES) tell(`The first ${MOST_CURVES} of ${tags.length} curves.`);
  return tags.slice(0, MOST_CURVES).flatMap(tag => {
    const series = curves.get(tag);
    if (series === undefined || series.length === 0) return [];
    const smoothing = isMeasure(tag) || tag.startsWith("knob/") ? 0 : SMOOTHING;
    const query = { tags: [tag], from: 0, to, buckets: BUCKETS, scale: "linear", smoothing } as const;
    const { steps, values, smoothedSteps, smoothed } = curveWindow(tag, series, query);
    return [{ ...curveFacts(tag, series, unitOf), steps, values, smoothedSteps, smoothed }];
  });
}

function notesOf({ folder, info }: RunModel, tell: (sentence: string) => void): SharedNotes | null {
  const experiment = fileOfRun(folder, info);
  if (experiment === null) return null;
  try {
    const notes = readNotesBeside(experiment);
    if (notes === null || notes.text.length <= MOST_NOTES) return notes;
    tell(`The first ${MOST_NOTES.toLocaleString("en-US")} characters of ${notes.name}.`);
    return { ...notes, text: notes.text.slice(0, MOST_NOTES) };
  } catch (error) {
    if (!(error instanceof InputError)) throw error;
    const reason = error.problems.map(({ message }) => message).join("; ");
    tell(`The experiment's notes are left out: ${reason}.`);
    return null;
  }
}

function modulesOf({ folder, info }: RunModel, tell: (sentence: string) => void): Record<string, string> {
  try {
    return Object.fromEntries(
      Object.entries(keptModules(folder, info)).map(([part, { text }]) => [part, text]),
    );
  } catch (error) {
    if (!(error instanceof RunReadError)) throw error;
    tell("Modules of the experiment are left out: they cannot be read.");
    return {};
  }
}

function digestOf(folder: string): SharedRun["digest"] {
  const digests = readDigests(folder);
  const step = Math.max(...digests.keys());
  const found = digests.get(step);
  return found === undefined ? null : { step, sha256: found.digest };
}
