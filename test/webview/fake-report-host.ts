import { ReportStream } from "../../src/extension/report/report-stream.ts";
import { reportState } from "../../src/extension/report/report-state.ts";
import { CallError, type Handlers } from "../../src/protocol/calls.ts";
import { serve, type Serving } from "../../src/protocol/channel.ts";
import { reportParamReaders } from "../../src/protocol/report-packets.ts";
import { reportProtocol, type ReportCalls, type ReportPacket } from "../../src/protocol/report.ts";
import { makeReport, type ReportSource } from "../../src/sweeps/report/report.ts";
import { modes, realSamples, samplesAt } from "./synthetic-run.ts";
import { syntheticSweep, type SweepSize } from "./synthetic-sweep.ts";

/** Which sweep is reported, given before the page loads. */
export interface ReportHostOptions extends SweepSize {
  /** So many of its last runs train still. */
  readonly unfinished?: number;
  readonly trusted?: boolean;
  readonly failure?: string;
  readonly images?: boolean;
}

export interface ReportHostControls {
  readonly calls: { readonly method: string; readonly params: unknown }[];
  readonly saved: () => unknown;
  /** All but so many runs are done. */
  readonly trainTo: (unfinished: number) => void;
}

declare global {
  var fakeReportOptions: ReportHostOptions | undefined;
  var fakeReportHost: ReportHostControls;
}

const STATE_KEY = "fake report host state";
const options: ReportHostOptions = globalThis.fakeReportOptions ?? { weights: 8, regimes: 2, seeds: 4 };
const calls: { method: string; params: unknown }[] = [];
const stream = new ReportStream();
let unfinished = options.unfinished ?? 0;
let source: ReportSource = syntheticSweep(options, unfinished);

function post(packet: ReportPacket): void {
  window.postMessage(packet, "*");
}

function tell(): void {
  const state = reportState(makeReport(source), {
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

/** Pictures of 8 x 8: waves that depend on the weight. */
function pictures(weight: number) {
  const pixels = Uint8Array.from({ length: 9 * 64 }, (_, i) =>
    Math.round(127 + 127 * Math.sin(i / (2 + 40 * weight) + Math.floor(i / 64))),
  );
  return { count: 9, height: 8, width: 8, channels: 1 as const, pixels };
}

const nothing = () => Promise.resolve(null);

const handlers: Handlers<ReportCalls> = {
  "report/start": () => {
    stream.restart();
    setTimeout(tell);
    return nothing();
  },
  "samples/newest": ({ run }) => {
    const { point, step } = runOf(run);
    const weight = Number(point["pairing.weight"]);
    if (options.images === true) return Promise.resolve({ step, points: null, images: pictures(weight) });
    const samples = samplesAt(Math.round(80 * Math.sqrt(weight / 0.1)) * 100);
    const rows = Math.min(400, samples.rows);
    return Promise.resolve({
      step,
      points: { rows, dims: samples.dims, data: samples.data.slice(0, rows * samples.dims) },
      images: null,
    });
  },
  "data/real": ({ count }) => Promise.resolve({ samples: realSamples(count), modes }),
  "run/open": nothing,
  "runs/compare": nothing,
  "sweep/run": () => Promise.resolve({ started: true }),
  "sweep/cancel": nothing,
  "sweep/log": nothing,
  "report/save": () => Promise.resolve({ saved: true }),
  "host/copy": nothing,
};

globalThis.fakeReportHost = {
  calls,
  saved: () => JSON.parse(sessionStorage.getItem(STATE_KEY) ?? "null") as unknown,
  trainTo: left => {
    unfinished = left;
    source = syntheticSweep(options, unfinished);
    tell();
  },
};

let serving: Serving | null = null;
const isObject = (value: unknown): value is object => typeof value === "object" && value !== null;

globalThis.acquireVsCodeApi = () => ({
  postMessage: message => {
    const packet: unknown = structuredClone(message);
    if (isObject(packet) && "method" in packet && "params" in packet)
      calls.push({ method: String(packet.method), params: packet.params });
    setTimeout(() => {
      if (isObject(packet) && "kind" in packet && packet.kind === "hello") {
        serving?.close();
        serving = serve<ReportCalls>(reportProtocol, post, reportParamReaders, handlers);
      }
      serving?.receive(packet);
    });
  },
  getState: () => JSON.parse(sessionStorage.getItem(STATE_KEY) ?? "null") as unknown,
  setState: kept => {
    sessionStorage.setItem(STATE_KEY, JSON.stringify(kept));
  },
});
