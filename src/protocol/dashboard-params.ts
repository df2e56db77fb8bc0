import { openableThings, savedKinds, type DashboardCalls } from "./dashboard.ts";
import { imageParamShapes } from "./image-calls.ts";
import {
  bytes,
  choice,
  fields,
  flag,
  floats,
  integer,
  list,
  nothing,
  number,
  orNull,
  text,
  where,
} from "./shapes.ts";
import { pathKinds } from "./pictures.ts";
import { paramReaders, type ParamShapes } from "./shape-readers.ts";

/** Bounds of what a dashboard may ask for. */
export const limits = {
  tags: 100,
  buckets: 8192,
  tableRows: 10_000,
  realSamples: 20_000,
  /** Cells along one side of a map. */
  mapSide: 256,
  pathPoints: 1025,
  probe: 1023,
  latentNumbers: 2 ** 20,
  noteLength: 10_000,
  textLength: 16 * 1024 * 1024,
  fileBytes: 256 * 1024 * 1024,
} as const;

const step = integer(0, Number.MAX_SAFE_INTEGER);
const tags = list(text(300), limits.tags);
const range = { from: step, to: step };
const knob = { key: text(200), value: number() };
const probes = { from: integer(0, limits.probe), to: integer(0, limits.probe) };
const smoothing = number(0, 0.999);
const side = integer(1, limits.mapSide);
const coordinate = number(-1e30, 1e30);
const rectangle = where(
  fields({ x0: coordinate, x1: coordinate, y0: coordinate, y1: coordinate }),
  ({ x0, x1, y0, y1 }) => x1 > x0 && y1 > y0,
  "a rectangle with x0 < x1 and y0 < y1",
);
/** A proposal for a file's name: no folders, nothing that a system treats as special. */
export const fileName = where(
  text(200),
  name => /^[^/\\:*?"<>|\u0000-\u001f]+$/.test(name) && !name.startsWith("."),
  "a file's name",
);

/** What is asked about a run's data, by whichever page. */
export const asked = {
  real: { count: integer(1, limits.realSamples) },
  path: { step, ...probes, count: integer(2, limits.pathPoints), path: choice(pathKinds) },
  map: { step, columns: side, rows: side, ...probes },
  outputs: {
    step,
    latents: where(floats(limits.latentNumbers), ({ length }) => length > 0, "latents of at least one row"),
  },
} as const;

/** What a picture needs of some curves. */
export const curveWish = {
  ...range,
  buckets: integer(1, limits.buckets),
  scale: choice(["linear", "log"]),
  smoothing,
} as const;

const shapes: ParamShapes<DashboardCalls> = {
  "stream/start": nothing,
  "curves/window": fields({ tags, ...curveWish }),
  "curves/parent": fields({ tags, ...curveWish }),
  "curves/seeds": fields({ tags, to: step }),
  "curves/at": fields({ tags, step, smoothing }),
  "curves/table": fields({ tags, ...range, most: integer(1, limits.tableRows) }),
  "curves/save": fields({ tags, ...range }),
  "samples/at": fields({ step }),
  "samples/images": fields({ step }),
  "samples/classes": fields({ step }),
  "samples/save": fields({ step }),
  "data/real": fields(asked.real),
  "discriminator/map": fields({ step, rectangle, columns: side, rows: side }),
  "latent/path": fields(asked.path),
  "latent/map": fields(asked.map),
  "latent/outputs": fields(asked.outputs),
  ...imageParamShapes,
  "knob/set": fields(knob),
  "run/control": fields({ do: choice(["pause", "resume", "checkpoint", "stop"]) }),
  "run/resume": nothing,
  "run/repeat": nothing,
  "run/extend": nothing,
  "run/branch": fields({ step: orNull(step), knobs: orNull(list(fields(knob), 50)) }),
  "run/tryWeights": fields({ step: orNull(step) }),
  "run/saveAsExperiment": nothing,
  "notes/star": fields({ star: flag }),
  "checkpoint/why": fields({ step }),
  "notes/pin": fields({ step, pinned: flag }),
  "notes/add": fields({ step, text: text(limits.noteLength) }),
  "notes/edit": fields({ id: text(200), text: text(limits.noteLength) }),
  "host/open": fields({ what: choice(openableThings) }),
  "host/save": fields({ name: fileName, kind: choice(savedKinds), bytes: bytes(limits.fileBytes) }),
  "host/copy": fields({ text: text(limits.textLength) }),
};

export const dashboardParamReaders = paramReaders<DashboardCalls>(shapes);
