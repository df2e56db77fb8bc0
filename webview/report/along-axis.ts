import { computed, effect, type ReadonlySignal } from "@preact/signals";
import type { LatentMap } from "../../src/protocol/dashboard.ts";
import type { ImageMap, ImagePath } from "../../src/protocol/image-views.ts";
import type { LatentPath } from "../../src/protocol/pictures.ts";
import type {
  KeptSteps,
  ReportArm,
  ReportCalls,
  ReportRun,
  ReportSamples,
  ReportState,
} from "../../src/protocol/report.ts";
import type { PageConnection } from "../host/connect-page.ts";
import { Resource } from "../host/resource.ts";
import { armAt, keptAt, stopsOf, type Kept, type Stop } from "../numbers/along.ts";
import { runOfSeed } from "../numbers/report.ts";
import type { Along, Arranged } from "./arranged.ts";
import type { Thumbnails } from "./thumbnails.ts";

const MAP_CELLS = 72;
const IMAGE_CELLS = 7;
const PATH_POINTS = 97;
const PATH_IMAGES = 17;
/** The ends of the way between two latents, and the third of the plane of images: the same probes for every value. */
const PROBES = { from: 0, to: 1 } as const;
const THIRD = 2;

interface Host {
  readonly call: PageConnection<ReportCalls>["call"];
  readonly state: ReadonlySignal<ReportState | null>;
  readonly arranged: ReadonlySignal<Arranged>;
  readonly arrange: (part: Partial<Arranged>) => void;
  readonly seed: ReadonlySignal<number>;
  readonly thumbnails: Thumbnails;
}

interface RunAt {
  readonly run: string;
  readonly step: number;
}

/** What was made, and for which run and step: what stands for another value is never shown as this one's. */
interface Made<Value> {
  readonly of: RunAt;
  readonly value: Value;
}

export type AlongMap =
  { readonly kind: "points"; readonly map: LatentMap } | { readonly kind: "images"; readonly map: ImageMap };
export type AlongPath =
  | { readonly kind: "points"; readonly path: LatentPath }
  | { readonly kind: "images"; readonly path: ImagePath };

/** What the slider stands at: the axis, its values, and where all axes are. */
export interface Standing {
  readonly axis: number;
  readonly stops: readonly Stop[];
  /** For each axis the index of the value that is chosen. */
  readonly places: readonly number[];
  readonly arm: ReportArm | null;
  readonly run: ReportRun | null;
}

/** One value after the other of an axis, at the same latents, the same step and the same other values. */
export class AlongAxis {
  readonly standing: ReadonlySignal<Standing | null>;
  readonly step: ReadonlySignal<number>;
  /** Every step that some value of the axis has samples of, ascending; the last step among them. */
  readonly sampled: ReadonlySignal<readonly number[]>;
  readonly samplesAt: ReadonlySignal<Kept>;
  readonly checkpointAt: ReadonlySignal<Kept>;
  readonly samples: Resource<RunAt, Made<ReportSamples>>;
  readonly map: Resource<RunAt & { readonly images: boolean }, Made<AlongMap>>;
  readonly path: Resource<RunAt & { readonly images: boolean }, Made<AlongPath>>;
  readonly #host: Host;
  readonly #kept: Resource<
    readonly { readonly run: string; readonly at: number }[],
    { readonly runs: readonly KeptSteps[] }
  >;

