import type { EvaluationFacts, ShownState, StatusFacts } from "../protocol/dashboard-state.ts";
import type { RunInfo } from "../runs/run-info.ts";
import { observedState, type Status } from "../runs/status.ts";
import { withoutNoise } from "../runs/without-noise.ts";
import type { RunModel } from "./run-model.ts";

type Lives = Parameters<typeof observedState>[2];

function secondsLeft(state: ShownState, { step, steps, stepsPerSecond }: Status): number | null {
  return state === "training" && stepsPerSecond > 0 ? Math.max(0, steps - step) / stepsPerSecond : null;
}

const evaluationFacts = (last: Status["lastEvaluation"]): EvaluationFacts | null =>
  last === null ? null : { step: last.step, undefined: { ...withoutNoise(last).undefined } };

/** What a run is doing, as it looks from outside at time `now` (milliseconds since 1970). */
export function statusFacts(status: Status, now: number, lives?: Lives): StatusFacts {
  const state = observedState(status, now, lives);
  return {
    state,
    step: status.step,
    steps: status.steps,
    stepsPerSecond: Math.max(0, status.stepsPerSecond),
    secondsLeft: secondsLeft(state, status),
    message: status.message,
    failure: status.failure ?? null,
    host: status.host,
    maker: status.device?.maker ?? "",
    heartbeatAt: Date.parse(status.heartbeatAt),
    lastEvaluation: evaluationFacts(status.lastEvaluation),
  };
}

/** What a run that is followed is doing at time `now`. */
export function statusOf(
  { info, latestStatus, latestTrouble }: Pick<RunModel, "info" | "latestStatus" | "latestTrouble">,
  now: number,
): StatusFacts {
  return latestStatus === null ? unknownStatus(info, latestTrouble) : statusFacts(latestStatus, now);
}

/** Before status.json could be read. */
function unknownStatus(info: RunInfo, trouble: string | null): StatusFacts {
  return {
    state: "queued",
    step: 0,
    steps: info.experiment.steps,
    stepsPerSecond: 0,
    secondsLeft: null,
    message: trouble ?? "",
    failure: null,
    host: "",
    maker: "",
    heartbeatAt: Date.parse(info.createdAt) || 0,
    lastEvaluation: null,
  };
}
