import type { ObservedRun } from "../../runs/list.ts";
import type { Severity } from "../door/messages.ts";
import { say, words, type Words } from "../door/words.ts";
import { coverageWords, type ShownState } from "../explorer/run-row.ts";
import { grouped } from "../number-text.ts";

/** What a notice offers to do. */
export type NoticeAction = "open" | "log" | "resume" | "branch" | "trial";

export interface Notice {
  readonly severity: Severity;
  readonly message: Words;
  readonly actions: readonly NoticeAction[];
  /** The trial that this is told of, once for all its branches. */
  readonly trial?: string;
}

const unended: readonly ShownState[] = ["queued", "starting", "training", "paused"];

/**
 * What to tell when a run that was seen in one state is seen in another; null for most changes. Only an end is worth
 * it, and not one that the user asked for. `all` are the runs that are known: the branches of a trial are told of
 * together, when the last one is done.
 */
export function noticeOf(
  before: ShownState | undefined,
  name: string,
  run: ObservedRun,
  all: readonly ObservedRun[],
): Notice | null {
  if (before === undefined || !unended.includes(before)) return null;
  const { state, status } = run;
  const at = words(`step ${grouped(status.step)}`);
  switch (state) {
    case "done": {
      if (run.info.trial !== undefined) return trialNotice(name, run.info.trial.id, all);
      const coverage = coverageWords(run);
      const measured = words(coverage === "" ? "" : `, ${coverage}`);
      return { severity: "info", message: say`${name} finished at ${at}${measured}.`, actions: ["open"] };
    }
    case "failed":
      return status.failure === "not finite"
        ? {
            severity: "error",
            message: say`${name} became not finite at ${at}. Everything up to its last checkpoint is kept; branch from there with other knobs.`,
            actions: ["branch", "open"],
          }
        : {
            severity: "error",
            message: say`${name} failed at ${at}: ${words(status.message === "" ? "its log says why." : status.message)}`,
            actions: ["log", "open", "resume"],
          };
    case "lost":
      return {
        severity: "warning",
        message: say`${name} was lost at ${at}: its process is gone (killed, or the machine ran out of memory). It can go on from its last checkpoint.`,
        actions: ["resume", "log"],
      };
    case "stopped":
    case "queued":
    case "starting":
    case "training":
    case "paused":
      return null;
    default:
      return state satisfies never;
  }
}

/** What to tell when an alert of a run that was seen before has something new to say; `before` is the step of its last one, null: none. */
export function alertNotice(
  before: number | null | undefined,
  name: string,
  { state, status }: ObservedRun,
): Notice | null {
  const { alert } = status;
  if (before === undefined || alert === undefined || alert.step === before) return null;
  return {
    severity: "warning",
    message: say`${name}: ${words(alert.message)}.`,
    actions: state === "paused" ? ["open", "resume"] : ["open"],
  };
}

function trialNotice(name: string, trial: string, all: readonly ObservedRun[]): Notice | null {
  const branches = all.filter(({ info }) => info.trial?.id === trial);
  if (branches.some(({ state }) => unended.includes(state))) return null;
  const done = branches.filter(({ state }) => state === "done").length;
  return {
    severity: "info",
    message: say`Weights tried of ${name}: ${done} of ${branches.length} branches are done.`,
    actions: ["trial"],
    trial,
  };
}

/** Whether a setting of `pairingLab.notifications` lets a notice through. */
export function isWanted(
  { severity }: Pick<Notice, "severity">,
  setting: "all" | "failures" | "none",
): boolean {
  return setting === "all" || (setting === "failures" && severity !== "info");
}
