import { batch, computed, effect, signal, type ReadonlySignal, type Signal } from "@preact/signals";
import { Problems } from "../controls/problems.ts";
import type { ImageStack } from "../../src/protocol/image-views.ts";
import type { ModeFacts, PointCloud } from "../../src/protocol/pictures.ts";
import { keptIn, type TrialAddress, type Kept } from "../../src/protocol/page-protocol.ts";
import { trialPage } from "../../src/protocol/trial-page.ts";
import type { TrialCalls, TrialRun, TrialState } from "../../src/protocol/trial.ts";
import { connectPage, type PageConnection } from "../host/connect-page.ts";
import type { Port } from "../host/port.ts";
import { Resource } from "../host/resource.ts";
import { formatKnob, formatStep } from "../numbers/format.ts";
import { readArranged, type Arranged } from "./arranged.ts";

const REAL_SAMPLES = 1000;

interface Real {
  readonly samples: PointCloud;
  readonly modes: ModeFacts | null;
}

/** One branch: its newest samples. */
export class Branch {
  readonly folder: string;
  /** One of the two stays empty: a run's samples are points or images. */
  readonly points: Resource<number, { readonly step: number; readonly samples: PointCloud }>;
  readonly images: Resource<number, { readonly step: number; readonly images: ImageStack }>;

  constructor(model: TrialModel, folder: string) {
    this.folder = folder;
    this.points = new Resource(4, (step, abort) =>
      model.call("samples/at", { run: folder, step }, { signal: abort }),
    );
    this.images = new Resource(4, (step, abort) =>
      model.call("samples/images", { run: folder, step }, { signal: abort }),
    );
  }

  want(domain: "points" | "images", step: number | null): void {
    (domain === "points" ? this.points : this.images).want(step);
  }
}

/** What a trial's page knows: the host's state, and what a person arranged. */
export class TrialModel {
  /** The host's; null until it has come. */
  readonly state = signal<TrialState | null>(null);
  readonly lost = signal<string | null>(null);
  readonly arranged: Signal<Arranged>;
  readonly problems = new Problems();
  readonly attempt = this.problems.attempt;
  /** What was done last, for everyone and for screen readers. */
  readonly said = signal("");
  readonly connection: PageConnection<TrialCalls>;
  readonly call: PageConnection<TrialCalls>["call"];
  /** The seed whose branches the tiles show. */
  readonly seed: ReadonlySignal<number | null>;
  readonly real: Resource<number, Real>;
  readonly #branches = new Map<string, Branch>();
  readonly #port: Port<Kept<TrialAddress>>;
  readonly #address: TrialAddress | null;

  constructor(port: Port<Kept<TrialAddress>>) {
    this.#port = port;
    const persisted = keptIn(trialPage, port.saved());
    this.#address = persisted;
    this.arranged = signal(readArranged(persisted?.ui));
    this.connection = connectPage(port, trialPage, {
      hear: ({ state }) => {
        batch(() => {
          this.lost.value = null;
          this.state.value = state;
        });
        this.keep();
      },
      lost: this.lost,
    });
    this.call = this.connection.call;
    this.seed = computed(() => {
      const seeds = this.state.value?.seeds ?? [];
      const wanted = this.arranged.value.seed;
      return seeds.find(seed => seed === wanted) ?? seeds[0] ?? null;
    });
    const first = computed(() => this.state.value?.runs[0]?.folder ?? null);
    this.real = new Resource(1, (count, abort) =>
      this.call("data/real", { run: first.peek() ?? "", count }, { signal: abort }),
    );
    effect(() => {
      const points = this.state.value?.domain === "points";
      this.real.want(first.value !== null && points ? REAL_SAMPLES : null);
    });
    effect(() => {
      const state = this.state.value;
      for (const run of state?.runs ?? [])
        if (state !== null && run.seed === this.seed.value)
          this.branch(run.folder).want(state.domain, run.samples.at(-1) ?? null);
    });
  }

  branch(folder: string): Branch {
    const held = this.#branches.get(folder) ?? new Branch(this, folder);
    this.#branches.set(folder, held);
    return held;
  }

  /** The branch of a weight that is shown. */
  runOf(weight: number): TrialRun | null {
    const { state, seed } = this;
    return state.value?.runs.find(run => run.weight === weight && run.seed === seed.value) ?? null;
  }

  showSeed(seed: number): void {
    this.arranged.value = { seed };
    this.keep();
  }

  /** Keeps what the panel needs to come back. */
  keep(): void {
    const state = this.state.peek();
    const folder = state?.runs[0]?.folder;
    const runsFolder = folder === undefined ? this.#address?.runsFolder : folderAround(folder);
    const id = state?.id ?? this.#address?.id;
    if (runsFolder !== undefined && id !== undefined)
      this.#port.save({ runsFolder, id, ui: this.arranged.peek() });
  }

  /** Sets a weight in the parent, on record, and says from which step it holds. */
  adopt(weight: number): void {
    const adopting = this.call("trial/adopt", { weight }).then(outcome => {
      if (outcome.kind === "refused") throw new Error(`The parent refused: ${outcome.reason}`);
      this.said.value = `The parent trains with ${formatKnob(weight)} from step ${formatStep(outcome.step + 1)} on; its journal has it.`;
    });
    this.attempt(adopting);
  }
}

/** The folder that a folder lies in, on either kind of system. */
export const folderAround = (folder: string): string => folder.replace(/[/\\][^/\\]*$/, "");
