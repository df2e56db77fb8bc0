import type { ResultReaders } from "./calls.ts";
import { MOST_COMPARED } from "./compare.ts";
import { asked, limits } from "./dashboard-params.ts";
import { cloud, dashboardResultReaders } from "./dashboard-results.ts";
import { shownStates } from "./dashboard-state.ts";
import { imageStack, withRun } from "./image-calls.ts";
import {
  exportKinds,
  reportLimits,
  standings,
  type ReportArm,
  type ReportCalls,
  type ReportHead,
  type ReportItem,
  type ReportPacket,
  type ReportPlan,
  type ReportState,
  type ReportUpdate,
} from "./report.ts";
import {
  choice,
  fields,
  flag,
  integer,
  list,
  nothing,
  number,
  oneOf,
  orNull,
  text,
  where,
  type Shape,
} from "./shapes.ts";
import {
  paramReaders,
  readNews,
  resultReaders,
  type ParamShapes,
  type ResultShapes,
} from "./shape-readers.ts";

const whole = integer(0, Number.MAX_SAFE_INTEGER);
const short = text(1000);
const long = text(20_000);
const folder = text(32_768);
/** A configuration's key holds its values, some of which may be whole parts of an experiment. */
const key = text(65_536);

/** The index of a value on its axis. */
const place = integer(0, reportLimits.values - 1);

const plan: Shape<ReportPlan> = fields<ReportPlan>({
  folder,
  name: short,
  experiment: short,
  axes: list(
    where(
      fields({
        key: short,
        labels: list(key, reportLimits.values),
        places: list(number(0, 1), reportLimits.values),
        kind: choice(["linear", "log", "names"]),
        gap: flag,
      }),
      ({ labels, places }) => labels.length === places.length,
      "an axis with a place for each value",
    ),
    reportLimits.axes,
  ),
  seeds: list(whole, reportLimits.seeds),
  series: list(key, reportLimits.arms),
  question: orNull(integer(0, reportLimits.axes - 1)),
  baseline: list(orNull(place), reportLimits.axes),
});

const head: Shape<ReportHead> = fields<ReportHead>({
  progress: short,
  findings: list(long, 200),
  planned: whole,
  done: whole,
  training: whole,
  failed: whole,
  sweeping: flag,
  failure: orNull(long),
  trusted: flag,
  measures: list(
    fields({
      tag: short,
      title: short,
      description: long,
      better: choice(["higher", "lower", "one", "none"]),
      low: number(),
      high: number(),
      best: orNull(key),
      pareto: flag,
      next: list(
        fields({ axis: integer(0, reportLimits.axes - 1), lines: list(long, 2), values: short }),
        reportLimits.axes,
      ),
    }),
    reportLimits.measures,
  ),
  by: orNull(short),
  means: long,
  star: long,
});

const arm: Shape<ReportArm> = fields<ReportArm>({
  key,
  point: list(orNull(place), reportLimits.axes),
  baseline: key,
  series: where(
    list(integer(0, reportLimits.arms), reportLimits.arms),
    indices => indices.length > 0,
    "at least one series",
  ),
  pareto: flag,
  runs: list(
    fields({
      folder,
      id: short,
      seed: whole,
      state: choice(shownStates),
      standing: choice(standings),
      step: whole,
      steps: whole,
      message: long,
    }),
    reportLimits.seeds,
  ),
  cells: list(
    fields({
      mean: orNull(number()),
      halfWidth: orNull(number(0)),
      values: list(orNull(number()), reportLimits.seeds),
      undefined: orNull(fields({ words: short, reason: short })),
      difference: orNull(
        fields({
          mean: number(),
          halfWidth: orNull(number(0)),
          pairs: integer(1, reportLimits.seeds),
          p: orNull(number(0, 1)),
          significant: flag,
        }),
      ),
    }),
    reportLimits.measures,
  ),
});

const state: Shape<ReportState> = fields<ReportState>({ plan, head, arms: list(arm, reportLimits.arms) });
const item: Shape<ReportItem> = oneOf<ReportItem>({
  head: fields({ kind: choice(["head"]), head }),
  arm: fields({ kind: choice(["arm"]), arm }),
});
const cursor = { generation: whole, seq: whole };
const update: Shape<ReportUpdate> = oneOf<ReportUpdate>({
  snapshot: fields({ kind: choice(["snapshot"]), ...cursor, state }),
  append: fields({ kind: choice(["append"]), ...cursor, items: list(item, reportLimits.arms + 1) }),
});

/** What arrived from the host; null for what is none of ours. Throws a CallError for an update that cannot be shown. */
export function readReportPacket(packet: unknown): ReportPacket | null {
  return readNews(packet, "report", "update", update);
}

const run = { run: folder };

const params: ParamShapes<ReportCalls> = {
  "report/start": orNull(list(orNull(place), reportLimits.axes)),
  "samples/newest": fields(run),
  "samples/steps": fields({ runs: list(folder, reportLimits.values) }),
  "samples/at": fields({ ...run, step: whole }),
  "latent/map": fields({ ...run, ...asked.map }),
  "latent/path": fields({ ...run, ...asked.path }),
  "latent/imageMap": withRun("latent/imageMap"),
  "latent/imagePath": withRun("latent/imagePath"),
  "data/real": fields({ ...run, ...asked.real }),
  "run/open": fields(run),
  "runs/compare": where(
    fields({ runs: list(folder, MOST_COMPARED) }),
    ({ runs }) => runs.length > 0,
    "at least one run",
  ),
  "sweep/run": nothing,
  "sweep/cancel": nothing,
  "sweep/log": nothing,
  "sweep/addValues": fields({ tag: short, axis: integer(0, reportLimits.axes - 1) }),
  "report/save": fields({ kind: choice(exportKinds), by: orNull(short) }),
  "host/copy": fields({ text: text(limits.textLength) }),
};

export const reportParamReaders = paramReaders<ReportCalls>(params);

/** Calls whose results are those that a dashboard gets. */
const sharedCalls = [
  "data/real",
  "latent/map",
  "latent/path",
  "latent/imageMap",
  "latent/imagePath",
] as const;
type SharedCall = (typeof sharedCalls)[number];

type OwnCalls = Omit<ReportCalls, SharedCall>;

const samples = fields({ step: whole, points: orNull(cloud), images: orNull(imageStack) });
const steps = list(whole, 1_000_000);

const results: ResultShapes<OwnCalls> = {
  "report/start": nothing,
  "samples/newest": samples,
  "samples/steps": fields({
    runs: list(
      fields({ run: folder, samples: steps, checkpoints: steps, trouble: orNull(long) }),
      reportLimits.values,
    ),
  }),
  "samples/at": samples,
  "run/open": nothing,
  "runs/compare": nothing,
  "sweep/run": fields({ started: flag }),
  "sweep/cancel": nothing,
  "sweep/log": nothing,
  "sweep/addValues": fields({ added: flag }),
  "report/save": fields({ saved: flag }),
  "host/copy": nothing,
};

/** What the webview checks of every reply before it shows it; of what a dashboard gets too, as a dashboard does. */
export const reportResultReaders: ResultReaders<ReportCalls> = {
  ...resultReaders<OwnCalls>(results),
  ...(Object.fromEntries(sharedCalls.map(method => [method, dashboardResultReaders[method]])) as Pick<
    typeof dashboardResultReaders,
    SharedCall
  >),
};
