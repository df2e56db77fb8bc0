import { useEffect, useMemo } from "preact/hooks";
import { effect } from "@preact/signals";
import { usePage } from "./context.ts";
import type { CurveView, CurveWish } from "./curve-view.ts";

/** The curves of one picture; `wish` says what it needs now, null while it has no size, and is heard when it changes. */
export function useCurves(wish: () => CurveWish | null): CurveView {
  const { model } = usePage();
  const view = useMemo(() => model.openView(), [model]);
  useEffect(() => {
    const stop = effect(() => {
      const wanted = wish();
      if (wanted !== null) view.want(wanted);
    });
    return () => {
      stop();
      model.closeView(view);
    };
  }, [model, view]);
  return view;
}
