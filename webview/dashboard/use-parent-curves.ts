import { effect, type ReadonlySignal } from "@preact/signals";
import { useEffect, useMemo } from "preact/hooks";
import type { CurveQuery, CurveWindow } from "../../src/protocol/dashboard.ts";
import { Resource } from "../host/resource.ts";
import { usePage } from "./context.ts";
import type { CurveWish } from "./curve-view.ts";
import { grownEnd } from "./grown-end.ts";

/** How the parent of a branch went on, for the steps that a picture shows; null for other runs, and where it is hidden. */
export function useParentCurves(wish: () => CurveWish | null): ReadonlySignal<readonly CurveWindow[] | null> {
  const { model } = usePage();
  const windows = useMemo(
    () =>
      new Resource<CurveQuery, readonly CurveWindow[]>(
        2,
        async (query, signal) => (await model.call("curves/parent", query, { signal })).windows,
      ),
    [model],
  );
  useEffect(() => {
    const parent = model.field("parent");
    const run = model.slice("run");
    return effect(() => {
      const isShown = parent.value && (run.value?.parent ?? null) !== null;
      const wanted = isShown ? wish() : null;
      if (wanted === null) {
        windows.want(null);
        return;
      }
      const end = grownEnd(model.newestCalmly.value);
      const { from, to, ...rest } = wanted;
      windows.want({ ...rest, from: Math.floor(from), to: Math.ceil(to ?? end) });
    });
  }, [model, windows]);
  return windows.value;
}
