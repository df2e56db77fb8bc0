import { CallError, type Handlers } from "../../src/protocol/calls.ts";
import { serve, serveAnew } from "../../src/protocol/channel.ts";
import { compareParamReaders } from "../../src/protocol/compare-packets.ts";
import {
  compareProtocol,
  type CompareCalls,
  type CompareItem,
  type ComparedRun,
  type ComparePacket,
  type MeasuredSeeds,
  type MeasureFacts,
} from "../../src/protocol/compare.ts";
import { fakeEditor, type FakeEditor } from "./fake-editor.ts";
import { imagePathAt, LATENT_SIZE, nearestAt, neighbourhoodAt, sampleImages } from "./synthetic-images.ts";
import { modes, outputs, pathAt, realSamples, samplesAt, scalarsAt } from "./synthetic-run.ts";

/** Which runs are compared, given before the page loads. */
export interface CompareHostOptions {
  readonly runs: number;
  readonly images?: boolean;
  /** Seeds of every experiment; each measures a little more than the one before. */
  readonly seeds?: number;
  /** A run that has no precision from a step on. */
  readonly collapsed?: { readonly run: number; readonly from: number };
  /** Runs whose folders are gone. */
  readonly gone?: readonly number[];
  /** Long names, a branch, six-digit steps. */
  readonly long?: boolean;
  /** Nothing is ever told: the runs are still read. */
  readonly silent?: boolean;
  /** Milliseconds until samples are answered. */
  readonly slow?: number;
}

export interface CompareHostControls extends FakeEditor {
  /** Run number `run` trains on to a step. */
  readonly trainTo: (run: number, step: number) => void;
  /** An update is lost on its way. */
  readonly lose: () => void;
}

declare global {
  var fakeCompareOptions: CompareHostOptions | undefined;
  var fakeCompareHost: CompareHostControls;
}

const options: CompareHostOptions = globalThis.fakeCompareOptions ?? { runs: 4 };
const EVERY = 100;
const folderOf = (run: number) => `/runs/run-${run}`;
/** Newest steps: the second run is shorter than the others. */
const newest = options.long === true ? [200_000, 117_200, 200_000, 200_000] : [8000, 5000, 8000, 8000, 8000];
let order = Array.from({ length: options.runs }, (_, run) => run);

const measures: readonly MeasureFacts[] = (
  [
    ["quality/precision", "Precision", "higher"],
    ["quality/recall", "Recall", "higher"],
    ["quality/coverage", "Coverage", "higher"],
    ["collapse/latent_recovery", "Latent recovery", "lower"],
    ["collapse/mode_spread", "Mode spread", "one"],
    ["collapse/effective_rank", "Effective rank", "none"],
  ] as const
).map(([tag, title, better]) => ({ tag, title, better, description: title, unit: "" }));

/** The same story at another pace, so that the runs differ. */
const pace = (run: number, step: number) => Math.round((step * (0.3 + 0.25 * run)) / EVERY) * EVERY;
const steps = (to: number, every: number) =>
  Array.from({ length: Math.floor(to / every) + 1 }, (_, i) => i * every);

function isUndefined(run: number, step: number, tag: string): boolean {
  const { collapsed } = options;
  return collapsed?.run === run && step >= collapsed.from && tag === "quality/precision";
}

function comparedRun(run: number): ComparedRun {
  const last = newest[run] ?? 8000;
  const evaluated = steps(last, EVERY);
  return {
    folder: folderOf(run),
    id: `2026-11-22-run-${run}`,
    name:
      (options.long === true ? "against-a-weak-discriminator-with-r1-" : "") +
      (["ring8-weak", "ring8-weak-live", "ring8-weak-w02", "ring8-weak-w10", "ring8-late"][run] ??
        `run ${run}`),
    seed: 3,
    parent: options.long === true && run === 1 ? { step: 117_200 } : null,
    createdAt: "2026-11-22T09:00:00.000Z",
    state: "done",
    step: last,
    steps: options.long === true ? 200_000 : 8000,
    domain: options.images === true ? "images" : "points",
    latentSize: options.images === true ? LATENT_SIZE : 2,
    experiment: {
      name: `run-${run}`,
      seed: 3,
      pairing: { kind: "neighbour", weight: [0, 0, 0.02, 0.1][run] ?? 1 },
    },
    changes: run === 1 ? [{ step: 3000, key: "pairing.weight", to: 0.02 }] : [],
    samples: evaluated,
    checkpoints: steps(last, 1000),
    measures: measures.map(({ tag }) => ({
      tag,
      steps: Float64Array.from(evaluated),
      values: Float32Array.from(evaluated, step =>
        isUndefined(run, step, tag) ? NaN : (scalarsAt(pace(run, step), EVERY)[tag] ?? 0),
      ),
    })),
    lastEvaluation: {
      step: last,
      undefined: Object.fromEntries(
        measures.flatMap(({ tag }) => (isUndefined(run, last, tag) ? [[tag, "no two outputs differ"]] : [])),
      ),
    },
    trouble: null,
  };
}

