import { curveTable } from "../../src/dashboard/curve-table.ts";
import { curveWindow } from "../../src/dashboard/curve-window.ts";
import { Series } from "../../src/dashboard/series.ts";
import { CallError, type Handlers } from "../../src/protocol/calls.ts";
import { serve, serveAnew } from "../../src/protocol/channel.ts";
import { curvesParamReaders } from "../../src/protocol/curves-packets.ts";
import {
  curvesProtocol,
  type CurvesCalls,
  type CurvesPacket,
  type SourceFacts,
} from "../../src/protocol/curves.ts";
import { fakeEditor, type FakeEditor } from "./fake-editor.ts";

/** Which sources are shown, given before the page loads. */
export interface CurvesHostOptions {
  readonly sources: number;
  /** Tags beside the usual ones. */
  readonly layers?: number;
  readonly pictures?: boolean;
  readonly damaged?: number;
  readonly reading?: number;
  readonly trouble?: string;
  readonly empty?: boolean;
  /** Why they cannot be read, the first time. */
  readonly unread?: string;
}

export interface CurvesHostControls extends FakeEditor {
  /** The sources' files have points up to this step. */
  readonly growTo: (step: number) => void;
}

declare global {
  var fakeCurvesOptions: CurvesHostOptions | undefined;
  var fakeCurvesHost: CurvesHostControls;
}

const options: CurvesHostOptions = globalThis.fakeCurvesOptions ?? { sources: 2 };
const EVERY = 10;
const PICTURES_EVERY = 500;
const names = ["ring8-weak", "version_0", "version_1", "a-run-with-a-long-name-v7", "version_2"];
let order = Array.from({ length: options.sources }, (_, source) => source);
let newest = 2000;
let { unread } = options;

const folderOf = (source: number) =>
  source === 0 ? "/runs/ring8-weak" : `/logs/lightning_logs/${names[source] ?? ""}`;

/** A shape for each tag, somewhat other for each source. */
const shapes: Readonly<Record<string, (step: number, source: number) => number>> = {
  "loss/generator": (step, source) =>
    0.7 + Math.exp(-step / 400) + 0.05 * Math.sin(step / 17 + source) + 0.1 * source,
  "loss/discriminator": (step, source) => 1.4 - 0.1 * source + 0.08 * Math.cos(step / 23),
  "quality/coverage": (step, source) => Math.min(1, step / (1500 + 400 * source)),
  lr: (step, source) => 1e-3 * 0.999 ** (step / (source + 1)),
  ...Object.fromEntries(
    Array.from({ length: options.layers ?? 0 }, (_, layer) => [
      `gradients/layer${layer}.weight`,
      (step: number) => Math.sin(step / 100 + layer) ** 2,
    ]),
  ),
};
const series = new Map<string, Series>();

function grow(): void {
  for (let source = 0; source < names.length; source++)
    for (const [tag, shape] of Object.entries(shapes)) {
      const key = `${source} ${tag}`;
      const held = series.get(key) ?? new Series();
      series.set(key, held);
      for (let step = held.length * EVERY; step <= newest; step += EVERY)
        held.append(step, shape(step, source));
    }
}

/** What a source has of a tag; the first has no learning rate. */
function curveOf(source: number, tag: string): Series | undefined {
  if (options.empty === true || (source === 0 && tag === "lr")) return undefined;
  return series.get(`${source} ${tag}`);
}

function factsOf(source: number): SourceFacts {
  const isRun = source === 0;
  const steps = Array.from({ length: Math.floor(newest / PICTURES_EVERY) + 1 }, (_, i) => i * PICTURES_EVERY);
  return {
    folder: folderOf(source),
    name: names[source] ?? "",
    detail: isRun ? "seed 3" : "/logs/lightning_logs",
    kind: isRun ? "run" : "log",
    curves: Object.keys(shapes).flatMap(tag => {
      const curve = curveOf(source, tag);
      if (curve === undefined) return [];
      const last = curve.length - 1;
      const facts = { tag, title: tag, description: "", unit: "", better: "none" } as const;
      return [{ ...facts, count: curve.length, lastStep: curve.step(last) }];
    }),
    pictures: options.pictures === true && !isRun ? [{ tag: "val/reconstruction", steps }] : [],
    generation: 0,
    reading: isRun ? null : (options.reading ?? null),
    damaged: isRun ? 0 : (options.damaged ?? 0),
    others: [],
    leftOut: { curves: 0, values: 0, early: 0, further: 0, pictures: 0 },
    trouble: isRun ? null : (options.trouble ?? null),
  };
}

/** A picture of 8 x 8 whose colour says the step. */
async function picture(source: number, step: number): Promise<Uint8Array> {
  const canvas = new OffscreenCanvas(8, 8);
  const context = canvas.getContext("2d");
  for (let y = 0; y < 8; y++)
    for (let x = 0; x < 8; x++) {
      if (context === null) continue;
      context.fillStyle = `hsl(${(step / 5 + 40 * source) % 360} 70% ${20 + ((x * y) % 8) * 8}%)`;
      context.fillRect(x, y, 1, 1);
    }
  return new Uint8Array(await (await canvas.convertToBlob()).arrayBuffer());
}

function post(packet: CurvesPacket): void {
  window.postMessage(packet, "*");
}
function tell(): void {
  grow();
  post({
    kind: "curves",
    state: { sources: order.map(factsOf), folders: order.map(one => factsOf(one).folder), unread: [] },
  });
}

const sourceOf = (folder: string): number => {
  const found = order.find(source => folderOf(source) === folder);
  if (found === undefined) throw new CallError("input", "this run is not shown any more");
  return found;
};
const withTag = (tag: string) =>
  order.flatMap(source => {
    const curve = curveOf(source, tag);
    return curve === undefined ? [] : [{ folder: folderOf(source), series: curve }];
  });

const handlers: Handlers<CurvesCalls> = {
  "curves/start": () => {
    if (unread !== undefined) {
      const reason = unread;
      unread = undefined;
      return Promise.reject(new CallError("failed", reason));
    }
    setTimeout(tell);
    return Promise.resolve(null);
  },
  "curves/window": ({ tag, ...query }) =>
    Promise.resolve({
      windows: withTag(tag).map(({ folder, series: curve }) => ({
        folder,
        window: curveWindow(tag, curve, { ...query, tags: [tag] }),
      })),
    }),
  "curves/table": ({ tag, most, ...range }) =>
    Promise.resolve(
      curveTable(
        withTag(tag).map(({ folder, series: curve }) => ({ tag: folder, series: curve })),
        range,
        most,
      ),
    ),
  "curves/save": () => Promise.resolve({ saved: true }),
  "pictures/at": async ({ source, step }) => {
    const number = sourceOf(source);
    return { step, pictures: [await picture(number, step), await picture(number + 1, step)] };
  },
  "sources/add": () => {
    order = [...order, order.length];
    tell();
    return Promise.resolve({ added: true });
  },
  "sources/remove": ({ source }) => {
    const gone = sourceOf(source);
    order = order.filter(one => one !== gone);
    tell();
    return Promise.resolve(null);
  },
  "sources/open": () => Promise.resolve(null),
  "host/save": () => Promise.resolve({ saved: true }),
  "host/copy": () => Promise.resolve(null),
};

globalThis.fakeCurvesHost = {
  ...fakeEditor(
    "fake curves host state",
    serveAnew(() => serve<CurvesCalls>(curvesProtocol, post, curvesParamReaders, handlers)),
  ),
  growTo: step => {
    newest = step;
    tell();
  },
};
