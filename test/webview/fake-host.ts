import { curveCsv, curveTable } from "../../src/dashboard/curve-table.ts";
import { curveWindow } from "../../src/dashboard/curve-window.ts";
import { gapRule } from "../../src/dashboard/gap-rule.ts";
import { SeriesStore } from "../../src/dashboard/series-store.ts";
import { measures } from "../../src/experiment/catalog.ts";
import { CallError, type Handlers } from "../../src/protocol/calls.ts";
import { serve, serveAnew } from "../../src/protocol/channel.ts";
import { dashboardParamReaders } from "../../src/protocol/dashboard-params.ts";
import { dashboardProtocol, type DashboardCalls, type RequestOutcome } from "../../src/protocol/dashboard.ts";
import {
  applyItem,
  type DashboardItem,
  type DashboardState,
  type FindingFacts,
  type KnobFacts,
  type StatusFacts,
} from "../../src/protocol/dashboard-state.ts";
import { fakeEditor, type FakeEditor } from "./fake-editor.ts";
import { dashboardState, possible } from "./synthetic-state.ts";
import {
  classSharesAt,
  imageMapAt,
  imagePathAt,
  nearestAt,
  neighbourhoodAt,
  realImages,
  sampleImages,
  LATENT_SIZE,
} from "./synthetic-images.ts";
import {
  mapAt,
  modes,
  PAIRED_AT,
  pathAt,
  realSamples,
  samplesAt,
  scalarsAt,
  scoresAt,
} from "./synthetic-run.ts";

/** Which run the host has, given before the page loads. */
export interface HostOptions {
  /** The newest step; 0: nothing is recorded yet. */
  readonly step: number;
  /** Its last step; 8,000, or the newest one where that is later. */
  readonly steps?: number;
  readonly status?: Partial<StatusFacts>;
  /** Answers no call that starts the stream: the page stays as it opens. */
  readonly silent?: boolean;
  /** Curves of this many points each instead of the synthetic run's. */
  readonly points?: number;
  readonly protocolVersion?: number;
  /** A run of images instead of points; `unclassed`: of data whose classes cannot be told. */
  readonly images?: "classed" | "unclassed";
  /** The run was branched here, and its parent trained as long. */
  readonly branchedAt?: number;
  /** The pairing weight was turned to 0 here. */
  readonly weightOffFrom?: number;
  /** Further weights, each from its step on. */
  readonly weights?: readonly (readonly [step: number, weight: number])[];
  /** What else the run is said to be. */
  readonly run?: Partial<DashboardState["run"]>;
  /** Evaluations from the first step to the second found no two outputs that differ. */
  readonly collapsed?: readonly [from: number, to: number];
  /** What the measures show. */
  readonly findings?: readonly FindingFacts[];
  /** The version that made the run; without it, the page's own. */
  readonly madeBy?: string;
  /** Calls that fail, and what they say. */
  readonly failing?: Readonly<Record<string, string>>;
}

/** What a test does with the host from outside. */
export interface HostControls extends FakeEditor {
  /** The next change of a knob is refused with this reason. */
  readonly refuseNext: (reason: string) => void;
  /** Trains on to a step and streams what is recorded. */
  readonly trainTo: (step: number) => void;
  readonly setStatus: (status: Partial<StatusFacts>) => void;
  /** Appends this many points to each curve in one update. */
  readonly appendPoints: (count: number) => void;
  /** Loses one update, so that the page must ask again. */
  readonly dropNext: () => void;
  /** What the host's own curves take, about. */
  readonly bytes: () => number;
}

declare global {
  var fakeHostOptions: HostOptions | undefined;
  var fakeHost: HostControls;
}

const EVALUATION = 100;
const RECORD = 10;

const options: HostOptions = globalThis.fakeHostOptions ?? { step: 6400 };
const store = new SeriesStore({ gaps: gapRule({}) });
let state: DashboardState = begin();
let generation = 0;
let seq = 0;
let started = false;
let refusal: string | null = null;
let dropping = false;

function isCollapsed(step: number): boolean {
  return options.collapsed !== undefined && step >= options.collapsed[0] && step <= options.collapsed[1];
}

function isOff(step: number): boolean {
  return step > (options.weightOffFrom ?? Infinity);
}

