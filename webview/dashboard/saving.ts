import type { DashboardModel } from "./model.ts";

/** The name proposed for a file: "ring8-weak samples 6400.png". */
export function fileName(model: DashboardModel, what: string, step: number | null, ending: string): string {
  const state = model.state.peek();
  const run = (state?.notes.name ?? state?.run.name ?? "run").replace(/[^\p{L}\p{N} ._-]/gu, "_");
  return `${[run, what, ...(step === null ? [] : [String(step)])].join(" ")}.${ending}`;
}
