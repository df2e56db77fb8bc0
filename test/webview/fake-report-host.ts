import { chosenBaseline, type Chosen } from "../../src/extension/report/chosen-baseline.ts";
import { ReportStream } from "../../src/extension/report/report-stream.ts";
import { reportState } from "../../src/dashboard/report-state.ts";
import { CallError, type Handlers } from "../../src/protocol/calls.ts";
import { serve, serveAnew } from "../../src/protocol/channel.ts";
import { reportParamReaders } from "../../src/protocol/report-packets.ts";
import {
  reportProtocol,
  type KeptSteps,
  type ReportCalls,
  type ReportPacket,
} from "../../src/protocol/report.ts";
import { makeReport, type ReportSource } from "../../src/sweeps/report/report.ts";
import { fakeEditor, type FakeEditor } from "./fake-editor.ts";
import { imageMapAt, imagePathAt, sampleImages } from "./synthetic-images.ts";
import { mapAt, modes, pathAt, realSamples, samplesAt } from "./synthetic-run.ts";
import { syntheticSweep, type SweepSize } from "./synthetic-sweep.ts";

/** Which sweep is reported, given before the page loads. */
export interface ReportHostOptions extends SweepSize {
  /** So many of its last runs train still. */
  readonly unfinished?: number;
  readonly trusted?: boolean;
  readonly failure?: string;
  readonly images?: boolean;
}

export interface ReportHostControls extends FakeEditor {
  /** All but so many runs are done. */
  readonly trainTo: (unfinished: number) => void;
}

declare global {
  var fakeReportOptions: ReportHostOptions | undefined;
  var fakeReportHost: ReportHostControls;
}

const options: ReportHostOptions = globalThis.fakeReportOptions ?? { weights: 8, regimes: 2, seeds: 4 };
const stream = new ReportStream();
let chosen: Chosen = null;
let unfinished = options.unfinished ?? 0;
let source: ReportSource = syntheticSweep(options, unfinished);

function post(packet: ReportPacket): void {
  window.postMessage(packet, "*");
}

function tell(): void {
  const state = reportState(makeReport({ ...source, baseline: chosenBaseline(source, chosen) }), {
    folder: "/runs/pairing-weight",
    experiment: "ring-8",
    sweeping: unfinished > 0 && options.failure === undefined,
    failure: options.failure ?? null,
    trusted: options.trusted ?? true,
  });
  const update = stream.next(state);
  if (update !== null) post({ kind: "report", update });
}

const runOf = (folder: string) => {
  const run = source.runs.find(one => one.folder === folder);
  if (run === undefined) throw new CallError("input", "this run is none of the sweep's");
  return run;
};

/** Pictures of 8 x 8: waves that depend on weight and seed. */
function pictures(weight: number, seed: number) {
  const pixels = Uint8Array.from({ length: 9 * 64 }, (_, i) =>
    Math.round(127 + 127 * Math.sin(i / (2 + 40 * weight) + seed * Math.floor(i / 64))),
  );
  return { count: 9, height: 8, width: 8, channels: 1 as const, pixels };
}

/** The step of the one synthetic run that looks as this run of the sweep does. */
const likeness = (run: string) =>
  Math.round(80 * Math.sqrt(Number(runOf(run).point["pairing.weight"]) / 0.1)) * 100;

/** Of the second weight the last samples were not kept; the folder of the third is gone. */
function keptSteps(folder: string): KeptSteps {
  const { point, step } = runOf(folder);
  const weights = source.axes[0]?.values ?? [];
  const place = weights.indexOf(point["pairing.weight"]);
  const gone = { run: folder, samples: [], checkpoints: [], trouble: "its folder is gone or cannot be read" };
  if (place === 2) return gone;
  const every = (by: number) => Array.from({ length: Math.floor(step / by) + 1 }, (_, i) => i * by);
  return {
    run: folder,
    samples: every(500).filter(one => place !== 1 || one < step),
    checkpoints: every(2000),
    trouble: null,
  };
}

const nothing = () => Promise.resolve(null);

const handlers: Handlers<ReportCalls> = {
  "report/start": baseline => {
    chosen = baseline;
    stream.restart();
    setTimeout(tell);
    return nothing();
  },
  "samples/newest": ({ run }) => {
    const { point, seed, step } = runOf(run);
    const weight = Number(point["pairing.weight"]);
    if (options.images === true)
      return Promise.resolve({ step, points: null, images: pictures(weight, seed) });
    const samples = samplesAt(Math.round(80 * Math.sqrt(weight / 0.1)) * 100);
    const rows = Math.min(400, samples.rows);
    return Promise.resolve({
      step,
      points: { rows, dims: samples.dims, data: samples.data.slice(0, rows * samples.dims) },
      images: null,
    });
  },
  "samples/steps": ({ runs }) => Promise.resolve({ runs: runs.map(keptSteps) }),
  "samples/at": ({ run, step }) =>
    Promise.resolve(
      options.images === true
        ? { step, points: null, images: sampleImages(likeness(run)) }
        : { step, points: samplesAt(likeness(run)), images: null },
    ),
  "latent/map": ({ run, step, columns, rows }) =>
    Promise.resolve({ ...mapAt(likeness(run), columns, rows), step }),
  "latent/path": ({ run, step, ...path }) => Promise.resolve({ ...pathAt(likeness(run), path), step }),
  "latent/imageMap": ({ run, step, ...plane }) =>
    Promise.resolve({ ...imageMapAt(likeness(run), plane), step }),
  "latent/imagePath": ({ run, step, ...path }) =>
    Promise.resolve({ ...imagePathAt(likeness(run), path), step }),
  "data/real": ({ count }) => Promise.resolve({ samples: realSamples(count), modes, classes: null }),
  "run/open": nothing,
  "runs/compare": nothing,
  "sweep/run": () => Promise.resolve({ started: true }),
  "sweep/cancel": nothing,
  "sweep/log": nothing,
  "sweep/addValues": () => Promise.resolve({ added: true }),
  "report/save": () => Promise.resolve({ saved: true }),
  "host/copy": nothing,
};

globalThis.fakeReportHost = {
  ...fakeEditor(
    "fake report host state",
    serveAnew(() => serve<ReportCalls>(reportProtocol, post, reportParamReaders, handlers)),
  ),
  trainTo: left => {
    unfinished = left;
    source = syntheticSweep(options, unfinished);
    tell();
  },
};