/** As a trainer records: means over an interval as one event, an evaluation as another. */
function record(step: number): void {
  const all = Object.entries(scalarsAt(step, EVALUATION)).filter(
    ([tag]) =>
      !(isOff(step) && (tag === "loss/pairing" || tag.startsWith("pairing/"))) &&
      !(isCollapsed(step) && tag.startsWith("collapse/")),
  );
  const isMeasured = ([tag]: readonly [string, number]) => Object.hasOwn(measures, tag);
  for (const values of [all.filter(one => !isMeasured(one)), all.filter(isMeasured)])
    if (values.length > 0)
      store.apply({ kind: "scalars", step, wallTime: 0, scalars: Object.fromEntries(values) });
}

function lastEvaluation(step: number): StatusFacts["lastEvaluation"] {
  const last = Math.floor(step / EVALUATION) * EVALUATION;
  const reasons = Object.keys(measures).flatMap(tag => [
    ...(isCollapsed(last) && tag.startsWith("collapse/") ? [[tag, "no two outputs differ"]] : []),
    ...(isOff(last) && tag.startsWith("pairing/") ? [[tag, "the pairing weight is 0"]] : []),
  ]);
  return { step: last, undefined: Object.fromEntries(reasons) as Record<string, string> };
}

function recordMany(count: number): void {
  const from = store.get("loss/generator")?.length ?? 0;
  for (let i = from; i < from + count; i++) {
    const wave = Math.sin(i / 50_000) + 0.3 * Math.sin(i * 12.9898);
    const scalars = {
      "loss/generator": 1 + 0.2 * wave,
      "loss/discriminator": 1.4 + 0.1 * wave,
      "loss/pairing": 2 - 0.5 * wave,
      "loss/r1": 0.4 + 0.1 * wave,
    };
    store.apply({ kind: "scalars", step: i, wallTime: 0, scalars });
  }
}

function curveFacts(): DashboardState["curves"] {
  return [...store.tags].map(tag => {
    const series = store.get(tag);
    const last = (series?.length ?? 1) - 1;
    return {
      tag,
      title: tag,
      description: "",
      unit: tag.startsWith("loss/") ? "nats" : "",
      better: "none",
      count: last + 1,
      lastStep: series?.step(last) ?? 0,
    };
  });
}

function every(interval: number, to: number): number[] {
  return Array.from({ length: Math.floor(to / interval) + 1 }, (_, i) => i * interval);
}

function begin(): DashboardState {
  const base = dashboardState();
  const { step } = options;
  if (options.points !== undefined) recordMany(options.points);
  else if (step > 0) for (const at of every(RECORD, step)) record(at);
  const turned = step > PAIRED_AT;
  const knobs = base.knobs.map<KnobFacts>(knob =>
    knob.key !== "pairing.weight" || !turned
      ? knob
      : {
          ...knob,
          value: options.weights?.at(-1)?.[1] ?? (options.weightOffFrom === undefined ? 0.02 : 0),
          history: [
            ...knob.history,
            { step: PAIRED_AT, value: 0.02, source: "intervention" },
            ...(options.weightOffFrom === undefined
              ? []
              : [{ step: options.weightOffFrom, value: 0, source: "intervention" } as const]),
            ...(options.weights ?? []).map(([at, value]) => ({
              step: at,
              value,
              source: "intervention" as const,
            })),
          ],
        },
  );
  const images = {
    domain: "images",
    name: "digits-weak",
    dataTitle: "Handwritten digits",
    latentSize: LATENT_SIZE,
  } as const;
  const entry = {
    at: "2026-05-01T10:01:00.000Z",
    step: PAIRED_AT,
    kind: "intervention",
    do: "set",
    request: "a",
    key: "pairing.weight",
    from: 0,
    to: 0.02,
    by: "extension",
    message: null,
  } as const;
  const at = options.points ?? step;
  const parent =
    options.branchedAt === undefined ? null : { id: "2026-05-01-100000-ring8", step: options.branchedAt };
  return {
    ...base,
    run: {
      ...base.run,
      ...(options.images === undefined ? {} : images),
      ...(options.madeBy === undefined ? {} : { versions: { pairingLab: options.madeBy } }),
      ...options.run,
      parent,
    },
    status: {
      ...base.status,
      step: at,
      steps: Math.max(8000, options.steps ?? at),
      secondsLeft: Math.max(0, 8000 - step) / 158,
      lastEvaluation: step > 0 ? lastEvaluation(step) : null,
      ...options.status,
    },
    actions: actionsFor(options.status?.state ?? "training"),
    knobs,
    journal: turned ? [entry] : [],
    notes: {
      ...base.notes,
      steps:
        step > 2400
          ? [
              {
                id: "n1",
                step: 2400,
                at: "2026-05-01T10:00:40.000Z",
                text: "coverage flat, samples drift between modes",
              },
            ]
          : [],
    },
    checkpoints: step > 0 ? every(2000, step).slice(1) : [],
    samples: step > 0 ? every(EVALUATION, step) : [],
    curves: curveFacts(),
    findings: options.findings ?? [],
  };
}

