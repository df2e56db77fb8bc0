import { isLive } from "../../protocol/dashboard-state.ts";
import { figureOf, type Figure } from "../../runs/figure.ts";
import type { ObservedRun } from "../../runs/list.ts";
import type { Notes } from "../../runs/notes.ts";
import type { RunState } from "../../runs/status.ts";
import { grouped, knobText, measureText } from "../number-text.ts";

export type ShownState = RunState | "lost";

interface StateLook {
  readonly word: string;
  /** A codicon. */
  readonly icon: string;
  /** A theme colour; "" for that of the text. */
  readonly color: string;
}

export const stateLooks: Readonly<Record<ShownState, StateLook>> = {
  queued: { word: "Queued", icon: "clockface", color: "descriptionForeground" },
  starting: { word: "Starting", icon: "loading~spin", color: "charts.green" },
  training: { word: "Training", icon: "sync~spin", color: "charts.green" },
  paused: { word: "Paused", icon: "debug-pause", color: "editorWarning.foreground" },
  done: { word: "Finished", icon: "pass", color: "testing.iconPassed" },
  stopped: { word: "Stopped", icon: "circle-slash", color: "descriptionForeground" },
  failed: { word: "Failed", icon: "error", color: "errorForeground" },
  lost: { word: "Lost: its process is gone", icon: "debug-disconnect", color: "editorWarning.foreground" },
};

const ended = (state: ShownState): boolean => !isLive(state) && state !== "queued";

/** Whether a trainer may be started on it again, or it may be told to go on. */
export function isResumable({ state, status }: ObservedRun): boolean {
  switch (state) {
    case "paused":
    case "lost":
    case "queued":
      return true;
    case "stopped":
      return status.step < status.steps;
    case "failed":
      return status.failure !== "not finite";
    case "starting":
    case "training":
    case "done":
      return false;
    default:
      return state satisfies never;
  }
}

const blocks = "▁▂▃▄▅▆▇█";
/** More would not fit into a narrow side bar. */
const SHOWN_BLOCKS = 8;

/** Values from 0 to 1, oldest first, as at most eight block characters; the first and the last are always among them. */
export function trendText(values: readonly number[]): string {
  const count = Math.min(SHOWN_BLOCKS, values.length);
  const shown = Array.from({ length: count }, (_, i) =>
    count === 1 ? values[0] : values[Math.round((i * (values.length - 1)) / (count - 1))],
  );
  const level = (value = 0) => Math.min(7, Math.max(0, Math.round(value * 7)));
  return shown.map(value => blocks[level(value)] ?? "").join("");
}

/** What the last evaluation says of coverage. */
export const coverageOf = ({ status }: ObservedRun): Figure => figureOf(status, "quality/coverage");

/** The value of a figure, for those who need no step; undefined where it has none. */
export const valueOf = (figure: Figure): number | undefined =>
  figure.kind === "value" || figure.kind === "step unknown" ? figure.value : undefined;

function coverageText(run: ObservedRun): string {
  const coverage = coverageOf(run);
  switch (coverage.kind) {
    case "value":
    case "step unknown":
      return `${measureText(coverage.value)} ${trendText(run.status.trend)}`.trim();
    case "undefined":
      return "coverage undefined";
    case "none":
      return "";
    default:
      return coverage satisfies never;
  }
}

/** Coverage as a part of a sentence; "" where none was measured yet. */
export function coverageWords(run: ObservedRun): string {
  const coverage = coverageOf(run);
  switch (coverage.kind) {
    case "value":
      return `coverage ${measureText(coverage.value)} at ${grouped(coverage.step)}`;
    case "step unknown":
      return `coverage ${measureText(coverage.value)}`;
    case "undefined":
      return `coverage undefined at ${grouped(coverage.step)}: ${coverage.reason}`;
    case "none":
      return "";
    default:
      return coverage satisfies never;
  }
}

/** The name of a run in a list: what the researcher calls it, or for a branch where it began, or its own. */
export function rowLabel({ info }: ObservedRun, notes: Notes, underParent: boolean): string {
  if (notes.name !== null) return notes.name;
  const { parent, trial } = info;
  const tried = trial === undefined ? "" : `, weight ${knobText(trial.value)}`;
  return underParent && parent !== null ? `branch at ${grouped(parent.step)}${tried}` : info.name + tried;
}

/**
 * What follows the name: seed, where a branch began, what is special about its state, coverage now and over the run,
 * tags. The number comes before its course: a narrow side bar cuts off what is last.
 */
export function rowDescription(run: ObservedRun, notes: Notes, underParent = false): string {
  const { info } = run;
  const saysItsOrigin = underParent && notes.name === null;
  const parts = [
    `seed ${info.seed}`,
    info.parent === null || saysItsOrigin ? "" : `branch at ${grouped(info.parent.step)}`,
    specialState(run),
    coverageText(run),
  ].filter(part => part !== "");
  return parts.join(" · ") + notes.tags.map(tag => `, ${tag}`).join("");
}

function specialState({ state, status }: ObservedRun): string {
  if (state === "queued") return "queued";
  if (state === "lost") return `lost at ${grouped(status.step)}`;
  if (state === "failed")
    return `${status.failure === "not finite" ? "not finite" : "failed"} at ${grouped(status.step)}`;
  return "";
}

/** For screen readers: the same in words. */
export function rowSpoken(run: ObservedRun, notes: Notes, underParent: boolean): string {
  return [
    rowLabel(run, notes, underParent),
    `seed ${run.info.seed}`,
    stateLooks[run.state].word,
    coverageWords(run) || "coverage not yet measured",
    ...notes.tags.map(tag => `tag ${tag}`),
    ...(notes.star ? ["starred"] : []),
  ].join(", ");
}

/** The words that menus ask for (`contributions/menus.ts`). */
export function rowMarks(run: ObservedRun, notes: Notes): string {
  const marks = ["run", "folder", run.state, notes.star ? "starred" : "plain"];
  if (isLive(run.state)) marks.push("live");
  if (run.info.trial !== undefined) marks.push("tried");
  if (isResumable(run)) marks.push("resumable");
  if (ended(run.state) || run.state === "queued") marks.push("ended");
  return marks.join(" ");
}
