import { computed, effect, type ReadonlySignal } from "@preact/signals";
import {
  imageLimits,
  type ImagePath,
  type ImageStack,
  type NearestReal,
  type Neighbourhood,
} from "../../src/protocol/image-views.ts";
import { Resource } from "../host/resource.ts";
import type { ColumnHost } from "./column-host.ts";

/** Every second of them, or every fourth, stands in a strip that has no room for all. */
const PATH_IMAGES = 17;
export const NEIGHBOURS = 8;
/**
 * How far a picked latent's neighbours are: far enough that pictures change, near enough to be of the same part of the
 * latent space (of many dimensions, a cosine of 0.94). The same in every column, whatever noise a run's pairs have.
 */
export const NEIGHBOUR_NOISE = 0.35;

interface PathKey {
  readonly step: number;
  readonly from: number;
  readonly to: number;
}
interface ProbeKey {
  readonly step: number;
  readonly probe: number;
}

/** What one column shows of a run whose samples are images. */
export class ColumnImages {
  readonly samples: Resource<number, { readonly step: number; readonly images: ImageStack }>;
  readonly path: Resource<PathKey, ImagePath>;
  /** The picked latent's image and those of latents around it. */
  readonly neighbours: Resource<ProbeKey, Neighbourhood>;
  readonly nearest: Resource<ProbeKey, NearestReal>;
  /** The picked latent, and the other end of the path. */
  readonly picked: ReadonlySignal<number>;
  readonly other: ReadonlySignal<number>;

  constructor({ call, arranged }: ColumnHost, folder: string) {
    const run = { run: folder };
    this.samples = new Resource(48, (step, signal) => call("samples/images", { ...run, step }, { signal }));
    this.path = new Resource(16, (key, signal) =>
      call(
        "latent/imagePath",
        { ...run, ...key, count: PATH_IMAGES, path: "slerp", classes: false },
        { signal },
      ),
    );
    this.neighbours = new Resource(48, (key, signal) => {
      const around = { noise: NEIGHBOUR_NOISE, count: NEIGHBOURS };
      return call("latent/neighbours", { ...run, ...key, ...around }, { signal });
    });
    this.nearest = new Resource(48, (key, signal) =>
      call("data/nearest", { ...run, ...key, count: 1 }, { signal }),
    );
    const last = computed(() => (this.samples.value.value?.images.count ?? imageLimits.probe + 1) - 1);
    this.picked = computed(() => Math.min(arranged.value.picked, last.value));
    this.other = computed(() => Math.min(arranged.value.other, last.value));
  }

  /** Wants what is shown at a step and from a checkpoint, whenever these change; null for nothing. */
  follow(
    shown: ReadonlySignal<number | null>,
    checkpoint: ReadonlySignal<number | null>,
    hasPath: ReadonlySignal<boolean>,
  ): (() => void)[] {
    const wanted = computed<ProbeKey | null>(() =>
      checkpoint.value === null ? null : { step: checkpoint.value, probe: this.picked.value },
    );
    return [
      effect(() => {
        this.samples.want(shown.value);
      }),
      effect(() => {
        const step = checkpoint.value;
        const ends = { from: this.picked.value, to: this.other.value };
        this.path.want(step === null || !hasPath.value ? null : { step, ...ends });
      }),
      effect(() => {
        this.neighbours.want(wanted.value);
      }),
      effect(() => {
        // The data are searched for what is looked at, not for what is passed by while a step is dragged.
        const [key, around] = [wanted.value, this.neighbours.value.value];
        if (key === null) this.nearest.want(null);
        else if (around?.step === key.step && around.probe === key.probe) this.nearest.want(key);
      }),
    ];
  }
}