function actionsFor(shown: StatusFacts["state"]): DashboardState["actions"] {
  const live = shown === "training" || shown === "paused";
  const ended = "the run is not training";
  if (shown === "paused") return { ...possible, pause: "the run is paused", unpause: null };
  if (live) return possible;
  const resume = shown === "done" ? "the run is finished" : null;
  return {
    ...possible,
    pause: ended,
    checkpoint: ended,
    stop: ended,
    setKnob: ended,
    resume,
    repeat: null,
    extend: null,
  };
}

function post(packet: unknown): void {
  const data: unknown = structuredClone(packet);
  setTimeout(() => {
    dispatchEvent(new MessageEvent("message", { data }));
  });
}

function stream(items: readonly DashboardItem[]): void {
  state = items.reduce((held, item) => (item.kind === "points" ? held : applyItem(held, item)), state);
  seq++;
  if (dropping) dropping = false;
  else if (started) post({ kind: "stream", update: { generation, seq, kind: "append", items } });
}

function outcome(): RequestOutcome {
  if (refusal === null) return { kind: "applied", step: state.status.step };
  const reason = refusal;
  refusal = null;
  return { kind: "refused", reason };
}

function setKnob(key: string, value: number): RequestOutcome {
  const answer = outcome();
  const { step } = state.status;
  const from = state.knobs.find(knob => knob.key === key)?.value ?? 0;
  const entry = {
    at: new Date(0).toISOString(),
    step,
    do: "set",
    request: String(editor.calls.length),
    key,
    from,
    to: value,
    by: "extension",
  } as const;
  if (answer.kind === "refused") {
    stream([{ kind: "journal", entries: [{ ...entry, kind: "refused", message: answer.reason }] }]);
    return answer;
  }
  const knobs = state.knobs.map<KnobFacts>(knob =>
    knob.key === key
      ? {
          ...knob,
          value,
          resting: knob.resting && value === 0,
          history: [...knob.history, { step, value, source: "intervention" }],
        }
      : knob,
  );
  stream([
    { kind: "knobs", knobs },
    { kind: "journal", entries: [{ ...entry, kind: "intervention", message: null }] },
  ]);
  return answer;
}

function setStatus(status: Partial<StatusFacts>): void {
  const next = { ...state.status, ...status };
  stream([{ kind: "status", status: next, actions: actionsFor(next.state) }]);
}

const named = (tags: readonly string[]) =>
  tags.flatMap(tag => {
    const series = store.get(tag);
    return series === undefined ? [] : [{ tag, series }];
  });

/** The checkpoint at or before a step. */
function checkpoint(step: number): number {
  const found = state.checkpoints.findLast(at => at <= step);
  if (found === undefined) throw new CallError("input", `there is no checkpoint at or before step ${step}`);
  return found;
}

const nothing = () => Promise.resolve(null);
const saved = () => Promise.resolve({ saved: true });

const classed = <T extends { readonly classes: Uint16Array }>(view: T): T =>
  options.images === "unclassed" ? { ...view, classes: new Uint16Array() } : view;

