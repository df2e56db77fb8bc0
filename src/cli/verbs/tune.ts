import { basename, dirname, join, resolve } from "node:path";
import { measures } from "../../experiment/catalog.ts";
import { readExperimentFile } from "../../experiment/read-file.ts";
import type { Experiment } from "../../experiment/schema.ts";
import { readReportSource } from "../../sweeps/report/read-report.ts";
import { makeReport } from "../../sweeps/report/report.ts";
import { readSweep, type CheckedSweep } from "../../sweeps/read.ts";
import { judged } from "../../sweeps/schema.ts";
import { readSweepRecord } from "../../sweeps/sweep-record.ts";
import { findingsOfTuning } from "../../sweeps/tuning-words.ts";
import { MOST_SEEDS } from "../../sweeps/seeds.ts";
import {
  bestOf,
  costOf,
  firstRound,
  leastBudget,
  nextRound,
  triedIn,
  TUNED,
  tuningName,
  usualBudget,
  usualRange,
  type Round,
  type Tuning,
} from "../../sweeps/tuning.ts";
import { UsageError } from "../failure.ts";
import { printJson, printLines, sayLines } from "../print.ts";
import { manyRunsOptions, trainPlan, launchingOf } from "../train-plan.ts";
import { trusted, trustOption } from "../trust.ts";
import type { Call, Verb } from "../verb.ts";

const MEASURE = "quality/coverage";

export const tune: Verb = {
  name: "tune",
  group: "Training",
  summary:
    "search the weight of pairing: poor weights end early, the best is refined; the last line printed is DIR",
  positionals: ["FILE"],
  options: {
    from: { value: "W", summary: `the least weight that is tried (default: ${usualRange.from})` },
    to: { value: "W", summary: `the largest (default: ${usualRange.to})` },
    budget: {
      value: "STEPS",
      summary:
        "at most so many steps of all runs together (default: what a first grid and two refinements take)",
    },
    seeds: { value: "N", summary: "seeds of each weight, from the experiment's own on (default: 3)" },
    measure: { value: "TAG", summary: `what decides (default: ${MEASURE})` },
    runs: { value: "DIR", summary: "the folder of the search's runs (default: runs/NAME-tune)" },
    ...manyRunsOptions,
    trust: trustOption,
  },
  details: [
    "Weights on a logarithmic grid are trained; at a quarter and at half of the steps the worse half stops (successive halving). Then weight 0, to compare with, and weights between the best and those beside it, as far as the budget goes. Where neither --from nor --to is given and the best lies at the edge, the search goes beyond it.",
    "DIR is a sweep's folder: pairing-lab report compares what is there, the editor shows it. Ctrl-C saves; the same command goes on. The figures are of the seeds that chose the weight, which flatters it: a fair one needs other seeds.",
  ],
  examples: [
    { line: "tune examples/ring-8.gan.json", does: "the weight with the best coverage" },
    {
      line: "tune ring.gan.json --from 0.001 --to 0.03 --seeds 5 --measure quality/irs",
      does: "in a narrower range, by another measure, with more seeds",
    },
  ],
  run: async call => {
    const [file = ""] = call.given.positionals;
    const launching = launchingOf(call);
    const experiment = readExperimentFile(file);
    const trust = trusted(call, [experiment], dirname(file));
    const tuning = tuningOf(call, experiment);
    const { measure } = tuning;
    const name = tuningName(file);
    const folder = resolve(call.terminal.cwd, call.given.text("runs") ?? join("runs", name));
    let missing = 0;
    for (let round: Round | null = begun(folder) ?? firstRound(tuning); round !== null;) {
      const plan = planOf(file, name, experiment, tuning, round);
      const { counts, interrupted } = await trainPlan(call, {
        plan,
        file,
        folder,
        launching,
        trust,
        wait: true,
      });
      missing = counts.open + counts.live;
      if (interrupted) {
        sayLines(call.terminal, "The search was ended; the same command goes on.");
        printLines(call, [folder]);
        return 130;
      }
      const report = makeReport(await readReportSource(folder));
      round = missing > 0 ? null : nextRound(tuning, triedIn(report, measure), costOf(report).steps);
    }
    const report = makeReport(await readReportSource(folder));
    const best = bestOf(report, measure);
    printJson(call, {
      runs: folder,
      measure,
      best: best && { weight: best.point[TUNED], ...best.cells[measure] },
      cost: costOf(report),
      budget: tuning.budget,
      tried: triedIn(report, measure),
    });
    printLines(call, [...findingsOfTuning(report, tuning), folder]);
    return best === null || missing > 0 ? 1 : 0;
  },
};

/** Where a search in this folder stands; null where there is none. What does not fit is refused by the sweep itself. */
function begun(folder: string): Round | null {
  const record = readSweepRecord(folder);
  const weights = record?.axes[0]?.values.filter(value => typeof value === "number");
  return record === null || weights === undefined ? null : { weights, halving: record.halving };
}

function planOf(
  file: string,
  name: string,
  { seed }: Experiment,
  { seeds, measure }: Tuning,
  { weights, halving }: Round,
): CheckedSweep {
  const measured = Object.keys(measures);
  const text = JSON.stringify({
    experiment: basename(file),
    axes: { [TUNED]: weights },
    seeds: Array.from({ length: seeds }, (_, i) => seed + i),
    measures: [measure, ...measured.filter(tag => tag !== measure)],
    halving: halving ?? false,
  });
  return readSweep(text, join(dirname(file), `${name}.sweep.json`));
}

function tuningOf(call: Call, { steps }: Experiment): Tuning {
  const { given } = call;
  const [from, to] = [weightOf(call, "from"), weightOf(call, "to")];
  const seeds = given.integer("seeds", { min: 1, max: MOST_SEEDS }) ?? 3;
  const measure = given.text("measure") ?? MEASURE;
  if (!judged.includes(measure))
    throw new UsageError(
      `--measure must be one that is better or worse, not ${measure}: ${judged.join(", ")}`,
    );
  const tuning = {
    steps,
    seeds,
    measure,
    budget: given.integer("budget", { min: 1 }) ?? usualBudget(steps, seeds),
    from: from ?? Math.min(usualRange.from, to ?? Infinity),
    to: to ?? Math.max(usualRange.to, from ?? 0),
    open: from === null && to === null,
  };
  if (!(tuning.from < tuning.to))
    throw new UsageError(`--from must be below --to; they are ${tuning.from} and ${tuning.to}`);
  const least = leastBudget(steps, seeds);
  if (tuning.budget < least)
    throw new UsageError(
      `--budget ${tuning.budget} is too small: three weights and weight 0 may take ${least} steps with ${seeds} ${seeds === 1 ? "seed" : "seeds"}`,
    );
  return tuning;
}

/** A weight above 0; null where none is given. Throws UsageError. */
function weightOf({ given }: Call, option: "from" | "to"): number | null {
  const text = given.text(option);
  if (text === undefined) return null;
  const weight = Number(text);
  if (text.trim() === "" || !Number.isFinite(weight) || weight <= 0)
    throw new UsageError(`--${option} must be a number above 0, not ${text}`);
  return weight;
}
