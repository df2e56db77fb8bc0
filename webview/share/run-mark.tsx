import type { InkName } from "../plates/inks.ts";

/** The colours of compared runs, in their order; numbers say the same. */
export const runInks = ["run1", "run2", "run3", "run4"] as const satisfies readonly InkName[];

/** A compared run's number in its colour. */
export function RunMark({ place }: { readonly place: number }) {
  return <span class={`run-mark ${runInks[place] ?? "run1"}`}>{place + 1}</span>;
}
