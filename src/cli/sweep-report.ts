import { optionSetting } from "../experiment/settings.ts";
import { baselineOf } from "../sweeps/baseline.ts";
import { readReportSource } from "../sweeps/report/read-report.ts";
import { makeReport, type Report, type ReportSource } from "../sweeps/report/report.ts";
import type { Option } from "./option.ts";
import type { Call } from "./verb.ts";

/** For verbs that compare the runs of a sweep. */
export const baselineOption: Option = {
  value: "KEY=VALUE",
  many: true,
  summary:
    "what to compare with (default: what the sweep file says, else weight 0 where an axis is a weight, else the first value of the first axis)",
};

/** The report of a sweep's folder as it is now, against what --baseline says. Rejects with RunReadError and UsageError. */
export async function reportOf(
  { given }: Pick<Call, "given">,
  folder: string,
): Promise<{ readonly source: ReportSource; readonly report: Report }> {
  const source = await readReportSource(folder);
  const chosen = given.list("baseline").map(text => optionSetting("baseline", text));
  const baseline = chosen.length === 0 ? source.baseline : baselineOf(source.axes, chosen);
  return { source, report: makeReport({ ...source, baseline }) };
}
