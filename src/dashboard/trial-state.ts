import { untrusted } from "../protocol/call-kinds.ts";
import type { MeasureCurve } from "../protocol/compare.ts";
import { isLive, type ShownState } from "../protocol/dashboard-state.ts";
import type { TrialRun, TrialState } from "../protocol/trial.ts";
import { withoutNoise } from "../runs/without-noise.ts";
import type { EvaluationRecord } from "../runs/evaluations.ts";
import type { TrialPlace } from "../runs/run-info.ts";
import { compareWeights, type TriedRun } from "../trials/compare-weights.ts";
import { MOST_SEEDS, TRIED_KNOB } from "../trials/proposal.ts";
import { verdictOf } from "../trials/verdict.ts";
import { measureFacts } from "./curve-facts.ts";
import { knobFacts } from "./knob-facts.ts";
import { runFacts } from "./run-facts.ts";
import type { RunModel } from "./run-model.ts";
import { statusOf } from "./status-facts.ts";

/** A branch, and what it tries. */
export interface TrialMember {
  readonly model: RunModel;
  readonly trial: TrialPlace;
}

/** What a trial's page needs to know of the editor around it. */
export interface TrialSurroundings {
  readonly isWaiting: (folder: string) => boolean;
  readonly isTrusted: () => boolean;
}

/** A run's measures from a step on. */
function measuresFrom({ curves }: RunModel, step: number): MeasureCurve[] {
  return measureFacts.flatMap(({ tag }) => {
    const series = curves.get(tag);
    if (series === undefined) return [];
    return [{ tag, ...series.copy(series.indexOf(step), series.length) }];
  });
}

/** A branch's measures at the step at which the trial compares; null while it has not been there. */
function measuredAt(
  { curves, latestStatus }: RunModel,
  step: number,
): Pick<TriedRun, "values" | "undefined"> | null {
  const evaluation = latestStatus?.lastEvaluation ?? null;
  if (evaluation?.step === step) return told(evaluation);
  const found = measureFacts.flatMap(({ tag }) => {
    const series = curves.get(tag);
    const index = series?.indexOf(step) ?? 0;
    return series !== undefined && index < series.length && series.step(index) === step
      ? [[tag, series.value(index)] as const]
      : [];
  });
  if (found.length === 0) return null;
  return told({
    values: Object.fromEntries(found.filter(([, value]) => !Number.isNaN(value))),
    undefined: Object.fromEntries(found.filter(([, value]) => Number.isNaN(value)).map(([tag]) => [tag, ""])),
  });
}

function told(
  evaluation: Pick<EvaluationRecord, "values" | "undefined">,
): Pick<TriedRun, "values" | "undefined"> {
  const { values, undefined: reasons } = withoutNoise(evaluation);
  return { values, undefined: Object.keys(reasons) };
}

function trialRun({ model, trial }: TrialMember, from: number, now: number, isWaiting: boolean): TrialRun {
  const status = statusOf(model, now);
  const { seed, id } = model.info;
  return {
    folder: model.folder,
    id,
    weight: trial.value,
    seed,
    state: status.state,
    step: Math.max(status.step, model.info.parent?.step ?? 0),
    notFinite: status.failure === "not finite",
    waiting: isWaiting,
    samples: model.stepsOf("samples"),
    // As much before the fork as there is after it.
    measures: measuresFrom(model, Math.max(0, 2 * from - trial.until)),
    trouble: model.latestTrouble ?? (status.state === "failed" ? status.message : null),
  };
}