  constructor(host: Host) {
    this.#host = host;
    const { call } = host;
    this.#kept = new Resource(4, (runs, signal) =>
      call("samples/steps", { runs: runs.map(({ run }) => run) }, { signal }),
    );
    this.samples = new Resource(64, async (of, signal) => ({
      of,
      value: await call("samples/at", of, { signal }),
    }));
    this.map = new Resource(32, async ({ images, ...of }, signal): Promise<Made<AlongMap>> => {
      const plane = { ...of, ...PROBES };
      if (!images) {
        const cells = { columns: MAP_CELLS, rows: MAP_CELLS };
        return {
          of,
          value: { kind: "points", map: await call("latent/map", { ...plane, ...cells }, { signal }) },
        };
      }
      const cells = { third: THIRD, columns: IMAGE_CELLS, rows: IMAGE_CELLS, images: true };
      return {
        of,
        value: { kind: "images", map: await call("latent/imageMap", { ...plane, ...cells }, { signal }) },
      };
    });
    this.path = new Resource(32, async ({ images, ...of }, signal): Promise<Made<AlongPath>> => {
      const way = { ...of, ...PROBES, path: "slerp" as const, count: images ? PATH_IMAGES : PATH_POINTS };
      const value: AlongPath = images
        ? { kind: "images", path: await call("latent/imagePath", { ...way, classes: false }, { signal }) }
        : { kind: "points", path: await call("latent/path", way, { signal }) };
      return { of, value };
    });
    this.standing = computed(() => {
      const state = host.state.value;
      return state === null ? null : standingOf(state, host.arranged.value.along, host.seed.value);
    });
    const line = computed(() => {
      const [state, standing] = [host.state.value, this.standing.value];
      if (state === null || standing === null) return [];
      const { axis, stops, places } = standing;
      const arms = stops.map(({ place }) =>
        armAt(
          state.arms,
          places.map((own, i) => (i === axis ? place : own)),
        ),
      );
      const runs = arms.flatMap(arm => (arm === null ? [] : (runOfSeed(arm, host.seed.value) ?? [])));
      return [...new Set(runs)];
    });
    const last = computed(() => Math.max(0, ...line.value.map(({ steps }) => steps)));
    this.step = computed(() => host.arranged.value.along.step ?? last.value);
    this.sampled = computed(() => {
      const kept = this.#kept.value.value?.runs.flatMap(({ samples }) => samples) ?? [];
      return [...new Set([...kept, last.value, this.step.value])].sort((a, b) => a - b);
    });
    const keptOf = (of: "samples" | "checkpoints") =>
      computed((): Kept => {
        const run = this.standing.value?.run ?? null;
        const steps = this.#kept.value.value?.runs.find(one => one.run === run?.folder) ?? null;
        const problem = this.#kept.problem.value;
        if (run !== null && steps === null && problem !== null) return { missing: problem };
        return keptAt({ run, steps, wanted: this.step.value }, of);
      });
    this.samplesAt = keptOf("samples");
    this.checkpointAt = keptOf("checkpoints");
    effect(() => {
      const runs = line.value.map(({ folder, step }) => ({ run: folder, at: step }));
      this.#kept.want(runs.length === 0 ? null : runs);
    });
    effect(() => {
      const [run, at] = [this.standing.value?.run, this.samplesAt.value];
      this.samples.want(run && "step" in at ? { run: run.folder, step: at.step } : null);
    });
    effect(() => {
      const [run, at] = [this.standing.value?.run, this.checkpointAt.value];
      // Whether it is of images, its samples tell.
      const samples = this.samples.value.value?.value;
      if (run === null || run === undefined || samples === undefined) return;
      const of = "step" in at ? { run: run.folder, step: at.step, images: samples.images !== null } : null;
      this.map.want(of);
      this.path.want(of);
      if (samples.points !== null) host.thumbnails.frameBy(run);
    });
  }

  choose(part: Partial<Along>): void {
    this.#host.arrange({ along: { ...this.#host.arranged.peek().along, ...part } });
  }

  /** Takes a value of an axis. */
  put(axis: string, label: string): void {
    this.choose({ places: { ...this.#host.arranged.peek().along.places, [axis]: label } });
  }
}

/** Null where nothing is varied. */
function standingOf({ plan, arms }: ReportState, along: Along, seed: number): Standing | null {
  const { axes } = plan;
  const weight = axes.findIndex(({ key }) => key === "pairing.weight");
  const usual = weight >= 0 ? weight : axes.findIndex(({ kind }) => kind !== "names");
  const wished = axes.findIndex(({ key }) => key === along.axis);
  const axis = wished >= 0 ? wished : Math.max(0, usual);
  const varied = axes[axis];
  if (varied === undefined) return null;
  const stops = stopsOf(varied);
  const places = axes.map(({ key, labels }, i) => {
    const place = labels.indexOf(along.places[key] ?? "");
    return place >= 0 ? place : i === axis ? (stops[0]?.place ?? 0) : 0;
  });
  const arm = armAt(arms, places);
  return { axis, stops, places, arm, run: arm === null ? null : runOfSeed(arm, seed) };
}
