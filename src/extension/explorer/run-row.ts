import { isLive } from "../../protocol/dashboard-state.ts";
import { wordsApart, type NamedRun } from "../../protocol/run-names.ts";
import { figureOf, type Figure } from "../../runs/figure.ts";
import type { ObservedRun } from "../../runs/list.ts";
import type { Notes } from "../../runs/notes.ts";
import { whyNotBy, type Ability } from "../../runs/other-trainer.ts";
import type { RunState, Status } from "../../runs/status.ts";
import { gapsAmong } from "../../runs/trend-gaps.ts";
import { grouped, measureText } from "../number-text.ts";

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
export function isResumable({ state, status, info }: ObservedRun): boolean {
  if (whyNotBy(info, state === "paused" ? "pause" : "resume") !== null) return false;
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

/**
 * Values from 0 to 1, oldest first, as at most eight block characters, the first and the last among them; a blank stands
 * where coverage was undefined in between.
 */
export function trendText({ trend, trendGaps }: Pick<Status, "trend" | "trendGaps">): string {
  const count = Math.min(SHOWN_BLOCKS, trend.length);
  const shown = Array.from({ length: count }, (_, i) =>
    count === 1 ? 0 : Math.round((i * (trend.length - 1)) / (count - 1)),
  );
  const gaps = gapsAmong(trendGaps, shown);
  const level = (value = 0) => Math.min(7, Math.max(0, Math.round(value * 7)));
  return shown.map((at, i) => `${gaps.includes(i) ? " " : ""}${blocks[level(trend[at])] ?? ""}`).join("");
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
      return `${measureText(coverage.value)} ${trendText(run.status)}`.trim();
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

/** A run as those know it that name runs. */
export const namedRun = ({ info }: ObservedRun, notes: Notes): NamedRun => ({
  name: notes.name ?? info.name,
  seed: info.seed,
  parent: info.parent,
  experiment: info.experiment,
  createdAt: info.createdAt,
});

/** What tells each of some runs apart from the others, and their names beside it. */
export const toldApart = (
  runs: readonly ObservedRun[],
  notesOf: (folder: string) => Notes,
): readonly string[][] => wordsApart(runs.map(run => namedRun(run, notesOf(run.folder))));

/** A run in a list: with the words that tell it apart there, and whether it stands under its parent. */
export interface ListedRun {
  readonly run: ObservedRun;
  readonly notes: Notes;
  readonly apart: readonly string[];
  readonly underParent: boolean;
}

const isCalledByWords = ({ run, notes, apart, underParent }: ListedRun): boolean =>
  underParent && run.info.parent !== null && notes.name === null && apart.length > 0;

/** The name of a run in a list: what the researcher calls it, or its own; a branch under its parent has what tells it apart. */
export const rowLabel = (listed: ListedRun): string =>
  isCalledByWords(listed) ? listed.apart.join(" · ") : (listed.notes.name ?? listed.run.info.name);

const isSeed = (word: string): boolean => /^s\d+$/.test(word);

/**
 * What follows the name: what tells it apart, what is special about its state, coverage now and over the run, tags. The
 * number comes before its course: a narrow side bar cuts off what is last.
 */
export function rowDescription(listed: ListedRun): string {
  const { run, notes, apart } = listed;
  const parts = [
    ...(isCalledByWords(listed) ? [] : apart),
    apart.some(isSeed) ? "" : `seed ${run.info.seed}`,
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
export function rowSpoken(listed: ListedRun): string {
  const { run, notes, apart } = listed;
  return [
    rowLabel(listed),
    ...(isCalledByWords(listed) ? [] : apart.filter(word => !isSeed(word))),
    `seed ${run.info.seed}`,
    stateLooks[run.state].word,
    coverageWords(run) || "coverage not yet measured",
    ...notes.tags.map(tag => `tag ${tag}`),
    ...(notes.star ? ["starred"] : []),
  ].join(", ");
}

/** Whether it can be given more steps. */
export const isExtendable = ({ state, info }: Pick<ObservedRun, "state" | "info">): boolean =>
  (state === "done" || state === "stopped") && isOwn({ info });

/** Whether Pairing Lab trains it, so that it can be branched, tried and saved as an experiment. */
export const isOwn = ({ info }: Pick<ObservedRun, "info">): boolean => info.trainer === undefined;

/** Whether it trains, or is paused, and its trainer answers to that. */
export const listensTo = ({ state, info }: Pick<ObservedRun, "state" | "info">, what: Ability): boolean =>
  isLive(state) && whyNotBy(info, what) === null;

/** Whether its pairing weight can be turned now. */
export const isWeighed = (run: ObservedRun): boolean =>
  listensTo(run, "set") && (isOwn(run) || Object.hasOwn(run.status.knobs ?? {}, "pairing.weight"));

/** The words that menus ask for (`contributions/menus.ts`). */
export function rowMarks(run: ObservedRun, notes: Notes): string {
  const marks = ["run", "folder", run.state, notes.star ? "starred" : "plain"];
  if (isOwn(run)) marks.push("own");
  if (listensTo(run, "pause")) marks.push("pausable");
  if (listensTo(run, "checkpoint")) marks.push("saving");
  if (listensTo(run, "stop")) marks.push("stoppable");
  if (isWeighed(run)) marks.push("weighed");
  if (run.info.trial !== undefined) marks.push("tried");
  if (isResumable(run)) marks.push("resumable");
  if (isExtendable(run)) marks.push("extendable");
  if (ended(run.state) || run.state === "queued") marks.push("ended");
  return marks.join(" ");
}
