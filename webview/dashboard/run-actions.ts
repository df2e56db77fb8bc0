import type { IconName } from "../controls/icon-paths.ts";
import type { Page } from "./context.ts";

export interface GoAction {
  readonly label: string;
  readonly icon: IconName;
  readonly title: string;
  readonly refused: string | null;
  readonly act: () => void;
}

/** The first button: pause while it trains, go on when paused, train again when finished, resume when it ended. */
export function pauseOrGoOn({ model }: Page): GoAction {
  const current = model.state.value;
  const state = current?.status.state ?? "queued";
  const actions = current?.actions;
  switch (state) {
    case "queued":
    case "starting":
    case "training":
      return {
        label: "Pause",
        icon: "debug-pause",
        title: "Pause (Space)",
        refused: actions?.pause ?? null,
        act: () => {
          model.control("pause");
        },
      };
    case "paused":
      return {
        label: "Resume",
        icon: "debug-continue",
        title: "Go on training (Space)",
        refused: actions?.unpause ?? null,
        act: () => {
          model.control("resume");
        },
      };
    case "done":
      return {
        label: "Train again",
        icon: "debug-restart",
        title: "Train the same experiment again as a new run",
        refused: actions?.repeat ?? null,
        act: () => {
          model.attempt(model.call("run/repeat", null));
        },
      };
    case "stopped":
    case "failed":
    case "lost":
      return {
        label: "Resume",
        icon: "debug-continue",
        title: "Train on from the last checkpoint",
        refused: actions?.resume ?? null,
        act: () => {
          model.attempt(model.call("run/resume", null));
        },
      };
    default:
      return state satisfies never;
  }
}

export function checkpoint({ model }: Page): void {
  if (model.state.value?.actions.checkpoint === null) model.control("checkpoint");
}

export function stop({ model }: Page): void {
  if (model.state.value?.actions.stop === null) model.control("stop");
}

/** A new run from the checkpoint that the page shows; the host asks for its knobs. */
export function branch({ model, pictures }: Page): void {
  const step = pictures.checkpoint.value;
  if (step === null || model.state.value?.actions.branch !== null) return;
  model.attempt(model.call("run/branch", { step, knobs: null }));
}
