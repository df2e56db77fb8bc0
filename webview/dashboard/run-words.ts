import { readingIn } from "../../src/plain/data-notice.ts";
import { LONG_PATH, plainText } from "../../src/plain/plain-text.ts";
import {
  isLive,
  type DashboardState,
  type RunFacts,
  type ShownState,
  type StatusFacts,
} from "../../src/protocol/dashboard-state.ts";
import { formatDuration, formatStep } from "../numbers/format.ts";

export type Tone = "training" | "waiting" | "failed" | "ended";

/** The state pill: a word and a tone. */
export function pillOf({ state, step }: Pick<StatusFacts, "state" | "step">): {
  readonly word: string;
  readonly tone: Tone;
} {
  switch (state) {
    case "queued":
      return { word: "Queued", tone: "waiting" };
    case "starting":
      return { word: "Starting", tone: "waiting" };
    case "training":
      return { word: "Training", tone: "training" };
    case "paused":
      return { word: "Paused", tone: "waiting" };
    case "done":
      return { word: "Finished", tone: "ended" };
    case "stopped":
      return { word: `Stopped at ${formatStep(step)}`, tone: "ended" };
    case "failed":
      return { word: `Failed at ${formatStep(step)}`, tone: "failed" };
    case "lost":
      return { word: "No heartbeat", tone: "waiting" };
    default:
      return state satisfies never;
  }
}

/** What stands beside the pill; `now` in milliseconds since 1970. */
export function rateOf(status: StatusFacts, now: number): string {
  const { state, stepsPerSecond, secondsLeft, message, step } = status;
  switch (state) {
    case "training": {
      const speed = `${stepsPerSecond < 10 ? stepsPerSecond.toFixed(1) : formatStep(stepsPerSecond)} steps/s`;
      return secondsLeft === null ? speed : `${speed} · ${formatDuration(secondsLeft)} left`;
    }
    case "paused":
      return `at ${formatStep(step)}`;
    case "done":
      return `${formatStep(step)} steps`;
    case "lost":
      return `last heard ${silence(status, now)} ago`;
    case "queued":
    case "starting":
      return message;
    case "stopped":
    case "failed":
      return "";
    default:
      return state satisfies never;
  }
}

export function silence({ heartbeatAt }: StatusFacts, now: number): string {
  return formatDuration((now - heartbeatAt) / 1000);
}

/** What the follow button says while it follows. */
export function followWord(state: ShownState): string {
  return state === "training" || state === "starting" || state === "queued"
    ? "Following live"
    : "At the last step";
}

/** What it says while another step is shown, `behind` steps before the newest. */
export const behindWord = (state: ShownState, behind: number): string =>
  `${isLive(state) ? "Go live" : "To the last step"}, ${formatStep(behind)} behind`;

/** The word at the newest step of the step bar, and whose colour it has. */
export function endWord(state: ShownState): {
  readonly word: string;
  readonly ink: "coverage" | "error" | "warning" | "foreground";
} {
  switch (state) {
    case "training":
      return { word: "live", ink: "coverage" };
    case "failed":
      return { word: "failed", ink: "error" };
    case "lost":
      return { word: "last heard", ink: "warning" };
    case "paused":
      return { word: "paused", ink: "warning" };
    case "stopped":
      return { word: "stopped", ink: "foreground" };
    case "queued":
    case "starting":
    case "done":
      return { word: "", ink: "foreground" };
    default:
      return state satisfies never;
  }
}

/**
 * What stands beside the name, what matters most first.
 * @param maker of what computes, "" where nobody knows
 * @param own the version of this page
 */
export function factsOf(run: RunFacts, maker: string, own: string): readonly string[] {
  const made = otherVersion(run, own);
  return [run.device, maker, run.objective, made === null ? "" : `by Pairing Lab ${made}`].filter(
    fact => fact !== "",
  );
}

/** The version that made a run, where that is another than ours; null where it is the same, or nobody knows. */
function otherVersion({ versions }: RunFacts, own: string): string | null {
  const made = versions["pairingLab"];
  return made === undefined || made === own ? null : made;
}

/** What another version means for a run that trains or may go on; null where there is nothing to say. */
export function versionWarning(run: RunFacts, state: ShownState, own: string): string | null {
  const made = otherVersion(run, own);
  if (made === null || state === "done") return null;
  const begun = `Pairing Lab ${made} began this run, and this is ${own}.`;
  return isLive(state)
    ? `${begun} It goes on as it is; what this version records in addition may be missing here.`
    : `${begun} Resumed now, it need not end with the same numbers as if ${made} had gone on.`;
}

/** What the run learns from: what was read of its files last, and what was passed over; of made-up data the name alone. */
export function dataInWords({ run, journal }: Pick<DashboardState, "run" | "journal">): string {
  const read = journal.flatMap(({ kind, message }) =>
    kind === "notice" && message !== null ? (readingIn(message) ?? []) : [],
  );
  const last = read.at(-1);
  return last === undefined ? run.dataTitle : `${run.dataTitle}: ${plainText(last, LONG_PATH)}`;
}

/**
 * What stands where a picture from a checkpoint is still to come: `none` until there is one, then that it is on its way.
 * `checkpoint` is the one that it is drawn from, `trainer` another program that trains the run, which need not export any.
 */
export function waitingWords(
  checkpoint: number | null,
  trainer: string | null,
  none = "waiting for the first checkpoint",
): string {
  if (checkpoint !== null) return `reading checkpoint ${formatStep(checkpoint)}`;
  return trainer === null ? none : `${trainer} has exported no generator`;
}

/** Why maps may be of an earlier step than the samples beside them. */
export const KEPT_HINT =
  "Maps and interpolation are drawn from a checkpoint, and not every step has one. Kept are the first and the last, the newest eight, fewer the further back, all that were asked for, and the one before each change of a knob and each note.";

/**
 * Which step a picture from a checkpoint is of. `shown` is that of the samples beside it, `nearest` the checkpoint that it
 * shall be drawn from.
 */
export function checkpointWords(step: number, shown: number | null, nearest: number | null): string {
  if (step === shown) return `step ${formatStep(step)}`;
  const why = nearest === null || step === nearest ? "nearest kept" : `reading ${formatStep(nearest)}`;
  return `step ${formatStep(step)} (${why})`;
}
