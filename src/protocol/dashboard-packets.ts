import type { DashboardUpdate, HostPacket } from "./dashboard.ts";
import {
  actionNames,
  shownStates,
  type Actions,
  type CurveFacts,
  type DashboardItem,
  type DashboardState,
  type EvaluationFacts,
  type FindingFacts,
  type JournalFacts,
  type KnobFacts,
  type NotesFacts,
  type RunFacts,
  type StatusFacts,
} from "./dashboard-state.ts";
import {
  anyFields,
  choice,
  doubles,
  fields,
  flag,
  floats,
  integer,
  list,
  number,
  oneOf,
  orNull,
  record,
  text,
  where,
  type Shape,
} from "./shapes.ts";
import { readNews } from "./shape-readers.ts";

/** Bounds of what a stream may bring. */
export const streamLimits = {
  items: 1000,
  journal: 2000,
  knobs: 50,
  knobChanges: 201,
  curves: 1000,
  /** Steps with samples or checkpoints. */
  steps: 1_000_000,
  /** Points of one curve in one update: after a burst, only its newest ones come. */
  points: 2048,
  noteSteps: 10_000,
  findings: 20,
} as const;

const step = integer(0, Number.MAX_SAFE_INTEGER);
const count = integer(0, 2 ** 32);
const short = text(1000);
const long = text(20_000);
const steps = list(step, streamLimits.steps);

const run: Shape<RunFacts> = fields<RunFacts>({
  folder: text(32_768),
  id: short,
  name: short,
  seed: number(),
  parent: orNull(fields({ id: short, step })),
  ancestryTrouble: orNull(short),
  tried: orNull(number()),
  trainer: orNull(short),
  createdAt: short,
  versions: record(short, 100),
  device: short,
  experiment: anyFields,
  domain: choice(["points", "images"]),
  dataTitle: short,
  objective: short,
  pairingPartners: orNull(integer(1, 2 ** 24)),
  pairingUnit: short,
  latentSize: integer(1, 2 ** 24),
  batch: integer(1, 2 ** 24),
  evaluation: fields({ samples: count, neighbours: count }),
  record: fields({ scalars: count, samples: count, evaluation: count, checkpoint: count }),
});

export const evaluation: Shape<EvaluationFacts> = fields({ step, undefined: record(short, 1000) });

const status: Shape<StatusFacts> = fields<StatusFacts>({
  state: choice(shownStates),
  step,
  steps: step,
  stepsPerSecond: number(0),
  secondsLeft: orNull(number(0)),
  message: long,
  failure: orNull(choice(["not finite"])),
  host: short,
  maker: short,
  heartbeatAt: number(),
  lastEvaluation: orNull(evaluation),
});

const action = orNull(short);
const actions: Shape<Actions> = fields<Actions>({
  pause: action,
  unpause: action,
  checkpoint: action,
  stop: action,
  setKnob: action,
  resume: action,
  repeat: action,
  extend: action,
  branch: action,
  saveAsExperiment: action,
  render: action,
} satisfies Record<(typeof actionNames)[number], Shape<string | null>>);

const knob: Shape<KnobFacts> = fields<KnobFacts>({
  key: short,
  title: short,
  symbol: short,
  description: long,
  minimum: number(),
  maximum: orNull(number()),
  maximumExcluded: flag,
  integer: flag,
  slider: fields({ from: number(0), to: number(0), zero: flag }),
  resting: flag,
  value: number(),
  history: list(
    fields({ step, value: number(), source: choice(["experiment", "schedule", "intervention"]) }),
    streamLimits.knobChanges,
  ),
});
const knobs = list(knob, streamLimits.knobs);

const entry: Shape<JournalFacts> = fields<JournalFacts>({
  at: short,
  step,
  kind: choice(["intervention", "refused", "notice"]),
  do: orNull(choice(["set", "pause", "resume", "checkpoint", "stop"])),
  request: orNull(short),
  key: orNull(short),
  from: orNull(number()),
  to: orNull(number()),
  by: orNull(short),
  message: orNull(long),
});
const entries = list(entry, streamLimits.journal);

const notes: Shape<NotesFacts> = fields<NotesFacts>({
  name: orNull(short),
  star: flag,
  tags: list(short, 100),
  note: text(100_000),
  steps: list(fields({ id: short, step, at: short, text: long }), streamLimits.noteSteps),
  pins: list(step, 1_000),
});

export const curve: Shape<CurveFacts> = fields<CurveFacts>({
  tag: text(300),
  title: short,
  description: long,
  unit: short,
  better: choice(["higher", "lower", "one", "none"]),
  count,
  lastStep: step,
});

const findings = list(
  fields<FindingFacts>({
    name: short,
    title: short,
    shown: long,
    advice: long,
    knob: orNull(short),
    source: short,
  }),
  streamLimits.findings,
);

const state: Shape<DashboardState> = fields<DashboardState>({
  run,
  status,
  actions,
  knobs,
  journal: entries,
  notes,
  checkpoints: steps,
  samples: steps,
  curves: list(curve, streamLimits.curves),
  findings,
});

const item: Shape<DashboardItem> = oneOf<DashboardItem>({
  status: fields({ kind: choice(["status"]), status, actions }),
  knobs: fields({ kind: choice(["knobs"]), knobs }),
  journal: fields({ kind: choice(["journal"]), entries }),
  notes: fields({ kind: choice(["notes"]), notes }),
  steps: fields({
    kind: choice(["steps"]),
    of: choice(["checkpoints", "samples"]),
    added: steps,
    removed: steps,
  }),
  findings: fields({ kind: choice(["findings"]), findings }),
  curve: fields({ kind: choice(["curve"]), curve }),
  points: where(
    fields({
      kind: choice(["points"]),
      tag: text(300),
      first: count,
      steps: doubles(streamLimits.points),
      values: floats(streamLimits.points),
    }),
    points => points.steps.length === points.values.length,
    "a value for each step",
  ),
});

const cursor = { generation: count, seq: count };
const update: Shape<DashboardUpdate> = oneOf<DashboardUpdate>({
  snapshot: fields({ kind: choice(["snapshot"]), ...cursor, state }),
  append: fields({ kind: choice(["append"]), ...cursor, items: list(item, streamLimits.items) }),
});

/**
 * What arrived from the host; null for what is none of ours. Throws a CallError for an update of a shape that cannot
 * be shown.
 */
export function readHostPacket(packet: unknown): HostPacket | null {
  return readNews(packet, "stream", "update", update);
}
