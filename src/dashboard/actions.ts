import { untrusted } from "../protocol/call-kinds.ts";
import type { Deed } from "../runs/other-trainer.ts";
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
  /** Why a deed is not for this run, whatever it does now; null where nothing but that hinders it. */
  readonly because?: (deed: Deed) => string | null;
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
  const { state, hasCheckpoint, trusted, because = () => null } = situation;
  const why = inWords[state];
  const listens = isLive(state) ? null : why;
  const allowed = (deed: Deed, reason: string | null) =>
    trusted ? (because(deed) ?? reason) : untrusted.starts;
  return {
    pause: allowed("pause", state === "paused" ? why : listens),
    unpause: allowed("pause", state === "paused" ? null : why),
    checkpoint: allowed("checkpoint", listens),
    stop: allowed("stop", listens),
    setKnob: allowed("set", listens),
    resume: allowed("resume", whyNotResume(situation)),
    repeat: allowed("repeat", null),
    extend: allowed("extend", state === "done" || state === "stopped" ? null : why),
    branch: allowed("branch", hasCheckpoint ? null : "there is no checkpoint yet"),
    saveAsExperiment: trusted ? because("saveAsExperiment") : untrusted.writes,
    render: trusted ? null : untrusted.renders,
  };
}
