import { existsSync } from "node:fs";
import { resolve } from "node:path";
import { optionSetting } from "../experiment/settings.ts";
import { optionWords, pathWordIn, trustIn, typedCommand } from "../runs/typed-command.ts";
import { baselineOf } from "../sweeps/baseline.ts";
import { bestByProblem, usualBest } from "../sweeps/report/best-by.ts";
import { allNextValues } from "../sweeps/report/edge.ts";
import { readReportSource } from "../sweeps/report/read-report.ts";
import { makeReport, type Report, type ReportSource } from "../sweeps/report/report.ts";
import { readSweepRecord, sweepFileOf } from "../sweeps/sweep-record.ts";
import { UsageError } from "./failure.ts";
import type { Option } from "./option.ts";
import type { Call } from "./verb.ts";

/** For verbs that compare the runs of a sweep. */
export const baselineOption: Option = {
  value: "KEY=VALUE",
  many: true,
  summary:
    "what to compare with (default: what the sweep file says, else weight 0 where an axis is a weight, else the first value of the first axis)",
};

/** For verbs that judge which configuration is the best. */
export const byOption: Option = {
  value: "MEASURE",
  summary:
    "what the best is judged by (default: quality/coverage, else quality/recall, quality/precision or the first with a better side)",
};

export interface Reported {
  readonly source: ReportSource;
  readonly report: Report;
}

/** The report of a sweep's folder as it is now, against what --baseline says. Rejects with RunReadError and UsageError. */
export async function reportOf({ given }: Pick<Call, "given">, folder: string): Promise<Reported> {
  const source = await readReportSource(folder);
  const chosen = given.list("baseline").map(text => optionSetting("baseline", text));
  const baseline = chosen.length === 0 ? source.baseline : baselineOf(source.axes, chosen);
  return { source, report: makeReport({ ...source, baseline }) };
}

/** The measure that --by names, or the usual; null where the report has none with a better side. Throws UsageError. */
export function bestBy({ given }: Pick<Call, "given">, report: Report): string | null {
  const named = given.text("by");
  if (named === undefined) return usualBest(report);
  const problem = bestByProblem(report, named);
  if (problem !== null) throw new UsageError(`--by ${named}: ${problem}`, { showUsage: false });
  return named;
}

/** The command that writes the values to try next into the sweep's file and trains them; null where there are none, or no such file. */
export function commandForNext({ given, terminal }: Call, folder: string, report: Report): string | null {
  const record = readSweepRecord(folder);
  const file = record && sweepFileOf(folder, record);
  if (record === null || file === null || !existsSync(file)) return null;
  if (allNextValues(report, bestBy({ given }, report)).length === 0) return null;
  const asTyped = (path: string) => pathWordIn(terminal.cwd, resolve(path));
  const by = given.text("by");
  return typedCommand([
    ...["sweep", asTyped(file), ...optionWords("runs", asTyped(folder)), "--next"],
    ...(by === undefined ? [] : optionWords("by", by)),
    ...given.list("baseline").flatMap(setting => optionWords("baseline", setting)),
    ...trustIn(Object.keys(record.modules ?? {}).length > 0),
  ]);
}
