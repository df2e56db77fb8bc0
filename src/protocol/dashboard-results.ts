import type { DashboardCalls, LatentPath, PointCloud, RequestOutcome } from "./dashboard.ts";
import { limits } from "./dashboard-params.ts";
import { imageResultShapes, imageStack } from "./image-calls.ts";
import {
  choice,
  doubles,
  fields,
  flag,
  floats,
  integer,
  list,
  nothing,
  number,
  oneOf,
  orNull,
  shorts,
  text,
  where,
  type Shape,
} from "./shapes.ts";
import { pathKinds, type ClassFacts, type Scene } from "./pictures.ts";
import { resultReaders, type ResultShapes } from "./shape-readers.ts";

const step = integer(0, Number.MAX_SAFE_INTEGER);
const count = integer(0, 2 ** 32);
const tag = text(300);
/** A smallest and a largest point a bucket, one point on either side and the last one; with each, at most four around gaps. */
const windowPoints = 5 * (2 * (limits.buckets + 2) + 3);
const cells = limits.mapSide ** 2;
const numbers = 2 ** 24;

export const cloud: Shape<PointCloud> = where(
  fields({ rows: integer(0, 2 ** 24), dims: integer(1, 2 ** 24), data: floats(numbers) }),
  ({ rows, dims, data }) => rows * dims === data.length,
  "rows of as many numbers as it says",
);

const nearest = { mode: shorts(cells), sigmas: floats(cells) };

const path: Shape<LatentPath> = where(
  fields({
    step,
    from: integer(0, limits.probe),
    to: integer(0, limits.probe),
    path: choice(pathKinds),
    t: doubles(limits.pathPoints),
    latents: floats(numbers),
    samples: cloud,
    distances: floats(limits.pathPoints),
    ...nearest,
  }),
  ({ t, samples, distances, mode, sigmas }) =>
    samples.rows === t.length &&
    distances.length === t.length - 1 &&
    mode.length === sigmas.length &&
    (mode.length === 0 || mode.length === t.length),
  "a path with a sample for each t",
);

const outcome: Shape<RequestOutcome> = oneOf<RequestOutcome>({
  applied: fields({ kind: choice(["applied"]), step }),
  refused: fields({ kind: choice(["refused"]), reason: text(10_000) }),
});

export const curveWindow = where(
  fields({
    tag,
    count,
    steps: doubles(windowPoints),
    values: floats(windowPoints),
    exact: flag,
    smoothedSteps: doubles(windowPoints),
    smoothed: floats(windowPoints),
    unbroken: count,
  }),
  value => value.steps.length === value.values.length && value.smoothedSteps.length === value.smoothed.length,
  "a window with a value for each step",
);

/** A column is named by a tag, or by the folder that it is of. */
export const curveTable = fields({
  steps: doubles(limits.tableRows),
  columns: list(fields({ tag: text(32_768), values: floats(limits.tableRows) }), limits.tags),
  total: count,
});

const rectangle = fields({ x0: number(), x1: number(), y0: number(), y1: number() });
const side = integer(1, limits.mapSide);
const saved = fields({ saved: flag });
const started = fields({ started: flag });

const shapes: ResultShapes<DashboardCalls> = {
  "stream/start": nothing,
  "curves/window": fields({ generation: count, windows: list(curveWindow, limits.tags) }),
  "curves/parent": fields({ windows: list(curveWindow, limits.tags) }),
  "curves/seeds": fields({
    says: text(1_000),
    bands: list(
      where(
        fields({
          tag,
          steps: doubles(windowPoints),
          mean: doubles(windowPoints),
          halfWidth: doubles(windowPoints),
        }),
        ({ steps, mean, halfWidth }) => steps.length === mean.length && mean.length === halfWidth.length,
        "a mean and half an interval for each step",
      ),
      limits.tags,
    ),
  }),
  "curves/at": where(
    fields({ steps: doubles(limits.tags), values: floats(limits.tags), smoothed: floats(limits.tags) }),
    ({ steps, values, smoothed }) => steps.length === values.length && values.length === smoothed.length,
    "a value for each tag",
  ),
  "curves/table": curveTable,
  "curves/save": saved,
  "samples/at": fields({ step, samples: cloud }),
  "samples/images": fields({ step, images: imageStack }),
  "samples/classes": fields({ step, of: shorts(numbers) }),
  "samples/save": saved,
  "data/real": fields<Scene>({
    samples: cloud,
    modes: orNull(
      where(
        fields({ count, centers: doubles(numbers), std: doubles(numbers), weights: doubles(numbers) }),
        modes => modes.std.length === modes.count && modes.weights.length === modes.count,
        "a standard deviation and a weight for each mode",
      ),
    ),
    classes: orNull(
      where(
        fields<ClassFacts>({
          names: list(text(200), 65_536),
          weights: doubles(65_536),
          of: shorts(numbers),
          unsure: orNull(text(1_000)),
        }),
        ({ names, weights }) => names.length === weights.length,
        "a weight for each class",
      ),
    ),
  }),
  "discriminator/map": where(
    fields({ step, rectangle, columns: side, rows: side, scores: floats(cells) }),
    ({ columns, rows, scores }) => columns * rows === scores.length,
    "a score for each cell",
  ),
  "latent/path": path,
  "latent/map": where(
    fields({
      step,
      columns: side,
      rows: side,
      extent: number(0),
      axisX: floats(numbers),
      axisY: floats(numbers),
      samples: cloud,
      stretch: floats(cells),
      shares: doubles(65_536),
      ...nearest,
    }),
    ({ columns, rows, samples, stretch }) =>
      columns * rows === samples.rows && columns * rows === stretch.length,
    "an output for each cell",
  ),
  "latent/outputs": fields({ step, samples: cloud }),
  ...imageResultShapes,
  "knob/set": outcome,
  "run/control": outcome,
  "run/resume": nothing,
  "run/repeat": started,
  "run/extend": started,
  "run/branch": started,
  "run/tryWeights": started,
  "run/saveAsExperiment": nothing,
  "notes/star": nothing,
  "checkpoint/why": fields({ because: list(text(200), 20) }),
  "notes/pin": nothing,
  "notes/add": fields({ id: text(200) }),
  "notes/edit": nothing,
  "host/open": nothing,
  "host/save": saved,
  "host/copy": nothing,
};

/** What the webview checks of every reply before it shows it. */
export const dashboardResultReaders = resultReaders<DashboardCalls>(shapes);
