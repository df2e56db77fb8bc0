import { computed, effect, type ReadonlySignal } from "@preact/signals";
import type {
  ClassFacts,
  LatentMap,
  LatentPath,
  ModeFacts,
  PointCloud,
  Scene,
  ScoreMap,
} from "../../src/protocol/dashboard.ts";
import { extentOf, placeInModes, sharesWithin, type Extent } from "../numbers/modes.ts";
import { partsOf, sharesOfParts, type Parts } from "../numbers/parts.ts";
import { atOrBefore } from "../numbers/search.ts";
import type { DashboardModel } from "./model.ts";
import { Resource } from "../host/resource.ts";

export const PATH_POINTS = 193;
const MAP_CELLS = 72;
const SCORE_CELLS = 56;
const REAL_SAMPLES = 2000;

export interface StepSamples {
  readonly step: number;
  readonly samples: PointCloud;
}

/** What the host renders for the shown step: samples, and from a checkpoint the score map, the path, the latent map. */
export class Pictures {
  readonly real: Resource<number, Scene>;
  readonly samples: Resource<number, StepSamples>;
  /** Which of the data's classes each of the samples is of. */
  readonly sampleClasses: Resource<number, { readonly step: number; readonly of: Uint16Array }>;
  readonly scores: Resource<{ readonly step: number; readonly extent: Extent }, ScoreMap>;
  readonly path: Resource<
    { readonly step: number; readonly from: number; readonly to: number; readonly path: "slerp" | "lerp" },
    LatentPath
  >;
  readonly map: Resource<{ readonly step: number; readonly from: number; readonly to: number }, LatentMap>;
  /** The newest checkpoint at or before the shown step. */
  readonly checkpoint: ReadonlySignal<number | null>;
  readonly extent: ReadonlySignal<Extent>;
  readonly axes: ReadonlySignal<readonly [number, number]>;
  readonly modes: ReadonlySignal<ModeFacts | null>;
  readonly classes: ReadonlySignal<ClassFacts | null>;
  /** The modes or the classes by which samples are told apart. */
  readonly parts: ReadonlySignal<Parts | null>;
  /** [samples]: the class of each shown sample; null while that is not known. */
  readonly shownClasses: ReadonlySignal<Uint16Array | null>;
  /** Which share of the shown samples lies in each mode, or is of each class; null where that is not known. */
  readonly shares: ReadonlySignal<Float64Array | null>;

  constructor(model: DashboardModel) {
    const { call } = model;
    this.real = new Resource(1, (count, signal) => call("data/real", { count }, { signal }));
    this.samples = new Resource(64, (step, signal) => call("samples/at", { step }, { signal }));
    this.sampleClasses = new Resource(64, (step, signal) => call("samples/classes", { step }, { signal }));
    this.scores = new Resource(24, ({ step, extent }, signal) => {
      const { centerX, centerY, half } = extent;
      const rectangle = { x0: centerX - half, x1: centerX + half, y0: centerY - half, y1: centerY + half };
      const grid = { columns: SCORE_CELLS, rows: SCORE_CELLS };
      return call("discriminator/map", { step, rectangle, ...grid }, { signal });
    });
    this.path = new Resource(32, (key, signal) =>
      call("latent/path", { ...key, count: PATH_POINTS }, { signal }),
    );
    this.map = new Resource(16, (key, signal) =>
      call("latent/map", { ...key, columns: MAP_CELLS, rows: MAP_CELLS }, { signal }),
    );

    const checkpoints = model.slice("checkpoints");
    this.checkpoint = computed(() => {
      const shown = model.shown.value;
      return shown === null || checkpoints.value === null ? null : atOrBefore(checkpoints.value, shown);
    });
    this.modes = computed(() => this.real.value.value?.modes ?? null);
    this.classes = computed(() => this.real.value.value?.classes ?? null);
    this.parts = computed(() => {
      const real = this.real.value.value;
      return real === null ? null : partsOf(real);
    });
    this.shownClasses = computed(() => {
      const [samples, told] = [this.samples.value.value, this.sampleClasses.value.value];
      return samples !== null && told?.step === samples.step && told.of.length === samples.samples.rows
        ? told.of
        : null;
    });
    const wishedAxes = model.field("axes");
    this.axes = computed(() => {
      const last = (this.samples.value.value ?? this.real.value.value)?.samples.dims ?? 2;
      const [x, y] = wishedAxes.value;
      return x < last && (y < last || last === 1) && x !== y ? [x, y] : [0, 1];
    });
    this.extent = computed(() => {
      const real = this.real.value.value?.samples ?? this.samples.value.value?.samples;
      return real === undefined ? { centerX: 0, centerY: 0, half: 1 } : extentOf(real, ...this.axes.value);
    });
    this.shares = computed(() => {
      const [samples, modes] = [this.samples.value.value, this.modes.value];
      if (modes !== null)
        return samples === null ? null : sharesWithin(placeInModes(samples.samples, modes), modes.count);
      const [parts, told] = [this.parts.value, this.shownClasses.value];
      return parts === null || told === null ? null : sharesOfParts(told, parts.count);
    });
    this.#follow(model);
  }

  /** Wants what is shown, whenever that changes. */
  #follow(model: DashboardModel): void {
    const run = model.slice("run");
    const points = computed(() => run.value?.domain === "points");
    effect(() => {
      this.real.want(points.value ? REAL_SAMPLES : null);
    });
    effect(() => {
      this.samples.want(points.value ? model.shown.value : null);
    });
    effect(() => {
      const told = points.value && this.parts.value?.kind === "class";
      this.sampleClasses.want(told ? model.shown.value : null);
    });
    const latentSize = computed(() => run.value?.latentSize ?? 0);
    const [from, to, path] = [model.field("from"), model.field("to"), model.field("path")];
    const layers = model.field("layers");
    effect(() => {
      const step = this.checkpoint.value;
      const real = this.real.value.value;
      const flat = real !== null && real.samples.dims >= 2 && this.axes.value.every((axis, i) => axis === i);
      const wanted = step !== null && flat && layers.value.map;
      this.scores.want(wanted ? { step, extent: this.extent.value } : null);
    });
    effect(() => {
      const step = this.checkpoint.value;
      this.path.want(
        step === null || !points.value ? null : { step, from: from.value, to: to.value, path: path.value },
      );
    });
    effect(() => {
      const step = this.checkpoint.value;
      // A latent space of two dimensions is its own plane, whatever the probes are.
      const probes = latentSize.value > 2 ? { from: from.value, to: to.value } : { from: 0, to: 1 };
      this.map.want(step === null || !points.value ? null : { step, ...probes });
    });
  }
}
