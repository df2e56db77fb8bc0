import type { DashboardModel } from "./model.ts";

/** The name proposed for a file: "ring8-weak branch 3000 seed 3 samples 6400.png". */
export function fileName(model: DashboardModel, what: string, step: number | null, ending: string): string {
  const state = model.state.peek();
  const run = (state?.notes.name ?? state?.run.name ?? "run").replace(/[^\p{L}\p{N} ._-]/gu, "_");
  const { parent = null, seed = 0 } = state?.run ?? {};
  const whose = [...(parent === null ? [] : [`branch ${parent.step}`]), `seed ${seed}`];
  return `${[run, ...whose, what, ...(step === null ? [] : [String(step)])].join(" ")}.${ending}`;
}
