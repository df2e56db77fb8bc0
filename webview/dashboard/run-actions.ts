import type { IconName } from "../controls/icon-paths.ts";
import { formatStep } from "../numbers/format.ts";
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

/** Where a branch begins, and what the button says of it. */
export interface BranchPlace {
  /** A checkpoint's step; "now": the run writes one first. */
  readonly from: number | "now" | null;
  readonly label: string;
  readonly title: string;
  readonly refused: string | null;
}

/** A page that follows a run that listens stands for now; otherwise the checkpoint that it shows. */
export function branchPlace({ model, pictures }: Page): BranchPlace {
  const actions = model.state.value?.actions;
  const shown = pictures.checkpoint.value;
  if (model.trainer !== null) {
    const title = "New run from a checkpoint, for runs that Pairing Lab trains";
    return { from: null, label: "Branch", title, refused: actions?.branch ?? null };
  }
  if (actions?.checkpoint === null && model.field("pin").value === null) {
    const title = "The run writes a checkpoint, and a new run with other knobs begins from it (B)";
    return { from: "now", label: "Branch from now", title, refused: null };
  }
  const title = "New run from this step with other knobs (B)";
  return shown === null
    ? {
        from: null,
        label: "Branch",
        title,
        refused: "There is no checkpoint at or before this step yet",
      }
    : {
        from: shown,
        label: `Branch from ${formatStep(shown)}`,
        title,
        refused: actions?.branch ?? null,
      };
}

/** Several pairing weights side by side, from where the page is; the host asks which. */
export function tryWeights(page: Page): void {
  const { from, refused } = branchPlace(page);
  if (from === null || refused !== null) return;
  const { model } = page;
  model.attempt(model.call("run/tryWeights", { step: from === "now" ? null : from }));
}

/** A new run from where the page is; the host asks for its knobs. */
export function branch(page: Page): void {
  const { from, refused } = branchPlace(page);
  if (from === null || refused !== null) return;
  const { model } = page;
  model.attempt(model.call("run/branch", { step: from === "now" ? null : from, knobs: null }));
}
