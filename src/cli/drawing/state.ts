import type { RunState } from "../../runs/status.ts";
import type { Style } from "./style.ts";

/** A run's state, coloured by what it asks of the reader. */
export function stateInColor(state: RunState | "lost", style: Style): string {
  switch (state) {
    case "training":
    case "starting":
      return style.green(state);
    case "paused":
    case "stopped":
    case "queued":
      return style.yellow(state);
    case "failed":
    case "lost":
      return style.red(state);
    case "done":
      return state;
    default:
      return state satisfies never;
  }
}