function post(packet: ComparePacket): void {
  window.postMessage(packet, "*");
}
let generation = 0;
let seq = 0;
function tell(): void {
  seq = 0;
  const unread = (options.gone ?? []).map(run => ({
    folder: folderOf(run),
    problem: `${folderOf(run)}/run.json cannot be read: no such file`,
  }));
  const runs = order.filter(run => options.gone?.includes(run) !== true);
  const state = { runs: runs.map(comparedRun), folders: order.map(folderOf), unread, measures };
  post({ kind: "compared", update: { kind: "snapshot", generation: ++generation, seq, state } });
}
function append(items: readonly CompareItem[]): void {
  post({ kind: "compared", update: { kind: "append", generation, seq: ++seq, items } });
}

const runOf = (folder: string): number => {
  const found = order.find(run => folderOf(run) === folder);
  if (found === undefined) throw new CallError("input", "this run is not compared any more");
  return found;
};

/** Seeds whose coverage differs from the baseline's beyond chance, and whose precision does not. */
function seedsAt(columns: readonly { run: string; step: number }[], baseline: string): MeasuredSeeds[] {
  const count = options.seeds ?? 1;
  const of = (folder: string, step: number) => scalarsAt(pace(runOf(folder), step), EVERY);
  const base = columns.find(({ run }) => run === baseline);
  return columns.map(({ run, step }) => {
    const isBaseline = run === baseline;
    const rows = ["quality/precision", "quality/coverage"].map(tag => {
      const mean = of(run, step)[tag] ?? 0;
      const held = base === undefined ? mean : (of(base.run, base.step)[tag] ?? 0);
      const difference = { mean: mean - held, halfWidth: tag === "quality/precision" ? 0.9 : 0.05 };
      return {
        tag,
        mean,
        halfWidth: count > 1 ? 0.03 : null,
        difference: isBaseline || count === 1 ? null : difference,
      };
    });
    return {
      run,
      seeds: Array.from({ length: count }, (_, i) => 1 + i),
      method: isBaseline || count === 1 ? null : "paired",
      pairs: count,
      why: isBaseline || count > 1 ? null : "this run is the only seed of its experiment",
      rows,
    };
  });
}

const handlers: Handlers<CompareCalls> = {
  "compare/start": () => {
    if (options.silent === true) return new Promise(() => undefined);
    setTimeout(tell);
    return Promise.resolve(null);
  },
  "samples/at": async ({ run, step }) => {
    const number = runOf(run);
    const at = Math.floor(step / EVERY) * EVERY;
    if (options.slow !== undefined) await new Promise(resolve => setTimeout(resolve, options.slow));
    return { step: at, samples: samplesAt(pace(number, at)) };
  },
  "samples/images": async ({ run, step }) => {
    const at = Math.floor(step / EVERY) * EVERY;
    if (options.slow !== undefined) await new Promise(resolve => setTimeout(resolve, options.slow));
    return { step: at, images: sampleImages(pace(runOf(run), at)) };
  },
  "latent/imagePath": ({ run, step, ...path }) =>
    Promise.resolve({ ...imagePathAt(pace(runOf(run), step), path), step }),
  "latent/neighbours": ({ run, step, probe, noise, count }) =>
    Promise.resolve({ ...neighbourhoodAt(pace(runOf(run), step), probe, noise, count), step }),
  "data/nearest": ({ run, step, probe, count }) =>
    Promise.resolve({ ...nearestAt(pace(runOf(run), step), probe, count), step }),
  "data/real": ({ count }) => Promise.resolve({ samples: realSamples(count), modes, classes: null }),
  "latent/path": ({ run, step, ...path }) => Promise.resolve(pathAt(pace(runOf(run), step), path)),
  "latent/outputs": ({ run, step, latents }) =>
    Promise.resolve({ step, samples: outputs(pace(runOf(run), step), latents) }),
  "measures/seeds": ({ columns, baseline }) => Promise.resolve({ columns: seedsAt(columns, baseline) }),
  "runs/add": () => {
    order = [...order, order.length];
    tell();
    return Promise.resolve({ added: true });
  },
  "runs/remove": ({ run }) => {
    const gone = runOf(run);
    order = order.filter(one => one !== gone);
    tell();
    return Promise.resolve(null);
  },
  "runs/move": ({ run, to }) => {
    const moved = runOf(run);
    const others = order.filter(one => one !== moved);
    order = [...others.slice(0, to), moved, ...others.slice(to)];
    tell();
    return Promise.resolve(null);
  },
  "runs/open": () => Promise.resolve(null),
  "host/save": () => Promise.resolve({ saved: true }),
  "host/saveMarkdown": () => Promise.resolve({ saved: true }),
};

globalThis.fakeCompareHost = {
  ...fakeEditor(
    "fake compare host state",
    serveAnew(() => serve<CompareCalls>(compareProtocol, post, compareParamReaders, handlers)),
  ),
  lose: () => {
    seq++;
  },
  trainTo: (run, step) => {
    const before = comparedRun(run);
    newest[run] = step;
    const { name, state, steps, trouble, samples, measures } = comparedRun(run);
    const folder = folderOf(run);
    const points = measures.map(({ tag, steps, values }): CompareItem => {
      const from = before.samples.length;
      return {
        kind: "points",
        run: folder,
        curve: { tag, steps: steps.slice(from), values: values.slice(from) },
      };
    });
    append([
      {
        kind: "standing",
        run: folder,
        standing: { name, state, step, steps, lastEvaluation: null, trouble },
      },
      { kind: "steps", run: folder, of: "samples", added: samples.slice(before.samples.length), removed: [] },
      ...points,
    ]);
  },
};
