import { isDeepStrictEqual } from "node:util";
import { measures } from "../experiment/catalog.ts";
import type { ComparedRun, CompareItem, RecordedChange, RunStanding } from "../protocol/compare.ts";
import type { StepsPart } from "../runs/tail.ts";
import { runFacts } from "./run-facts.ts";
import type { RunModel } from "./run-model.ts";
import { statusOf } from "./status-facts.ts";
import { stepDifference } from "./step-difference.ts";

const tags = Object.keys(measures);

/** What a page has been told of one run, to tell it what is new. */
export interface ToldRun {
  readonly standing: RunStanding;
  readonly entries: number;
  readonly steps: Readonly<
    Record<StepsPart, { readonly revision: number; readonly steps: readonly number[] }>
  >;
  readonly points: ReadonlyMap<string, number>;
  /** What makes numbers of points, and of journal lines, comparable. */
  readonly generation: number;
  readonly journal: number;
}

function changesFrom({ entries }: RunModel, first: number): RecordedChange[] {
  return entries
    .slice(first)
    .flatMap(({ kind, step, key, to }) =>
      kind === "intervention" && key !== undefined && to !== undefined ? [{ step, key, to }] : [],
    );
}

/** What is known of a run now, as far as it is compared with what was told before. `now`: milliseconds since 1970. */
export function lookAt(model: RunModel, before: ToldRun | null, now: number): ToldRun {
  const { info, latestNotes, latestTrouble, curves, revisions } = model;
  const { state, step, steps, lastEvaluation } = statusOf(model, now);
  const stepsOf = (part: StepsPart) => {
    const held = before?.steps[part];
    return held?.revision === revisions[part]
      ? held
      : { revision: revisions[part], steps: model.stepsOf(part) };
  };
  return {
    standing: {
      name: latestNotes.name ?? info.name,
      state,
      step,
      steps,
      lastEvaluation,
      trouble: latestTrouble,
    },
    entries: model.entries.length,
    steps: { samples: stepsOf("samples"), checkpoints: stepsOf("checkpoints") },
    points: new Map(tags.map(tag => [tag, curves.get(tag)?.length ?? 0])),
    generation: curves.generation,
    journal: revisions.journal,
  };
}

/** All of a run, as a snapshot has it. */
export function comparedRun(model: RunModel, told: ToldRun): ComparedRun {
  const { domain, latentSize, experiment } = runFacts(model.folder, model.info);
  return {
    folder: model.folder,
    id: model.info.id,
    seed: model.info.seed,
    parent: model.info.parent === null ? null : { step: model.info.parent.step },
    createdAt: model.info.createdAt,
    ...told.standing,
    domain,
    latentSize,
    experiment,
    changes: changesFrom(model, 0),
    samples: told.steps.samples.steps,
    checkpoints: told.steps.checkpoints.steps,
    measures: tags.flatMap(tag => {
      const series = model.curves.get(tag);
      return series === undefined ? [] : [{ tag, ...series.copy(0, series.length) }];
    }),
  };
}

/** Whether something that was told is no longer so, which only a snapshot can mend. */
export const isVoid = (before: ToldRun, now: ToldRun): boolean =>
  before.generation !== now.generation || before.journal !== now.journal;

/** What is new of a run since it was told. */
export function* newsOf(model: RunModel, before: ToldRun, now: ToldRun): Generator<CompareItem> {
  const run = model.folder;
  if (!isDeepStrictEqual(before.standing, now.standing))
    yield { kind: "standing", run, standing: now.standing };
  const changes = changesFrom(model, before.entries);
  if (changes.length > 0) yield { kind: "changes", run, changes };
  for (const of of ["samples", "checkpoints"] as const) {
    if (before.steps[of].revision === now.steps[of].revision) continue;
    const { added, removed } = stepDifference(before.steps[of].steps, now.steps[of].steps);
    if (added.length + removed.length > 0) yield { kind: "steps", run, of, added, removed };
  }
  for (const [tag, count] of now.points) {
    const first = before.points.get(tag) ?? 0;
    const series = model.curves.get(tag);
    if (series !== undefined && count > first)
      yield { kind: "points", run, curve: { tag, ...series.copy(first, count) } };
  }
}