const willing: Handlers<DashboardCalls> = {
  "stream/start": () => {
    if (options.silent === true) return new Promise(() => undefined);
    generation++;
    seq = 0;
    started = true;
    post({
      kind: "stream",
      update: { generation, seq, kind: "snapshot", state: { ...state, curves: curveFacts() } },
    });
    return nothing();
  },
  "curves/window": query =>
    Promise.resolve({
      generation,
      windows: named(query.tags).map(({ tag, series }) => curveWindow(tag, series, query)),
    }),
  "curves/parent": query =>
    Promise.resolve({
      windows: named(query.tags).map(({ tag, series }) => {
        const from = Math.max(query.from, options.branchedAt ?? 0);
        const window = curveWindow(tag, series, { ...query, from });
        const lower = (values: Float32Array) => values.map(value => 0.7 * value);
        return { ...window, values: lower(window.values), smoothed: lower(window.smoothed) };
      }),
    }),
  "curves/seeds": ({ tags, to }) => {
    const bands = named(tags).map(({ tag, series }) => {
      const indices = Array.from({ length: series.length }, (_, i) => i).filter(i => series.step(i) <= to);
      const mean = Float64Array.from(indices, i => 0.9 * series.value(i));
      return {
        tag,
        steps: Float64Array.from(indices, i => series.step(i)),
        mean,
        halfWidth: mean.map(() => 0.06),
      };
    });
    return Promise.resolve({ says: "behind it mean and 95 % interval of 5 seeds", bands });
  },
  "curves/at": ({ tags, step }) => {
    const found = named(tags).map(({ series }) => series.indexOf(step, true) - 1);
    const values = Float32Array.from(named(tags), ({ series }, i) => series.value(found[i] ?? -1));
    return Promise.resolve({
      steps: Float64Array.from(named(tags), ({ series }, i) => series.step(found[i] ?? -1)),
      values,
      smoothed: values,
    });
  },
  "curves/table": ({ tags, from, to, most }) => Promise.resolve(curveTable(named(tags), { from, to }, most)),
  "curves/save": ({ tags, from, to }) =>
    Promise.resolve({ saved: [...curveCsv(named(tags), { from, to })].length > 0 }),
  "samples/at": ({ step }) => {
    const found = state.samples.findLast(at => at <= step) ?? 0;
    return Promise.resolve({ step: found, samples: samplesAt(found) });
  },
  "samples/images": ({ step }) => {
    const found = state.samples.findLast(at => at <= step) ?? 0;
    return Promise.resolve({ step: found, images: sampleImages(found) });
  },
  "data/images": ({ count }) => {
    const real = realImages(count);
    return Promise.resolve(options.images === "unclassed" ? { ...real, classNames: [] } : real);
  },
  "data/nearest": async ({ step, probe, count }) =>
    nearestAt(await Promise.resolve(checkpoint(step)), probe, count),
  "latent/imagePath": async ({ step, ...choice }) =>
    classed(imagePathAt(await Promise.resolve(checkpoint(step)), choice)),
  "latent/imageMap": async ({ step, ...choice }) =>
    classed(imageMapAt(await Promise.resolve(checkpoint(step)), choice)),
  "latent/neighbours": async ({ step, probe, noise, count }) =>
    neighbourhoodAt(await Promise.resolve(checkpoint(step)), probe, noise, count),
  "latent/classShares": async ({ step }) => {
    const found = classSharesAt(await Promise.resolve(checkpoint(step)));
    const none = { samples: 0, shares: new Float64Array(), real: new Float64Array() };
    return options.images === "unclassed" ? { ...found, ...none } : found;
  },
  "samples/classes": ({ step }) => Promise.resolve({ step, of: new Uint16Array() }),
  "samples/save": saved,
  "data/real": ({ count }) => Promise.resolve({ samples: realSamples(count), modes, classes: null }),
  "discriminator/map": async ({ step, rectangle, columns, rows }) =>
    scoresAt(await Promise.resolve(checkpoint(step)), rectangle, columns, rows),
  "latent/path": async ({ step, ...choice }) => pathAt(await Promise.resolve(checkpoint(step)), choice),
  "latent/map": async ({ step, columns, rows }) =>
    mapAt(await Promise.resolve(checkpoint(step)), columns, rows),
  "latent/outputs": ({ step }) => Promise.resolve({ step, samples: samplesAt(step) }),
  "knob/set": ({ key, value }) => Promise.resolve(setKnob(key, value)),
  "run/control": ({ do: what }) => {
    const answer = outcome();
    if (answer.kind === "applied") {
      if (what === "pause") setStatus({ state: "paused" });
      if (what === "resume") setStatus({ state: "training" });
      if (what === "stop") setStatus({ state: "stopped" });
      if (what === "checkpoint")
        stream([{ kind: "steps", of: "checkpoints", added: [state.status.step], removed: [] }]);
    }
    return Promise.resolve(answer);
  },
  "run/resume": nothing,
  "run/repeat": () => Promise.resolve({ started: true }),
  "run/extend": () => Promise.resolve({ started: true }),
  "run/tryWeights": () => Promise.resolve({ started: true }),
  "run/branch": () => Promise.resolve({ started: true }),
  "run/saveAsExperiment": nothing,
  "checkpoint/why": ({ step }) =>
    Promise.resolve({ because: step === 0 ? ["the first"] : ["one of the newest 8"] }),
  "notes/pin": () => Promise.resolve(null),
  "notes/star": ({ star }) => {
    stream([{ kind: "notes", notes: { ...state.notes, star } }]);
    return nothing();
  },
  "notes/add": ({ step, text }) => {
    const id = `n${state.notes.steps.length + 1}`;
    const note = { id, step, at: new Date(0).toISOString(), text };
    stream([{ kind: "notes", notes: { ...state.notes, steps: [...state.notes.steps, note] } }]);
    return Promise.resolve({ id });
  },
  "notes/edit": ({ id, text }) => {
    const steps = state.notes.steps.flatMap(note =>
      note.id !== id ? [note] : text === "" ? [] : [{ ...note, text }],
    );
    stream([{ kind: "notes", notes: { ...state.notes, steps } }]);
    return nothing();
  },
  "host/open": nothing,
  "host/save": saved,
  "host/copy": nothing,
};

