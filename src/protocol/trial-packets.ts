import type { ResultReaders } from "./calls.ts";
import { asked } from "./dashboard-params.ts";
import { dashboardResultReaders } from "./dashboard-results.ts";
import { shownStates } from "./dashboard-state.ts";
import { measureCurves, measureFacts } from "./measure-shapes.ts";
import { choice, fields, flag, integer, list, nothing, number, orNull, text, type Shape } from "./shapes.ts";
import {
  certainties,
  MOST_TRIED,
  triedAspects,
  type TrialCalls,
  type TrialPacket,
  type TrialState,
} from "./trial.ts";
import {
  paramReaders,
  readNews,
  resultReaders,
  type ParamShapes,
  type ResultShapes,
} from "./shape-readers.ts";

const step = integer(0, Number.MAX_SAFE_INTEGER);
const short = text(1000);
const long = text(20_000);
const folder = text(32_768);
const run = { run: folder };

const state: Shape<TrialState> = fields<TrialState>({
  id: short,
  parent: fields({ folder, name: short, seed: number(), state: choice(shownStates), step, weight: number() }),
  domain: choice(["points", "images"]),
  from: step,
  until: step,
  baseline: number(),
  weights: list(
    fields({
      weight: number(),
      cells: list(
        fields({
          tag: short,
          mean: number(),
          halfWidth: orNull(number()),
          count: step,
          difference: orNull(
            fields({
              mean: number(),
              halfWidth: orNull(number()),
              count: step,
              better: orNull(flag),
              certainty: orNull(choice(certainties)),
            }),
          ),
        }),
        100,
      ),
      undefined: list(fields({ tag: short, seeds: step, of: step }), 100),
    }),
    MOST_TRIED,
  ),
  seeds: list(number(), MOST_TRIED),
  runs: list(
    fields({
      folder,
      id: short,
      weight: number(),
      seed: number(),
      state: choice(shownStates),
      step,
      notFinite: flag,
      waiting: flag,
      samples: list(step, 1_000_000),
      measures: measureCurves,
      trouble: orNull(long),
    }),
    MOST_TRIED,
  ),
  measures: measureFacts,
  verdict: fields({
    ground: long,
    findings: list(
      fields({
        aspect: choice(triedAspects),
        text: long,
        weight: orNull(number()),
        certainty: choice(certainties),
      }),
      10,
    ),
    notes: list(long, 20),
  }),
  actions: fields({
    adopt: orNull(short),
    moreSeeds: orNull(short),
    stop: orNull(short),
    resume: orNull(short),
    goOn: orNull(short),
  }),
});

/** What arrived from the host; null for what is none of ours. Throws a CallError for a state that cannot be shown. */
export function readTrialPacket(packet: unknown): TrialPacket | null {
  return readNews(packet, "trial", "state", state);
}

const params: ParamShapes<TrialCalls> = {
  "trial/start": nothing,
  "samples/at": fields({ ...run, step }),
  "samples/images": fields({ ...run, step }),
  "data/real": fields({ ...run, ...asked.real }),
  "trial/adopt": fields({ weight: number() }),
  "trial/goOn": fields(run),
  "trial/moreSeeds": nothing,
  "trial/stop": nothing,
  "trial/resume": nothing,
  "runs/open": fields(run),
  "runs/openParent": nothing,
  "runs/compare": fields({ runs: list(folder, 4) }),
};

export const trialParamReaders = paramReaders<TrialCalls>(params);

const started = fields({ started: flag });

type OwnCalls = Omit<TrialCalls, "data/real" | `samples/${string}` | "trial/adopt">;

const results: ResultShapes<OwnCalls> = {
  "trial/start": nothing,
  "trial/goOn": started,
  "trial/moreSeeds": started,
  "trial/stop": nothing,
  "trial/resume": nothing,
  "runs/open": nothing,
  "runs/openParent": nothing,
  "runs/compare": nothing,
};

/** What the webview checks of every reply before it shows it; of what other pages get too, as they do. */
export const trialResultReaders: ResultReaders<TrialCalls> = {
  ...resultReaders<OwnCalls>(results),
  "samples/at": dashboardResultReaders["samples/at"],
  "samples/images": dashboardResultReaders["samples/images"],
  "data/real": dashboardResultReaders["data/real"],
  "trial/adopt": dashboardResultReaders["knob/set"],
};
