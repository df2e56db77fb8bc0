import { computed, effect, type ReadonlySignal } from "@preact/signals";
import type { LatentPath, PointCloud, Scene } from "../../src/protocol/pictures.ts";
import { Resource } from "../host/resource.ts";
import { nearbyLatents } from "../numbers/nearby-latents.ts";
import { partsOf, type Parts } from "../numbers/parts.ts";
import type { ColumnHost } from "./column-host.ts";

const REAL_SAMPLES = 1000;
const PATH_POINTS = 97;

interface PathKey {
  readonly step: number;
  readonly from: number;
  readonly to: number;
}

/** What one column shows of a run whose samples are points. */
export class ColumnPoints {
  readonly samples: Resource<number, { readonly step: number; readonly samples: PointCloud }>;
  readonly real: Resource<number, Scene>;
  /** The modes or the classes that the path passes. */
  readonly parts: ReadonlySignal<Parts | null>;
  readonly path: Resource<PathKey, LatentPath>;
  /** Outputs near the latent at the path's beginning. */
  readonly nearby: Resource<PathKey, PointCloud>;
  readonly #model: ColumnHost;

  constructor(model: ColumnHost, folder: string) {
    this.#model = model;
    const { call } = model;
    const run = { run: folder };
    this.samples = new Resource(64, (step, signal) => call("samples/at", { ...run, step }, { signal }));
    this.real = new Resource(1, (count, signal) => call("data/real", { ...run, count }, { signal }));
    this.parts = computed(() => {
      const real = this.real.value.value;
      return real === null ? null : partsOf(real);
    });
    this.path = new Resource(16, (key, signal) =>
      call("latent/path", { ...run, ...key, count: PATH_POINTS, path: "slerp" }, { signal }),
    );
    /** Latents are the same at every step. */
    const known = new Map<number, Float32Array>();
    const latentsNear = async (key: PathKey, signal: AbortSignal): Promise<Float32Array> => {
      const held = known.get(key.from);
      if (held !== undefined) return held;
      const path = await this.path.get(key, signal);
      const latents = nearbyLatents(path.latents.subarray(0, path.latents.length / path.t.length));
      known.set(key.from, latents);
      return latents;
    };
    this.nearby = new Resource(48, async (key, signal) => {
      const latents = await latentsNear(key, signal);
      return (await call("latent/outputs", { ...run, step: key.step, latents }, { signal })).samples;
    });
  }

  /** Wants what is shown at a step and from a checkpoint, whenever these change; null for nothing. */
  follow(
    shown: ReadonlySignal<number | null>,
    checkpoint: ReadonlySignal<number | null>,
    hasPath: ReadonlySignal<boolean>,
  ): (() => void)[] {
    const wanted = computed<PathKey | null>(() => {
      const { picked, other } = this.#model.arranged.value;
      return checkpoint.value === null ? null : { step: checkpoint.value, from: picked, to: other };
    });
    return [
      effect(() => {
        this.samples.want(shown.value);
      }),
      effect(() => {
        this.real.want(shown.value === null ? null : REAL_SAMPLES);
      }),
      effect(() => {
        this.path.want(hasPath.value ? wanted.value : null);
      }),
      effect(() => {
        this.nearby.want(wanted.value);
      }),
    ];
  }
}
