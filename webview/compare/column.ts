import { computed, effect, type ReadonlySignal } from "@preact/signals";
import type { ComparedRun, CompareState } from "../../src/protocol/compare.ts";
import { atOrBefore, lowerBound } from "../numbers/search.ts";
import type { ColumnHost } from "./column-host.ts";
import { ColumnImages } from "./column-images.ts";
import { ColumnPoints } from "./column-points.ts";

/** Samples of these steps from the shown one are read before anyone goes there. */
const AHEAD = [1, -1, 2] as const;

/** The comparison that a column is part of. */
interface Comparing extends ColumnHost {
  readonly state: ReadonlySignal<CompareState | null>;
  /** The step that a column was set to; null for the newest. */
  pinOf(folder: string): number | null;
}

/** One run of the comparison: which step it shows, and what the host made for that step. */
export class Column {
  readonly folder: string;
  readonly run: ReadonlySignal<ComparedRun | null>;
  /** The sampled step that is shown; null while there is none. */
  readonly shown: ReadonlySignal<number | null>;
  readonly isOfImages: ReadonlySignal<boolean>;
  /** Nothing is asked for of the other kind than the run's. */
  readonly points: ColumnPoints;
  readonly images: ColumnImages;
  /** What has come to be drawn: which step, and how many samples. */
  readonly drawn: ReadonlySignal<{ readonly step: number; readonly count: number } | null>;
  /** Why something is missing; null while nothing is. */
  readonly problem: ReadonlySignal<string | null>;
  canvas: HTMLCanvasElement | null = null;
  readonly #stop: (() => void)[];

  constructor(model: Comparing, folder: string) {
    this.folder = folder;
    this.run = computed(() => model.state.value?.runs.find(one => one.folder === folder) ?? null);
    const sampled = computed(() => this.run.value?.samples ?? []);
    this.shown = computed(() => {
      const pin = model.pinOf(folder);
      const newest = sampled.value.at(-1) ?? null;
      return pin === null ? newest : (atOrBefore(sampled.value, pin) ?? sampled.value[0] ?? null);
    });
    const domain = computed(() => this.run.value?.domain ?? null);
    this.isOfImages = computed(() => domain.value === "images");
    this.points = new ColumnPoints(model, folder);
    this.images = new ColumnImages(model, folder);
    this.drawn = computed(() => {
      const [points, images] = [this.points.samples.value.value, this.images.samples.value.value];
      if (points !== null) return { step: points.step, count: points.samples.rows };
      return images === null ? null : { step: images.step, count: images.images.count };
    });
    this.problem = computed(() => {
      const { samples } = this.isOfImages.value ? this.images : this.points;
      return samples.problem.value ?? this.run.value?.trouble ?? null;
    });

    const checkpoint = computed(() => {
      const [run, shown] = [this.run.value, this.shown.value];
      return run === null || shown === null ? null : (atOrBefore(run.checkpoints, shown) ?? null);
    });
    const hasPath = computed(() => model.arranged.value.path);
    const where = (wanted: "points" | "images", step: ReadonlySignal<number | null>) =>
      computed(() => (domain.value === wanted ? step.value : null));
    this.#stop = (["points", "images"] as const).flatMap(kind =>
      this[kind].follow(where(kind, this.shown), where(kind, checkpoint), hasPath),
    );
    this.#stop.push(
      effect(() => {
        const [step, steps] = [this.drawn.value?.step, sampled.value];
        if (step === undefined || step !== this.shown.value) return;
        const at = lowerBound(steps, step);
        const near = AHEAD.flatMap(by => steps[at + by] ?? []);
        (this.isOfImages.peek() ? this.images : this.points).samples.ahead(near);
      }),
    );
  }

  close(): void {
    for (const stop of this.#stop) stop();
  }
}
