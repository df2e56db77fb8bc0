import { diagnose, type Finding } from "../../diagnosis/diagnose.ts";
import { pointsOf } from "../../diagnosis/points.ts";
import { basename, extname, relative, resolve } from "node:path";
import { isMeasure, trainingScalars } from "../../experiment/catalog.ts";
import { domainOf } from "../../experiment/defaults.ts";
import { memoryAssumption, type RecordedPlan } from "../../experiment/execution-plan.ts";
import { objectiveUnits } from "../../experiment/objective-units.ts";
import { objectiveText } from "../../experiment/objective-words.ts";
import type { Experiment } from "../../experiment/schema.ts";
import { gigabytes } from "../../launching/prepare-run.ts";
import { LONG_PATH, plainName, plainText } from "../../plain/plain-text.ts";
import { drawableCheckpoints, type CheckpointPlace } from "../../runs/checkpoints.ts";
import { evaluationAmong, evaluationUpTo, type EvaluationRecord } from "../../runs/evaluations.ts";
import { interventionsOf, readJournal, type JournalEntry } from "../../runs/journal.ts";
import { exportScalars, scalarFormats } from "../../runs/export-scalars.ts";
import { historyOf } from "../../runs/history-file.ts";
import type { TagHistory } from "../../runs/history.ts";
import { observeRun, type ObservedRun } from "../../runs/list.ts";
import { ownExperiment, type OtherTrainer } from "../../runs/other-trainer.ts";
import { samplesFile, sampleSteps } from "../../runs/samples.ts";
import { keptWords, type KeptBecause } from "../../runs/thinning.ts";
import { keptIn } from "../../runs/wishes.ts";
import { besides, brailleScatter } from "../drawing/braille.ts";
import { boundsOf } from "../../pictures/bounds.ts";
import { measureTable, stepColumn } from "../drawing/measure-table.ts";
import { age, duration, grouped, shortNumber } from "../drawing/numbers.ts";
import { stateInColor } from "../drawing/state.ts";
import { table } from "../drawing/table.ts";
import { UsageError } from "../failure.ts";
import { drawn } from "../output-file.ts";
import { printJson, printLines, styleOf } from "../print.ts";
import { chosenRun } from "../run-choice.ts";
import { runsOption, type Call, type Verb } from "../verb.ts";
import { withViewer } from "../with-viewer.ts";

const SHOWN_ENTRIES = 8;
const SCATTER_COUNT = 1024;
const PANEL_GAP = 3;

export const show: Verb = {
  name: "show",
  group: "Runs",
  summary: "show one run: what it is, its measures, last scalars and journal",
  positionals: ["RUN"],
  options: {
    scatter: {
      summary: "instead draw real points beside generated ones, before and after, with the measures",
    },
    out: {
      value: "FILE",
      summary: "write every recorded scalar into FILE.csv (tag, step, value) or FILE.jsonl (JSON lines)",
    },
    runs: runsOption,
  },
  examples: [
    { line: "show 2026-11", does: "the run whose id begins so" },
    { line: "show 2026-11 --scatter", does: "what training changed, with a small picture of the points" },
    { line: "show 2026-11 --out scalars.csv", does: "its scalars for other programs" },
  ],
  run: async call => {
    const [run = ""] = call.given.positionals;
    const exportAs = scalarFormat(call);
    const folder = await chosenRun(call, run);
    const observed = await observeRun(folder);
    const { tags: history } = await historyOf(folder);
    if (exportAs !== null) await exportScalars(folder, exportAs.path, exportAs.format);
    const checkpoints = drawableCheckpoints(folder);
    const kept = keptIn(folder, observed.info);
    const journal = readJournal(folder);
    const findings = diagnose(
      ownExperiment(observed.info),
      tag => pointsOf(history.get(tag)?.evaluated),
      interventionsOf(journal),
    );
    printJson(call, {
      ...document(observed, history, checkpoints, journal),
      kept: [...kept].map(([step, because]) => ({ step, because })),
      findings,
    });
    if (call.json) return 0;
    const measured = measuresThenAndNow(call, observed, history);
    if (call.given.flag("scatter")) {
      const drawing = isOfImages(observed) ? grids(call, folder) : await scatter(call, folder, checkpoints);
      printLines(call, [...measured, ...paragraph(drawing)]);
      return 0;
    }
    printLines(call, [
      ...heading(call, observed, checkpoints, keptText(kept, observed)),
      ...paragraph(measured),
      ...paragraph(findings.flatMap(finding => findingLines(call, finding))),
      ...paragraph(scalarTable(call, observed, history)),
      ...paragraph(journal.slice(-SHOWN_ENTRIES).map(entryLine)),
    ]);
    return 0;
  },
};

/** The file that --out names and how scalars are written there, checked before any work is done; null without it. */
function scalarFormat({ given, terminal }: Call) {
  const name = given.text("out");
  if (name === undefined) return null;
  const format = Object.entries(scalarFormats).find(
    ([ending]) => ending === extname(name).toLowerCase(),
  )?.[1];
  if (format === undefined) throw new UsageError(`--out must end with .csv or .jsonl, not ${name}`);
  return { path: resolve(terminal.cwd, name), format };
}