const refusing = Object.entries(options.failing ?? {}).map(
  ([method, why]) => [method, () => Promise.reject(new CallError("input", why))] as const,
);
const handlers: Handlers<DashboardCalls> = { ...willing, ...Object.fromEntries(refusing) };

const version = { ...dashboardProtocol, version: options.protocolVersion ?? dashboardProtocol.version };
/** Each page greets first; what it says is for the end that answered its greeting. */

function trainTo(step: number): void {
  const items: DashboardItem[] = [];
  const before = new Map([...store.tags].map(tag => [tag, store.get(tag)?.length ?? 0]));
  for (let at = state.status.step + RECORD; at <= step; at += RECORD) {
    record(at);
    if (at % EVALUATION === 0) items.push({ kind: "steps", of: "samples", added: [at], removed: [] });
  }
  for (const curve of curveFacts()) {
    if (!before.has(curve.tag)) items.push({ kind: "curve", curve });
    const series = store.get(curve.tag);
    const first = before.get(curve.tag) ?? 0;
    if (series !== undefined && series.length > first) {
      items.push({ kind: "points", tag: curve.tag, first, ...series.copy(first, series.length) });
    }
  }
  items.push({
    kind: "status",
    status: { ...state.status, step, lastEvaluation: lastEvaluation(step) },
    actions: state.actions,
  });
  stream(items);
}

const editor = fakeEditor(
  "fake host state",
  serveAnew(() => serve<DashboardCalls>(version, post, dashboardParamReaders, handlers)),
);

globalThis.fakeHost = {
  ...editor,
  refuseNext: reason => {
    refusal = reason;
  },
  trainTo,
  setStatus,
  appendPoints: count => {
    const first = store.get("loss/generator")?.length ?? 0;
    recordMany(count);
    stream(
      [...store.tags].flatMap<DashboardItem>(tag => {
        const series = store.get(tag);
        return series === undefined
          ? []
          : [{ kind: "points", tag, first, ...series.copy(first, series.length) }];
      }),
    );
  },
  dropNext: () => {
    dropping = true;
  },
  bytes: () =>
    // 13 bytes a point, in arrays that grow by doubling.
    [...store.tags].reduce(
      (sum, tag) => sum + 13 * 2 ** Math.ceil(Math.log2(store.get(tag)?.length ?? 1)),
      0,
    ),
};