/** What a trial's page shows, of its branches in any order (one at least) and their parent, as they stand at time `now`. */
export function trialState(
  members: readonly [TrialMember, ...TrialMember[]],
  parent: RunModel | null,
  { isWaiting, isTrusted }: TrialSurroundings,
  now: number,
): TrialState {
  const [{ model: first, trial }] = members;
  const from = first.info.parent?.step ?? 0;
  const { until, baseline, id } = trial;
  const runs = members
    .map(member => trialRun(member, from, now, isWaiting(member.model.folder)))
    .sort((a, b) => a.seed - b.seed || a.weight - b.weight);
  const done = members.flatMap(({ model, trial: { value } }): TriedRun[] => {
    const measured = measuredAt(model, until);
    return measured === null ? [] : [{ weight: value, seed: model.info.seed, ...measured }];
  });
  const comparison = compareWeights(done, baseline);
  const notFinite = runs.filter(run => run.notFinite);
  const weights = [...new Set(runs.map(({ weight }) => weight))].sort((a, b) => a - b);
  const seeds = [...new Set(runs.map(({ seed }) => seed))].sort((a, b) => a - b);
  return {
    id,
    parent: parentFacts(parent, first, baseline, now),
    domain: runFacts(first.folder, first.info).domain,
    from,
    until,
    baseline,
    weights: weights.map(weight => {
      const cells = comparison.weights.find(one => one.weight === weight)?.cells ?? {};
      return {
        weight,
        cells: Object.entries(cells).map(([tag, { interval, difference }]) => ({
          tag,
          mean: interval.mean,
          halfWidth: interval.halfWidth,
          count: interval.count,
          difference:
            difference === null
              ? null
              : {
                  mean: difference.mean,
                  halfWidth: difference.halfWidth,
                  count: difference.count,
                  better: difference.better,
                  certainty: difference.certainty,
                },
        })),
        undefined: comparison.undefined
          .filter(one => one.weight === weight)
          .map(({ tag, seeds, of }) => ({ tag, seeds, of })),
      };
    }),
    seeds,
    runs,
    measures: measureFacts,
    verdict: verdictOf(comparison, { from, until, planned: runs.length, done: done.length, notFinite }),
    actions: actionsOf(runs, seeds, parent === null ? null : statusOf(parent, now).state, isTrusted()),
  };
}

function parentFacts(
  parent: RunModel | null,
  first: RunModel,
  baseline: number,
  now: number,
): TrialState["parent"] {
  const { info } = first;
  if (parent === null) {
    const id = info.parent?.id ?? "";
    return {
      folder: id,
      name: id,
      seed: info.seed,
      state: "lost",
      step: info.parent?.step ?? 0,
      weight: baseline,
    };
  }
  const { state, step } = statusOf(parent, now);
  const weight = knobFacts(parent.info.experiment, parent.entries, step).find(
    ({ key }) => key === TRIED_KNOB,
  );
  return {
    folder: parent.folder,
    name: parent.latestNotes.name ?? parent.info.name,
    seed: parent.info.seed,
    state,
    step,
    weight: weight?.value ?? baseline,
  };
}

/** Whether a branch ended before its last step and can go on. */
export const canGoOn = ({
  state,
  notFinite,
  waiting,
}: Pick<TrialRun, "state" | "notFinite" | "waiting">): boolean =>
  !waiting && !notFinite && ["stopped", "lost", "failed", "queued"].includes(state);

function actionsOf(
  runs: readonly TrialRun[],
  seeds: readonly number[],
  parent: ShownState | null,
  trusted: boolean,
): TrialState["actions"] {
  const allowed = (reason: string | null) => (trusted ? reason : untrusted.starts);
  const busy = runs.some(({ state, waiting }) => waiting || isLive(state));
  return {
    adopt: allowed(
      parent === null
        ? "the parent run is not beside its branches any more"
        : isLive(parent)
          ? null
          : "the parent does not train: go on from a branch instead",
    ),
    moreSeeds: allowed(
      parent === null
        ? "the parent run is not beside its branches any more"
        : seeds.length >= MOST_SEEDS
          ? `${MOST_SEEDS} seeds are as many as a trial has`
          : null,
    ),
    stop: allowed(busy ? null : "no branch trains or waits"),
    resume: allowed(runs.some(canGoOn) ? null : "every branch is done, trains or waits"),
    goOn: allowed(null),
  };
}
