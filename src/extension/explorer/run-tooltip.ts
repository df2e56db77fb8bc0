import type { JournalEntry } from "../../runs/journal.ts";
import type { ObservedRun } from "../../runs/list.ts";
import { durationText, grouped, knobText, measureText } from "../number-text.ts";
import type { Facts } from "../door/facts-markdown.ts";
import { stateLooks } from "./run-row.ts";
import type { Notes } from "../../runs/notes.ts";

export interface TooltipFacts {
  readonly run: ObservedRun;
  readonly notes: Notes;
  /** What was turned by hand, oldest first. */
  readonly interventions: readonly JournalEntry[];
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
    ["coverage", qualityText(run)],
    ["changed", changesText(facts.interventions)],
    ["parent", parentText(run)],
    ["device", `${run.info.device.toUpperCase()}, compiled step`],
    ["version", versionText(run, facts.version)],
    ["note", notes.note],
    ["tags", notes.tags.join(", ")],
    ["folder", facts.shownFolder],
  ];
  return { heading: notes.name ?? run.info.name, rows: rows.filter(([, text]) => text !== "") };
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

function qualityText({ status: { scalars } }: ObservedRun): string {
  const shown = [
    ["", "quality/coverage"],
    ["precision ", "quality/precision"],
    ["recall ", "quality/recall"],
  ] as const;
  const parts = shown.flatMap(([name, tag]) => {
    const value = scalars[tag];
    return value === undefined ? [] : [`${name}${measureText(value)}`];
  });
  const modes = scalars["quality/modes"];
  if (modes !== undefined) parts.push(`modes ${grouped(modes)}`);
  return parts.join(", ");
}

function changesText(interventions: readonly JournalEntry[]): string {
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

function versionText({ info }: ObservedRun, own: string): string {
  const made = info.versions.pairingLab;
  return made === own ? "" : `made by Pairing Lab ${made}; this is ${own}`;
}
