import { readWhole } from "../dashboard/seed-runs.ts";
import { nameWith, wordsApart } from "../protocol/run-names.ts";
import type { SharedCurve } from "../protocol/shared-page.ts";
import { curvesOf } from "./shared-run.ts";

/** A run's curves and what it is called beside the others. */
export interface RunCurves {
  readonly name: string;
  readonly curves: readonly SharedCurve[];
}

/** The curves of runs, as an exported page has them. Rejects with RunReadError for what is no run's folder. */
export async function sharedCurves(
  folders: readonly string[],
  tell: (sentence: string) => void,
): Promise<RunCurves[]> {
  const models = await Promise.all(folders.map(folder => readWhole(folder)));
  const named = models.map(({ info, latestNotes }) => ({ ...info, name: latestNotes.name ?? info.name }));
  const words = wordsApart(named);
  return models.map((model, i) => ({
    name: nameWith(words[i] ?? [], named[i]?.name ?? ""),
    curves: curvesOf(model, Math.max(model.latestStatus?.step ?? 1, 1), tell),
  }));
}
