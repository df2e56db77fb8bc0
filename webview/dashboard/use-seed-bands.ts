import { computed, effect, type ReadonlySignal } from "@preact/signals";
import { useEffect, useMemo } from "preact/hooks";
import type { DashboardCalls, SeedBand } from "../../src/protocol/dashboard.ts";
import type { Band } from "../charts/band.ts";
import type { Series } from "../charts/scene.ts";
import { Resource } from "../host/resource.ts";
import { GrowingCurve } from "../numbers/growing-curve.ts";
import { usePage } from "./context.ts";
import { grownEnd } from "./grown-end.ts";

type Seeds = DashboardCalls["curves/seeds"];

/** One measure over the seeds of an experiment. */
export interface SeedCurve extends Pick<Band, "low" | "high"> {
  readonly tag: string;
  readonly mean: GrowingCurve;
}

export interface SeedCurves {
  /** Of how many seeds, or why of none. */
  readonly says: string;
  readonly curves: readonly SeedCurve[];
}

/** What the seeds of the run's experiment measured; null while nobody wants to see it. */
export function useSeedBands(tags: readonly string[]): ReadonlySignal<SeedCurves | null> {
  const { model } = usePage();
  const bands = useMemo(
    () =>
      new Resource<Seeds["params"], Seeds["result"]>(2, (query, signal) =>
        model.call("curves/seeds", query, { signal }),
      ),
    [model],
  );
  useEffect(() => {
    const shown = model.field("seeds");
    return effect(() => {
      bands.want(shown.value ? { tags, to: grownEnd(model.newestCalmly.value) } : null);
    });
  }, [model, bands, tags]);
  return useMemo(
    () =>
      computed(() => {
        const found = bands.value.value;
        return found === null ? null : { says: found.says, curves: found.bands.map(curvesOf) };
      }),
    [bands],
  );
}

function curvesOf({ tag, steps, mean, halfWidth }: SeedBand): SeedCurve {
  const edge = (side: 1 | -1) =>
    GrowingCurve.of(
      steps,
      mean.map((middle, i) => middle + side * (halfWidth[i] ?? NaN)),
    );
  return { tag, mean: GrowingCurve.of(steps, mean), low: edge(-1), high: edge(1) };
}

/** The mean behind a run's own line: the same colour, thin, broken and pale. */
export function meanBehind(own: Series, { tag, mean }: SeedCurve): Series {
  return { ...own, tag: `seeds ${tag}`, line: mean, behind: null, width: 1, dash: [6, 3], alpha: 0.7 };
}
