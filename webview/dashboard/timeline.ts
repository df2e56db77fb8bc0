import type {
  DashboardState,
  JournalFacts,
  KnobFacts,
  RunFacts,
} from "../../src/protocol/dashboard-state.ts";
import { formatKnob, formatStep } from "../numbers/format.ts";
import { knobTitle, PACE, PAIRING_WEIGHT, changeLabel, valueText } from "./knob-names.ts";
import type { ChartMark } from "../charts/scene.ts";

/** A knob went from one value to another; a planned ramp is one change, from its first step to its last. */
export interface Change {
  readonly knob: KnobFacts;
  readonly step: number;
  readonly until: number;
  readonly from: number;
  readonly to: number;
  readonly planned: boolean;
}

/** Planned changes no farther apart than this many steps belong to one ramp. */
const RAMP_GAP = 64;

/** What happened to a knob, oldest first. */
export function changesOf(knob: KnobFacts): Change[] {
  const changes: Change[] = [];
  for (let i = 1; i < knob.history.length; i++) {
    const [before, now] = [knob.history[i - 1], knob.history[i]];
    if (before === undefined || now === undefined) continue;
    const planned = now.source === "schedule";
    const last = changes.at(-1);
    if (planned && last?.planned === true && now.step - last.until <= RAMP_GAP) {
      changes[changes.length - 1] = { ...last, until: now.step, to: now.value };
    } else
      changes.push({ knob, step: now.step, until: now.step, from: before.value, to: now.value, planned });
  }
  return changes;
}

/** The branch and changes as lines through the charts, by step. Pace changes no result and has none. */
export function marksOf(knobs: readonly KnobFacts[], parent: RunFacts["parent"]): ChartMark[] {
  const changes = knobs
    .filter(({ key }) => key !== PACE)
    .flatMap(knob =>
      changesOf(knob).map(({ step, from, to }) => ({
        step,
        label: changeLabel(knob, from, to),
        quiet: knob.key !== PAIRING_WEIGHT,
      })),
    );
  const branched = parent === null ? [] : [{ step: parent.step, label: "branched", quiet: true }];
  return [...branched, ...changes].sort((a, b) => a.step - b.step);
}

/** The steps at which something happened, for the step bar; ascending. */
export function stopsOf(state: DashboardState): number[] {
  const stops = new Set(state.checkpoints);
  for (const knob of state.knobs) for (const { step } of changesOf(knob)) stops.add(step);
  for (const edge of [state.samples[0], state.samples.at(-1)]) if (edge !== undefined) stops.add(edge);
  return [...stops].sort((a, b) => a - b);
}

/** What can be done about a line of the journal. */
export type LineAction =
  | { readonly kind: "show"; readonly step: number }
  | { readonly kind: "undo"; readonly key: string; readonly value: number }
  | { readonly kind: "edit"; readonly id: string; readonly text: string };

export interface JournalLine {
  readonly id: string;
  readonly step: number;
  readonly kind: "checkpoint" | "pairing" | "knob" | "note" | "refused" | "other";
  readonly text: string;
  readonly action: LineAction | null;
}

/** The journal as people read it, newest first: changes, checkpoints, notes, and how the run began. */
export function journalLines(state: DashboardState): JournalLine[] {
  const checkpoints = new Set(state.checkpoints);
  const lines = [
    startLine(state),
    ...state.journal.flatMap((entry, index) => entryLine(state, entry, index, checkpoints)),
    ...state.knobs.flatMap(knob => plannedLines(knob)),
    ...state.checkpoints.map<JournalLine>(step => ({
      id: `checkpoint ${step}`,
      step,
      kind: "checkpoint",
      text: state.notes.pins.includes(step) ? "Checkpoint, pinned" : "Checkpoint",
      action: { kind: "show", step },
    })),
    ...state.notes.steps.map<JournalLine>(({ id, step, text }) => ({
      id: `note ${id}`,
      step,
      kind: "note",
      text: `Note: ${text}`,
      action: { kind: "edit", id, text },
    })),
  ];
  return lines
    .map((line, order) => ({ line, order }))
    .sort((a, b) => b.line.step - a.line.step || b.order - a.order)
    .map(({ line }) => line);
}

function startLine({ run }: DashboardState): JournalLine {
  const { parent, seed } = run;
  const text =
    parent === null
      ? `Started with seed ${seed}`
      : `Branched from ${parent.id} at ${formatStep(parent.step)}`;
  return { id: "start", step: parent?.step ?? 0, kind: "other", text, action: null };
}

function plannedLines(knob: KnobFacts): JournalLine[] {
  return changesOf(knob)
    .filter(({ planned }) => planned)
    .map(({ step, until, from, to }) => ({
      id: `planned ${knob.key} ${step}`,
      step,
      kind: knob.key === PAIRING_WEIGHT ? "pairing" : "knob",
      text: `${knobTitle(knob)} ${formatKnob(from)} → ${formatKnob(to)}, planned${until > step ? `, until ${formatStep(until)}` : ""}`,
      action: null,
    }));
}

const deeds = { pause: "Paused", resume: "Resumed", checkpoint: "Checkpoint", stop: "Stopped" } as const;

function entryLine(
  state: DashboardState,
  entry: JournalFacts,
  index: number,
  checkpoints: ReadonlySet<number>,
): JournalLine[] {
  const { step, key, from, to, message } = entry;
  const base = { id: `journal ${index} ${entry.at}`, step, action: null };
  if (entry.kind === "notice") return [{ ...base, kind: "other", text: message ?? "Notice" }];
  const knob = state.knobs.find(known => known.key === key);
  const name = knob === undefined ? (key ?? "") : knobTitle(knob);
  if (entry.kind === "refused") {
    const what = entry.do === "set" ? `${name} ${valueText(key ?? "", to ?? NaN)}` : (entry.do ?? "request");
    return [{ ...base, kind: "refused", text: `Refused: ${what}${message === null ? "" : `, ${message}`}` }];
  }
  if (entry.do === "set" || key !== null) {
    const last = knob?.history.at(-1);
    const undo: LineAction | null =
      key !== null && from !== null && last?.step === step && last.value === to
        ? { kind: "undo", key, value: from }
        : null;
    const said = (value: number) => valueText(key ?? "", value);
    const text = `${name} ${from === null ? "" : `${said(from)} `}→ ${said(to ?? NaN)}`;
    return [{ ...base, kind: key === PAIRING_WEIGHT ? "pairing" : "knob", text, action: undo }];
  }
  if (entry.do === null) return [{ ...base, kind: "other", text: message ?? "Intervention" }];
  // Every checkpoint has a line already, asked for or not.
  if (entry.do === "checkpoint" && checkpoints.has(step)) return [];
  return [{ ...base, kind: "other", text: deeds[entry.do] }];
}