const paragraph = (lines: readonly string[]) => (lines.length === 0 ? [] : ["", ...lines]);

type TagHistories = ReadonlyMap<string, TagHistory>;

function document(
  run: ObservedRun,
  history: TagHistories,
  checkpoints: readonly CheckpointPlace[],
  journal: readonly JournalEntry[],
) {
  const scalars = Object.fromEntries(
    [...history].map(([tag, { count, first, last }]) => [tag, { count, first, last }]),
  );
  const { folder, info, status, state } = run;
  const evaluated = lastEvaluation(run, history);
  return {
    folder,
    info,
    status,
    state,
    lastEvaluation: evaluated,
    scalars,
    checkpoints: checkpoints.map(({ step }) => step),
    journal,
  };
}

function heading(
  call: Call,
  { folder, info, status, state }: ObservedRun,
  checkpoints: readonly CheckpointPlace[],
  kept: string,
): string[] {
  const style = styleOf(call);
  const { experiment, parent } = info;
  const speed =
    status.stepsPerSecond > 0 && state === "training"
      ? `, ${grouped(status.stepsPerSecond)} steps/s, ${duration((status.steps - status.step) / status.stepsPerSecond)} left`
      : "";
  const steps = checkpoints.map(({ step }) => grouped(step));
  const shown = steps.length > 6 ? [...steps.slice(0, 2), "...", ...steps.slice(-3)] : steps;
  const rows = [
    [
      "State",
      `${stateInColor(state, style)}, step ${grouped(status.step)} of ${grouped(status.steps)}${speed}`,
    ],
    ["Begun", age((Date.now() - Date.parse(info.createdAt)) / 1000)],
    [
      "Data",
      Object.entries(experiment.data)
        .map(([key, value]) => plainName(key === "kind" ? String(value) : `${key} ${String(value)}`))
        .join(", "),
    ],
    ...(info.trainer === undefined
      ? [
          ["Objective", plainName(objectiveText(experiment), LONG_PATH)],
          ["Plan", planText(info.plan, experiment)],
        ]
      : [["Trainer", trainerText(info.trainer)]]),
    ["Seed", String(info.seed)],
    ["Parent", parent === null ? "" : `${plainName(parent.id)} at step ${grouped(parent.step)}`],
    ["Checkpoints", shown.length === 0 ? "none yet" : shown.join("  ")],
    ["Kept", kept],
    ["Message", plainText(status.message)],
    ["Folder", plainName(folder, LONG_PATH)],
  ].filter(([, value]) => value !== "");
  return [
    style.bold(plainName(info.id)),
    ...table(
      [{ title: "" }, { title: "" }],
      rows.map(([name = "", value = ""]) => [style.dim(name), value]),
    ),
  ];
}

/** "pinned 3,000; the best 4,000 (quality/coverage)": the checkpoints by what keeps them, whatever else does. */
function keptText(kept: ReturnType<typeof keptIn>, { info }: ObservedRun): string {
  const { best } = info.experiment.record;
  return Object.entries(keptWords)
    .flatMap(([key, words]) => {
      const because = key as KeptBecause; // its own keys
      const steps = [...kept]
        .filter(([, reasons]) => reasons.includes(because))
        .map(([step]) => grouped(step));
      const by = because === "best" ? ` (${best})` : "";
      return steps.length === 0 ? [] : [`${words} ${steps.join(" ")}${by}`];
    })
    .join("; ");
}

/** Who trains it, and what can be asked of that program. */
const trainerText = ({ name, version = "", can }: OtherTrainer): string =>
  [
    plainName(name),
    plainName(version),
    can.length === 0 ? "cannot be steered" : `answers to ${can.join(", ")}`,
  ]
    .filter(part => part !== "")
    .join(", ");

function findingLines(call: Call, { title, shown, advice, source }: Finding): string[] {
  const style = styleOf(call);
  return [`${style.bold(`${title}:`)} ${shown}.`, style.dim(`  ${[advice, `(${source})`].join(" ").trim()}`)];
}

function planText({ threads, memory }: RecordedPlan, experiment: Experiment): string {
  const shared = threads === 1 ? "1 thread" : `${grouped(threads)} threads`;
  if (memory === undefined) return shared;
  const assumed = memoryAssumption(experiment);
  return `${shared}, at most about ${gigabytes(memory)} of memory${assumed === null ? "" : ` (${assumed})`}`;
}

/** The measures at the first evaluation and at the last. */
function measuresThenAndNow(call: Call, run: ObservedRun, history: TagHistories): string[] {
  const begun = evaluationAmong(history, "first");
  const first = begun && (evaluationUpTo(run.folder, begun.step) ?? begun);
  const last = lastEvaluation(run, history);
  const shown = [...(first?.step === last?.step ? [] : [first]), last].filter(record => record !== null);
  return measureTable(shown.map(stepColumn), styleOf(call));
}

