import { untrusted } from "../protocol/call-kinds.ts";
import { isLive, type Actions, type ShownState } from "../protocol/dashboard-state.ts";

/** What decides which actions make sense. */
export interface Situation {
  readonly state: ShownState;
  readonly failure: "not finite" | null;
  readonly step: number;
  readonly steps: number;
  readonly hasCheckpoint: boolean;
  /** Whether this window may start and steer trainers: an untrusted workspace may only look. */
  readonly trusted: boolean;
}

const inWords: Readonly<Record<ShownState, string>> = {
  queued: "the run waits to be trained",
  starting: "the run is starting",
  training: "the run is training",
  paused: "the run is paused",
  done: "the run is finished",
  stopped: "the run was stopped",
  failed: "the run failed",
  lost: "the run's trainer is gone",
};

function whyNotResume({ state, failure, step, steps }: Situation): string | null {
  switch (state) {
    case "failed":
      return failure === "not finite" ? "the run became not finite and can only be branched" : null;
    case "stopped":
    case "queued":
    case "lost":
      return step >= steps && step > 0 ? "all its steps are done" : null;
    case "starting":
    case "training":
    case "paused":
    case "done":
      return inWords[state];
    default:
      return state satisfies never;
  }
}

/** For every action: null when it can be done now, else why not. */
export function availableActions(situation: Situation): Actions {
  const { state, hasCheckpoint, trusted } = situation;
  const why = inWords[state];
  const listens = isLive(state) ? null : why;
  const allowed = (reason: string | null) => (trusted ? reason : untrusted.starts);
  return {
    pause: allowed(state === "paused" ? why : listens),
    unpause: allowed(state === "paused" ? null : why),
    checkpoint: allowed(listens),
    stop: allowed(listens),
    setKnob: allowed(listens),
    resume: allowed(whyNotResume(situation)),
    repeat: allowed(null),
    extend: allowed(state === "done" || state === "stopped" ? null : why),
    branch: allowed(hasCheckpoint ? null : "there is no checkpoint yet"),
    saveAsExperiment: trusted ? null : untrusted.writes,
    render: trusted ? null : untrusted.renders,
  };
}
