import { newestSamples } from "../dashboard/newest-samples.ts";
import { reportState } from "../dashboard/report-state.ts";
import { CallError } from "../protocol/calls.ts";
import type { ReportSamples, ReportState } from "../protocol/report.ts";
import { sharedFormat, type SharedDocument, type SharedSweep } from "../protocol/shared-page.ts";
import { RunReadError } from "../runs/errors.ts";
import { readRunInfo } from "../runs/run-info.ts";
import type { Arm, Report, ReportSource } from "../sweeps/report/report.ts";
import { evenly } from "./evenly.ts";
import type { ShareOptions } from "./shared-document.ts";
import type { Renderer } from "./shared-pictures.ts";

const REAL_POINTS = 600;
/** Configurations that have a picture: a page with more is for looking things up in its tables. */
const MOST_PICTURED = 48;

/** What a page of a sweep's report holds. */
export async function sharedSweep(
  report: Report,
  { experiment }: Pick<ReportSource, "experiment">,
  { viewer, version, now = new Date() }: Omit<ShareOptions, "known">,
): Promise<SharedDocument> {
  const leftOut: string[] = [];
  const { name } = report;
  const facts = { folder: "", experiment: name, sweeping: false, failure: null, trusted: false };
  const finished = report.arms.flatMap(arm => {
    const run = runShown(arm);
    return run === undefined ? [] : [{ key: arm.key, run }];
  });
  const pictured = evenly(finished, MOST_PICTURED);
  if (pictured.length < finished.length)
    leftOut.push(`Samples of ${pictured.length} of ${finished.length} configurations.`);
  const samples: Record<string, ReportSamples> = {};
  for (const { key, run } of pictured) {
    const found = await samplesOf(run.folder);
    if (found === null) leftOut.push(`Samples of ${run.id}: they cannot be read.`);
    else samples[key] = found;
  }
  const [first] = pictured;
  const hasPoints = Object.values(samples).some(({ points }) => points !== null);
  const real = first !== undefined && hasPoints ? await realOf(first.run.folder, viewer) : null;
  if (real === "none") leftOut.push("Real samples are left out: they could not be read.");
  return {
    ...sharedFormat,
    exportedAt: now.toISOString(),
    madeBy: version,
    title: `Sweep ${name}`,
    measures: [],
    runs: [],
    sweep: {
      report: withoutFolders(reportState(report, facts)),
      experiment,
      samples,
      real: real === "none" ? null : real,
      leftOut,
    },
  };
}

/** The finished run of the first seed. */
const runShown = ({ runs }: Arm) =>
  runs.filter(({ standing }) => standing === "done").sort((a, b) => a.seed - b.seed)[0];

async function samplesOf(folder: string): Promise<ReportSamples | null> {
  try {
    return await newestSamples({ folder, info: readRunInfo(folder) });
  } catch (error) {
    if (error instanceof CallError || error instanceof RunReadError) return null;
    throw error;
  }
}

async function realOf(run: string, viewer: Renderer): Promise<SharedSweep["real"] | "none"> {
  if (viewer === null) return "none";
  try {
    return await viewer.call("scene", { run, count: REAL_POINTS });
  } catch (error) {
    if (error instanceof CallError) return "none";
    throw error;
  }
}

const withoutFolders = (state: ReportState): ReportState => ({
  ...state,
  arms: state.arms.map(arm => ({ ...arm, runs: arm.runs.map(run => ({ ...run, folder: "" })) })),
});
