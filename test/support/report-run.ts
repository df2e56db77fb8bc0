import type { ReportRun } from "../../src/sweeps/report/report.ts";

/** A run of a sweep over pairing weights, done, with these measures at its last step. */
export function reportRun(
  weight: number,
  seed: number,
  values: Readonly<Record<string, number>>,
  change: Partial<ReportRun> = {},
): ReportRun {
  return {
    id: `run-${weight}-${seed}`,
    folder: `/runs/run-${weight}-${seed}`,
    point: { "pairing.weight": weight },
    seed,
    state: "done",
    standing: "done",
    step: 100,
    steps: 100,
    message: "",
    figures: { step: 100, values, undefined: {} },
    ...change,
  };
}
