import { computed, effect, type ReadonlySignal } from "@preact/signals";
import type {
  ClassShares,
  ImageMap,
  ImagePath,
  ImageStack,
  NearestReal,
  Neighbourhood,
  RealImages,
} from "../../../src/protocol/image-views.ts";
import { PAIRING_NOISE } from "../knob-names.ts";
import type { MapOfImages } from "../arranged.ts";
import type { DashboardModel } from "../model.ts";
import { Resource } from "../../host/resource.ts";

/** As many real images as stand beside the generated ones. */
const REAL_IMAGES = 32;
/** What comes at once: a film strip takes all of it, every second or every fourth image, as there is room. */
const FILM_IMAGES = 17;
/** What follows: every image of the film is among them, and six for each of its gaps. */
const PATH_IMAGES = 97;
/** Cells along one side of a map: of images to look at, and of colours. */
const LOOKED_CELLS = 12;
const COLOURED_CELLS = 32;
export const NEIGHBOURS = 8;
export const NEAREST = 2;
/** How far neighbours are where an experiment names no noise. */
const USUAL_NOISE = 0.1;
const PROBES = 96;

export interface StepImages {
  readonly step: number;
  readonly images: ImageStack;
}

interface PathKey {
  readonly step: number;
  readonly from: number;
  readonly to: number;
  readonly path: "slerp" | "lerp";
}

interface MapKey {
  readonly step: number;
  readonly from: number;
  readonly to: number;
  readonly third: number;
  readonly images: boolean;
}

/** What the host renders of an image run for the shown step. Nothing is asked for while the run's samples are points. */
export class ImageViews {
  readonly real: Resource<number, RealImages>;
  readonly samples: Resource<number, StepImages>;
  /** The path in few images, which come soon, and in many. */
  readonly film: Resource<PathKey, ImagePath>;
  readonly path: Resource<PathKey, ImagePath>;
  readonly map: Resource<MapKey, ImageMap>;
  readonly neighbours: Resource<{ step: number; probe: number; noise: number }, Neighbourhood>;
  readonly nearest: Resource<{ step: number; probe: number }, NearestReal>;
  readonly shares: Resource<number, ClassShares>;
  /** The newest checkpoint at or before the shown step. */
  readonly checkpoint: ReadonlySignal<number | null>;
  /** The path that is shown: the one in many images once it is that of the film. */
  readonly shownPath: ReadonlySignal<ImagePath | null>;
  /** How many probe latents there are images of. */
  readonly count: ReadonlySignal<number>;
  readonly picked: ReadonlySignal<number>;
  readonly ends: ReadonlySignal<{ readonly from: number; readonly to: number; readonly third: number }>;
  /** The standard deviation of the steps to a latent's neighbours: that of the run's own pairs. */
  readonly noise: ReadonlySignal<number>;
  /** What people call the data's classes; none where a generated image's class cannot be told. */
  readonly classNames: ReadonlySignal<readonly string[]>;
  /** What the latent map shows: the class is no choice where it cannot be told. */
  readonly mapOf: ReadonlySignal<MapOfImages>;

  constructor(model: DashboardModel, checkpoint: ReadonlySignal<number | null>) {
    const { call } = model;
    this.checkpoint = checkpoint;
    this.real = new Resource(1, (count, signal) => call("data/images", { count }, { signal }));
    this.samples = new Resource(48, (step, signal) => call("samples/images", { step }, { signal }));
    this.film = new Resource(24, (key, signal) =>
      call("latent/imagePath", { ...key, count: FILM_IMAGES, classes: false }, { signal }),
    );
    this.path = new Resource(8, (key, signal) =>
      call("latent/imagePath", { ...key, count: PATH_IMAGES, classes: true }, { signal }),
    );
    this.map = new Resource(12, (key, signal) => {
      const side = key.images ? LOOKED_CELLS : COLOURED_CELLS;
      return call("latent/imageMap", { ...key, columns: side, rows: side }, { signal });
    });
    this.neighbours = new Resource(48, (key, signal) =>
      call("latent/neighbours", { ...key, count: NEIGHBOURS }, { signal }),
    );
    this.nearest = new Resource(48, (key, signal) =>
      call("data/nearest", { ...key, count: NEAREST }, { signal }),
    );
    this.shares = new Resource(64, (step, signal) => call("latent/classShares", { step }, { signal }));

    this.count = computed(() => this.samples.value.value?.images.count ?? PROBES);
    const probe = (name: "picked" | "from" | "to" | "third") => {
      const field = model.field(name);
      return () => Math.min(field.value, this.count.value - 1);
    };
    this.picked = computed(probe("picked"));
    const [from, to, third] = [probe("from"), probe("to"), probe("third")];
    this.ends = computed(() => ({ from: from(), to: to(), third: third() }));
    const knobs = model.slice("knobs");
    this.noise = computed(() => knobs.value?.find(({ key }) => key === PAIRING_NOISE)?.value ?? USUAL_NOISE);
    this.classNames = computed(() => {
      const told = (this.shares.value.value?.shares.length ?? 0) > 0;
      return told ? (this.real.value.value?.classNames ?? []) : [];
    });
    const wishedMap = model.field("mapOf");
    this.mapOf = computed(() =>
      wishedMap.value === "class" && this.classNames.value.length === 0 ? "images" : wishedMap.value,
    );
    this.shownPath = computed(() => {
      const [film, path] = [this.film.value.value, this.path.value.value];
      return film !== null && path !== null && samePath(film, path) ? path : film;
    });
    this.#follow(model);
  }

  /** Wants what is shown, whenever that changes. */
  #follow(model: DashboardModel): void {
    const run = model.slice("run");
    const isOfImages = computed(() => run.value?.domain === "images");
    const step = computed(() => (isOfImages.value ? this.checkpoint.value : null));
    effect(() => {
      this.real.want(isOfImages.value ? REAL_IMAGES : null);
    });
    effect(() => {
      this.samples.want(isOfImages.value ? model.shown.value : null);
    });
    const [kind, wishedMap] = [model.field("path"), model.field("mapOf")];
    const wanted = computed(() => {
      const { from, to } = this.ends.value;
      return step.value === null ? null : { step: step.value, from, to, path: kind.value };
    });
    effect(() => {
      this.film.want(wanted.value);
    });
    effect(() => {
      const film = this.film.value.value;
      // The many images of a path that was only passed by are never asked for; the last ones stay until others come.
      if (wanted.value === null) this.path.want(null);
      else if (film !== null && samePath(film, wanted.value)) this.path.want(wanted.value);
    });
    const settled = ({ value, problem }: Pick<Resource<never, unknown>, "value" | "problem">) =>
      value.value !== null || problem.value !== null;
    effect(() => {
      const images = this.mapOf.value === "images";
      if (step.value === null) this.map.want(null);
      // Whether there are classes to show is known a little later; a map that nobody will see is not asked for.
      else if (!images || wishedMap.value !== "class" || (settled(this.shares) && settled(this.real)))
        this.map.want({ step: step.value, ...this.ends.value, images });
    });
    effect(() => {
      const [probe, noise] = [this.picked.value, this.noise.value];
      this.neighbours.want(step.value === null ? null : { step: step.value, probe, noise });
    });
    effect(() => {
      const recorded = isOfImages.value ? this.samples.value.value : null;
      this.nearest.want(recorded === null ? null : { step: recorded.step, probe: this.picked.value });
    });
    effect(() => {
      this.shares.want(step.value);
    });
  }
}

const samePath = (a: PathKey, b: PathKey): boolean =>
  a.step === b.step && a.from === b.from && a.to === b.to && a.path === b.path;
