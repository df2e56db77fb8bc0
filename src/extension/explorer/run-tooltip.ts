import type { JournalEntry } from "../../runs/journal.ts";
import type { ObservedRun } from "../../runs/list.ts";
import { durationText, grouped, knobText, measureText } from "../number-text.ts";
import { meaningOf } from "../../dashboard/curve-facts.ts";
import { settingAt } from "../../experiment/setting-at.ts";
import { figureOf } from "../../runs/figure.ts";
import { withoutNoise } from "../../runs/without-noise.ts";
import type { Facts } from "../door/facts-markdown.ts";
import { stateLooks, valueOf } from "./run-row.ts";
import type { Notes } from "../../runs/notes.ts";

export interface TooltipFacts {
  readonly run: ObservedRun;
  readonly notes: Notes;
  /** What was turned by hand, oldest first; null where the journal cannot be read. */
  readonly interventions: readonly JournalEntry[] | null;
  /** The folder as people know it: relative to the workspace where it can be. */
  readonly shownFolder: string;
  /** Our own version, to say when a run was made by another. */
  readonly version: string;
}

const SHOWN_CHANGES = 4;

/** What the tooltip of a run says. */
export function runTooltip(facts: TooltipFacts): Facts {
  const { run, notes } = facts;
  const rows: Facts["rows"] = [
    ["state", stateText(run)],
    ["trains", trainsText(run)],
    ["coverage", qualityText(run)],
    ["undefined", undefinedText(run)],
    ["changed", changesText(facts.interventions)],
    ["parent", parentText(run)],
    ["device", deviceText(run)],
    ["trainer", trainerText(run)],
    ["version", versionText(run, facts.version)],
    ["note", notes.note],
    ["tags", notes.tags.join(", ")],
    ["folder", facts.shownFolder],
  ];
  return { heading: notes.name ?? run.info.name, rows: rows.filter(([, text]) => text !== "") };
}

/** What the experiment says of it first. */
function trainsText({ info: { experiment, seed, trial } }: ObservedRun): string {
  const held = settingAt(experiment, "pairing.weight");
  const weight = typeof held === "number" ? `pairing weight ${knobText(held)}` : "";
  const tried = trial === undefined ? "" : `tries ${trial.key} ${knobText(trial.value)}`;
  return [weight, tried, `${grouped(experiment.steps)} steps`, experiment.data.kind, `seed ${seed}`]
    .filter(part => part !== "")
    .join(", ");
}

function stateText({ state, status }: ObservedRun): string {
  const parts = [
    stateLooks[state].word.toLowerCase(),
    `${grouped(status.step)} of ${grouped(status.steps)}`,
    ...(state === "training" && status.stepsPerSecond > 0
      ? [
          `${grouped(status.stepsPerSecond)} steps/s`,
          `${durationText((status.steps - status.step) / status.stepsPerSecond)} left`,
        ]
      : []),
    ...(status.message === "" ? [] : [status.message]),
  ];
  return parts.join(", ");
}

/** Measures of the last evaluation, with its step. */
function qualityText({ status }: ObservedRun): string {
  const shown = [
    ["", "quality/coverage", measureText],
    ["precision ", "quality/precision", measureText],
    ["recall ", "quality/recall", measureText],
    ["modes ", "quality/modes", grouped],
  ] as const;
  const parts = shown.flatMap(([name, tag, inWords]) => {
    const value = valueOf(figureOf(status, tag));
    return value === undefined ? [] : [`${name}${inWords(value)}`];
  });
  const step = status.lastEvaluation?.step;
  return parts.join(", ") + (parts.length === 0 || step === undefined ? "" : `, at ${grouped(step)}`);
}

/** What the last evaluation found no value of, by reason. */
function undefinedText({ status: { lastEvaluation } }: ObservedRun): string {
  if (lastEvaluation === null) return "";
  const byReason = new Map<string, string[]>();
  for (const [tag, reason] of Object.entries(withoutNoise(lastEvaluation).undefined))
    byReason.set(reason, [...(byReason.get(reason) ?? []), meaningOf(tag).title.toLowerCase()]);
  const parts = [...byReason].map(([reason, titles]) => `${titles.join(", ")} (${reason})`);
  return parts.length === 0 ? "" : `${parts.join("; ")}, at ${grouped(lastEvaluation.step)}`;
}

function changesText(interventions: TooltipFacts["interventions"]): string {
  if (interventions === null) return "not known: the journal cannot be read";
  const changes = interventions.filter(({ key, to }) => key !== undefined && to !== undefined);
  const shown = changes.slice(-SHOWN_CHANGES).map(({ key = "", from, to = 0, step }) => {
    const before = from === undefined ? "" : `${knobText(from)} → `;
    return `${key} ${before}${knobText(to)} at ${grouped(step)}`;
  });
  const earlier = changes.length - shown.length;
  return [...(earlier > 0 ? [`${earlier} earlier`] : []), ...shown].join("; ");
}

function parentText({ info: { parent } }: ObservedRun): string {
  return parent === null ? "" : `${parent.id} at step ${grouped(parent.step)}`;
}

const deviceText = ({ info: { device, trainer } }: ObservedRun): string =>
  trainer === undefined ? `${device.toUpperCase()}, compiled step` : device;

/** What to expect of a run that another program trains. */
const trainerText = ({ info: { trainer } }: ObservedRun): string =>
  trainer === undefined
    ? ""
    : `${trainer.name}, which alone trains it: ${trainer.can.includes("set") ? "watched, steered" : "watched"} and compared here`;

function versionText({ info }: ObservedRun, own: string): string {
  if (info.trainer !== undefined) return "";
  const made = info.versions.pairingLab;
  return made === own ? "" : `made by Pairing Lab ${made}; this is ${own}`;
}
