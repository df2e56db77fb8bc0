import type { ResultReaders } from "./calls.ts";
import {
  comparedImageCalls,
  differenceMethods,
  MOST_COMPARED,
  type CompareCalls,
  type CompareItem,
  type ComparePacket,
  type CompareState,
  type CompareUpdate,
  type MeasuredSeeds,
} from "./compare.ts";
import { asked, fileName, limits } from "./dashboard-params.ts";
import { dashboardResultReaders } from "./dashboard-results.ts";
import { shownStates } from "./dashboard-state.ts";
import { withRun } from "./image-calls.ts";
import {
  anyFields,
  bytes,
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
  type Shape,
} from "./shapes.ts";
import { evaluation } from "./dashboard-packets.ts";
import { measureCurve, measureCurves, measureFacts } from "./measure-shapes.ts";
import { unreadFolder } from "./page-protocol.ts";
import {
  paramReaders,
  readNews,
  resultReaders,
  type ParamShapes,
  type ResultShapes,
} from "./shape-readers.ts";

const step = integer(0, Number.MAX_SAFE_INTEGER);
const steps = list(step, 1_000_000);
const short = text(1000);
const folder = text(32_768);
const run = { run: folder };
const tag = text(300);

const standing = {
  name: short,
  state: choice(shownStates),
  step,
  steps: step,
  lastEvaluation: orNull(evaluation),
  trouble: orNull(text(20_000)),
};
const changes = list(fields({ step, key: short, to: number() }), 10_000);

const state: Shape<CompareState> = fields<CompareState>({
  runs: list(
    fields({
      folder,
      id: short,
      seed: number(),
      parent: orNull(fields({ step })),
      createdAt: short,
      ...standing,
      domain: choice(["points", "images"]),
      latentSize: integer(1, 2 ** 24),
      experiment: anyFields,
      changes,
      samples: steps,
      checkpoints: steps,
      measures: measureCurves,
    }),
    MOST_COMPARED,
  ),
  folders: list(folder, MOST_COMPARED),
  unread: list(unreadFolder, MOST_COMPARED),
  measures: measureFacts,
});

const item: Shape<CompareItem> = oneOf<CompareItem>({
  standing: fields({ kind: choice(["standing"]), run: folder, standing: fields(standing) }),
  changes: fields({ kind: choice(["changes"]), run: folder, changes }),
  steps: fields({
    kind: choice(["steps"]),
    run: folder,
    of: choice(["samples", "checkpoints"]),
    added: steps,
    removed: steps,
  }),
  points: fields({ kind: choice(["points"]), run: folder, curve: measureCurve }),
});

const count = integer(0, 2 ** 32);
const cursor = { generation: count, seq: count };
const update: Shape<CompareUpdate> = oneOf<CompareUpdate>({
  snapshot: fields({ kind: choice(["snapshot"]), ...cursor, state }),
  append: fields({ kind: choice(["append"]), ...cursor, items: list(item, 1000) }),
});

/**
 * What arrived from the host; null for what is none of ours. Throws a CallError for an update that cannot be shown.
 */
export function readComparePacket(packet: unknown): ComparePacket | null {
  return readNews(packet, "compared", "update", update);
}

const params: ParamShapes<CompareCalls> = {
  "compare/start": nothing,
  "samples/at": fields({ ...run, step }),
  "samples/images": fields({ ...run, step }),
  "latent/imagePath": withRun("latent/imagePath"),
  "latent/neighbours": withRun("latent/neighbours"),
  "data/nearest": withRun("data/nearest"),
  "data/real": fields({ ...run, ...asked.real }),
  "latent/path": fields({ ...run, ...asked.path }),
  "latent/outputs": fields({ ...run, ...asked.outputs }),
  "measures/seeds": fields({ columns: list(fields({ ...run, step }), MOST_COMPARED), baseline: folder }),
  "runs/add": nothing,
  "runs/remove": fields(run),
  "runs/move": fields({ ...run, to: integer(0, MOST_COMPARED - 1) }),
  "runs/open": fields(run),
  "host/save": fields({ name: fileName, bytes: bytes(limits.fileBytes) }),
  "host/saveMarkdown": fields({
    name: fileName,
    text: text(limits.textLength),
    picture: bytes(limits.fileBytes),
  }),
};

export const compareParamReaders = paramReaders<CompareCalls>(params);

const saved = fields({ saved: flag });
const seeds: Shape<MeasuredSeeds> = fields<MeasuredSeeds>({
  run: folder,
  seeds: list(number(), 1000),
  method: orNull(choice(differenceMethods)),
  pairs: integer(0, 1000),
  why: orNull(text(1000)),
  rows: list(
    fields({
      tag,
      mean: number(),
      halfWidth: orNull(number(0)),
      difference: orNull(fields({ mean: number(), halfWidth: number(0) })),
    }),
    100,
  ),
});

/** Calls whose results are those that a dashboard gets. */
const sharedCalls = [
  "samples/at",
  "samples/images",
  "data/real",
  "latent/path",
  "latent/outputs",
  ...comparedImageCalls,
] as const;
type SharedCall = (typeof sharedCalls)[number];

type OwnCalls = Omit<CompareCalls, SharedCall>;

const results: ResultShapes<OwnCalls> = {
  "compare/start": nothing,
  "measures/seeds": fields({ columns: list(seeds, MOST_COMPARED) }),
  "runs/add": fields({ added: flag }),
  "runs/remove": nothing,
  "runs/move": nothing,
  "runs/open": nothing,
  "host/save": saved,
  "host/saveMarkdown": saved,
};

/** What the webview checks of every reply before it shows it; of what a dashboard gets too, as a dashboard does. */
export const compareResultReaders: ResultReaders<CompareCalls> = {
  ...resultReaders<OwnCalls>(results),
  ...(Object.fromEntries(sharedCalls.map(method => [method, dashboardResultReaders[method]])) as Pick<
    typeof dashboardResultReaders,
    SharedCall
  >),
};
