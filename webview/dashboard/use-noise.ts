import { computed, type ReadonlySignal } from "@preact/signals";
import { useMemo } from "preact/hooks";
import { isNoise, NOISE_REASON, PRECISION_TAG } from "../../src/measures/noise.ts";
import { usePage } from "./context.ts";
import { useCurves } from "./use-curves.ts";

/** So many evaluations are all there, so that precision is that of one evaluation. */
const EVALUATIONS = 2048;

/** What stands beside a classifier's words of samples that are noise. */
export const NOISE_WORDS = `${NOISE_REASON}, and their classes say nothing`;

/** Whether the samples of a step are noise, as far as the run's evaluations tell. */
export function useNoise(step: () => number | null): ReadonlySignal<boolean> {
  const { model } = usePage();
  const present = useMemo(() => {
    const curves = model.slice("curves");
    return computed(() => curves.value?.some(({ tag }) => tag === PRECISION_TAG) === true);
  }, [model]);
  const view = useCurves(() =>
    present.value
      ? { tags: [PRECISION_TAG], from: 0, to: null, buckets: EVALUATIONS, scale: "linear", smoothing: 0 }
      : null,
  );
  return useMemo(
    () =>
      computed(() => {
        const at = step();
        if (view.version.value === 0 || at === null) return false;
        return isNoise(view.curve(PRECISION_TAG)?.raw.at(at) ?? NaN);
      }),
    [view],
  );
}
