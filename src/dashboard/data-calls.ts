import { readFile } from "node:fs/promises";
import { setImmediate as turn } from "node:timers/promises";
import type { Handlers } from "../protocol/calls.ts";
import type { Caller } from "../protocol/channel.ts";
import type { DashboardCalls, SavedKind } from "../protocol/dashboard.ts";
import type { ViewerCalls } from "../protocol/viewer-calls.ts";
import { inReach } from "../reach/reach.ts";
import type { ObservedRun } from "../runs/list.ts";
import { samplesFile } from "../runs/samples.ts";
import { curveCsv, curveTable, type NamedSeries } from "./curve-table.ts";
import { curveWindow } from "./curve-window.ts";
import { bytesInTurns } from "./in-turns.ts";
import { owned } from "./owned.ts";
import { recordedImages, recordedSamples, stepBefore } from "./recorded-samples.ts";
import type { RunFeed } from "./run-feed.ts";
import { readEvaluated, seedBands } from "./seed-bands.ts";
import { SeedRuns } from "./seed-runs.ts";
import { smoothedAt } from "./smoothing.ts";
import type { StreamSession } from "./stream-session.ts";

/** A file for the user to keep; its content is made once a place was chosen. */
export interface SavedFile {
  readonly name: string;
  readonly kind: SavedKind;
  readonly content: () => Promise<Uint8Array>;
}

export interface DataCallOptions {
  readonly feed: RunFeed;
  readonly session: StreamSession;
  readonly viewer: Pick<Caller<ViewerCalls>, "call">;
  /** All runs that are known, among which other seeds are looked for. */
  readonly runs: () => readonly ObservedRun[];
  /** Asks the user for a place and writes there; false when the user chose none. */
  readonly save: (file: SavedFile) => Promise<boolean>;
}

/** The calls that are answered from the run's folder and the viewer; the others need the workbench. */
export type DataCall = Extract<
  keyof DashboardCalls,
  | "stream/start"
  | `curves/${string}`
  | `samples/${string}`
  | `data/${string}`
  | `discriminator/${string}`
  | `latent/${string}`
>;

/** What the host answers about one run's data. */
export function dataCalls({
  feed,
  session,
  viewer,
  runs,
  save,
}: DataCallOptions): Pick<Handlers<DashboardCalls>, DataCall> {
  const { model } = feed;
  const run = model.folder;
  const seedRuns = new SeedRuns(runs, readEvaluated);
  const curvesOf = (tags: readonly string[]): NamedSeries[] =>
    tags.flatMap(tag => {
      const series = model.curves.get(tag);
      return series === undefined ? [] : [{ tag, series }];
    });
  /** What the viewer says, fit to be sent on. */
  const viewed = async <T>(call: Promise<T>): Promise<T> => owned(await call);

  return {
    "stream/start": () => {
      session.start();
      return Promise.resolve(null);
    },

    "curves/window": async query => {
      for (;;) {
        // Numbers of points count within a generation: a snapshot that is due goes out before its windows do.
        session.flush();
        const { generation } = session;
        const held = model.curves.generation;
        const windows = [];
        for (const { tag, series } of curvesOf(query.tags)) {
          windows.push(curveWindow(tag, series, query));
          await turn();
        }
        if (model.curves.generation === held) return { generation, windows };
      }
    },
    "curves/parent": async ({ tags, ...query }) => {
      const { parent } = model.info;
      if (parent === null) return { windows: [] };
      const curves = await feed.parent.read();
      const from = Math.max(query.from, parent.step);
      return {
        windows: tags.flatMap(tag => {
          const series = curves.get(tag);
          return series === undefined ? [] : [curveWindow(tag, series, { ...query, tags, from })];
        }),
      };
    },
    "curves/seeds": ({ tags, to }) => seedBands(model, seedRuns, tags, to),
    "curves/at": ({ tags, step, smoothing }) => {
      const steps = new Float64Array(tags.length).fill(NaN);
      const values = new Float32Array(tags.length).fill(NaN);
      const smoothed = new Float32Array(tags.length).fill(NaN);
      tags.forEach((tag, i) => {
        const series = model.curves.get(tag);
        const at = (series?.indexOf(step, true) ?? 0) - 1;
        if (series === undefined || at < 0) return;
        steps[i] = series.step(at);
        values[i] = series.value(at);
        smoothed[i] = smoothedAt(series, [at], smoothing)[0] ?? NaN;
      });
      return Promise.resolve({ steps, values, smoothed });
    },
    "curves/table": ({ tags, most, ...range }) => Promise.resolve(curveTable(curvesOf(tags), range, most)),
    "curves/save": async ({ tags, ...range }, signal) => {
      const content = () => bytesInTurns(curveCsv(curvesOf(tags), range), signal);
      return { saved: await save({ name: `${model.info.id}.csv`, kind: "csv", content }) };
    },

    "samples/at": async ({ step }) => {
      const at = stepBefore(model.stepsOf("samples"), step);
      return { step: at, samples: await recordedSamples(run, at) };
    },
    "samples/images": async ({ step }) => {
      const at = stepBefore(model.stepsOf("samples"), step);
      return { step: at, images: await recordedImages(run, at) };
    },
    "samples/classes": ({ step }, signal) => {
      const at = stepBefore(model.stepsOf("samples"), step);
      return viewed(viewer.call("sampleClasses", { run, step: at }, { signal }));
    },
    "samples/save": async ({ step }) => {
      const at = stepBefore(model.stepsOf("samples"), step);
      const content = async () => new Uint8Array(await readFile(inReach(samplesFile(run, at))));
      return { saved: await save({ name: `${model.info.id}-${at}.npy`, kind: "npy", content }) };
    },
    "data/real": ({ count }, signal) => viewed(viewer.call("scene", { run, count }, { signal })),

    "discriminator/map": (params, signal) => viewed(viewer.call("scoreMap", { ...params, run }, { signal })),
    "latent/path": (params, signal) => viewed(viewer.call("path", { ...params, run }, { signal })),
    "latent/map": (params, signal) => viewed(viewer.call("latentMap", { ...params, run }, { signal })),
    "latent/outputs": (params, signal) => viewed(viewer.call("outputs", { ...params, run }, { signal })),
    "data/images": (params, signal) => viewed(viewer.call("data/images", { ...params, run }, { signal })),
    "latent/imagePath": (params, signal) =>
      viewed(viewer.call("latent/imagePath", { ...params, run }, { signal })),
    "latent/imageMap": (params, signal) =>
      viewed(viewer.call("latent/imageMap", { ...params, run }, { signal })),
    "latent/neighbours": (params, signal) =>
      viewed(viewer.call("latent/neighbours", { ...params, run }, { signal })),
    "data/nearest": (params, signal) => viewed(viewer.call("data/nearest", { ...params, run }, { signal })),
    "latent/classShares": (params, signal) =>
      viewed(viewer.call("latent/classShares", { ...params, run }, { signal })),
  };
}
