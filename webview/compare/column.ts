import { computed, effect, type ReadonlySignal } from "@preact/signals";
import type { ComparedRun, RecordedSamples } from "../../src/protocol/compare.ts";
import type { LatentPath, ModeFacts, PointCloud } from "../../src/protocol/pictures.ts";
import { Resource } from "../host/resource.ts";
import { nearbyLatents } from "../numbers/nearby-latents.ts";
import { atOrBefore } from "../numbers/search.ts";
import type { CompareModel } from "./model.ts";

const REAL_SAMPLES = 1000;
const PATH_POINTS = 97;

interface PathKey {
  readonly step: number;
  readonly from: number;
  readonly to: number;
}

/** One run of the comparison: which step it shows, and what the host made for that step. */
export class Column {
  readonly folder: string;
  readonly run: ReadonlySignal<ComparedRun | null>;
  /** The sampled step that is shown; null while there is none. */
  readonly shown: ReadonlySignal<number | null>;
  readonly samples: Resource<number, RecordedSamples>;
  readonly real: Resource<number, { readonly samples: PointCloud; readonly modes: ModeFacts | null }>;
  readonly path: Resource<PathKey, LatentPath>;
  /** Outputs near the picked latent. */
  readonly nearby: Resource<PathKey, PointCloud>;
  canvas: HTMLCanvasElement | null = null;
  readonly #stop: (() => void)[];

  constructor(model: CompareModel, folder: string) {
    this.folder = folder;
    const { call } = model;
    const run = { run: folder };
    this.run = computed(() => model.state.value?.runs.find(one => one.folder === folder) ?? null);
    const sampled = computed(() => this.run.value?.samples ?? []);
    this.shown = computed(() => {
      const pin = model.pinOf(folder);
      const newest = sampled.value.at(-1) ?? null;
      return pin === null ? newest : (atOrBefore(sampled.value, pin) ?? sampled.value[0] ?? null);
    });
    this.samples = new Resource(64, (step, signal) => call("samples/at", { ...run, step }, { signal }));
    this.real = new Resource(1, (count, signal) => call("data/real", { ...run, count }, { signal }));
    this.path = new Resource(16, (key, signal) =>
      call("latent/path", { ...run, ...key, count: PATH_POINTS, path: "slerp" }, { signal }),
    );
    this.nearby = new Resource(16, async ({ step, from, to }, signal) => {
      const path = await this.path.get({ step, from, to }, signal);
      const size = path.latents.length / path.t.length;
      const latents = nearbyLatents(path.latents.subarray(0, size));
      return (await call("latent/outputs", { ...run, step, latents }, { signal })).samples;
    });
    this.#stop = this.#follow(model);
  }

  /** Wants what is shown, whenever that changes. */
  #follow(model: CompareModel): (() => void)[] {
    const points = computed(() => this.run.value?.domain === "points");
    const rendered = computed<PathKey | null>(() => {
      const [run, shown] = [this.run.value, this.shown.value];
      if (run === null || shown === null || !points.value) return null;
      const step = atOrBefore(run.checkpoints, shown);
      const { picked, other } = model.arranged.value;
      return step === null ? null : { step, from: picked, to: other };
    });
    return [
      effect(() => {
        this.samples.want(this.shown.value);
      }),
      effect(() => {
        this.real.want(points.value ? REAL_SAMPLES : null);
      }),
      effect(() => {
        this.path.want(rendered.value);
      }),
      effect(() => {
        this.nearby.want(rendered.value);
      }),
    ];
  }

  close(): void {
    for (const stop of this.#stop) stop();
  }
}