/** Of a run of an early release, what its points tell. */
function lastEvaluation({ status }: ObservedRun, history: TagHistories): EvaluationRecord | null {
  return status.lastEvaluation ?? evaluationAmong(history, "last");
}

const KNOB = "knob/";

/** The number that was set, not the float32 nearest to it that the log keeps. */
const knobText = (value: number) => String(Number(value.toPrecision(7)));

/**
 * The last of what training itself records, with the step of what it records no longer, and the knobs; measures have a
 * table of their own.
 */
function scalarTable(call: Call, { status, info }: ObservedRun, history: TagHistories): string[] {
  const style = styleOf(call);
  const titles: Readonly<Record<string, { readonly title: string; readonly unit: string }>> = trainingScalars;
  const scalars = Object.entries(status.scalars).filter(([tag]) => !isMeasure(tag));
  const units = objectiveUnits(info.experiment);
  const past = [...history].flatMap(([tag, { last }]) =>
    isMeasure(tag) || tag in status.scalars ? [] : [{ tag, ...last }],
  );
  const line = (tag: string, value: number, note: string) => [
    titles[tag]?.title ?? plainName(tag),
    shortNumber(value),
    style.dim(note),
  ];
  const recorded = [
    ...scalars
      .filter(([tag]) => !tag.startsWith(KNOB))
      .map(([tag, value]) => line(tag, value, units(tag) ?? titles[tag]?.unit ?? "")),
    ...past.map(({ tag, step, value }) => line(tag, value, `at step ${grouped(step)}, not recorded since`)),
  ];
  const knobs = scalars
    .filter(([tag]) => tag.startsWith(KNOB))
    .map(([tag, value]) => [plainName(tag.slice(KNOB.length)), knobText(value)]);
  const right = "right" as const;
  return [
    ...(recorded.length === 0
      ? []
      : table([{ title: "Last values" }, { title: "", align: right }, { title: "" }], recorded)),
    ...(knobs.length === 0 ? [] : ["", ...table([{ title: "Knobs" }, { title: "", align: right }], knobs)]),
  ];
}

function entryLine(entry: JournalEntry): string {
  const { step, kind, key, from, to, message, by } = entry;
  const what =
    key !== undefined && to !== undefined
      ? `${key}: ${from === undefined ? "" : `${from} -> `}${to}`
      : (entry.do ?? "");
  const parts = [kind === "refused" ? "refused" : "", what, message ?? "", by === undefined ? "" : `(${by})`];
  return `step ${grouped(step).padStart(9)}  ${plainText(parts.filter(part => part !== "").join(" "))}`;
}

const isOfImages = ({ info }: ObservedRun): boolean => domainOf(info.experiment.data) === "images";

/** Where the grids of a run's images are: a terminal cannot show them. */
function grids({ terminal }: Call, folder: string): string[] {
  const steps = sampleSteps(folder);
  const [first, last] = [steps[0], steps.at(-1)];
  if (first === undefined || last === undefined) return [`${basename(folder)} has no samples yet.`];
  const line = (step: number) =>
    `samples of step ${grouped(step)}: ${relative(terminal.cwd, samplesFile(folder, step, "png"))}`;
  return [...new Set([first, last])].map(line);
}

/** Real points beside generated ones of the first and the last checkpoint, on the same square of the plane. */
async function scatter(
  call: Call,
  folder: string,
  checkpoints: readonly CheckpointPlace[],
): Promise<string[]> {
  const steps = [...new Set([checkpoints[0]?.step, checkpoints.at(-1)?.step])].filter(
    step => step !== undefined,
  );
  if (steps.length === 0) return [`${basename(folder)} has no checkpoint to draw yet.`];
  const sets = await withViewer(call.terminal, async viewer => {
    const real = await viewer.call("real", { run: folder, count: SCATTER_COUNT });
    const latents = { kind: "probe", count: SCATTER_COUNT } as const;
    const generated = [];
    for (const step of steps)
      generated.push({
        title: `generated, step ${grouped(step)}`,
        rows: (await viewer.call("render", { run: folder, step, latents })).samples,
      });
    return [{ title: "real", rows: real }, ...generated];
  });
  const [real] = sets;
  if (real === undefined) return [];
  const bounds = boundsOf([drawn(real.rows)], 0.25);
  const columns = call.terminal.out.columns();
  const width = Math.min(30, Math.max(16, Math.floor((columns + PANEL_GAP) / sets.length) - PANEL_GAP));
  const panels = sets.map(({ title, rows }) => ({
    title,
    lines: brailleScatter(drawn(rows), bounds, width),
  }));
  const { dims } = drawn(real.rows);
  const note = dims > 2 ? [`The first 2 of ${dims} dimensions.`] : [];
  return [...besides(panels, columns, PANEL_GAP), ...note];
}
