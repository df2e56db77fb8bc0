import { evaluationAmong, evaluationUpTo, type EvaluationRecord } from "./evaluations.ts";
import { historyUpTo } from "./history-file.ts";
import type { ObservedRun } from "./list.ts";

/** A run's evaluation at that very step; null where it took none there. Rejects with the system's errors. */
export async function evaluationAt(
  run: Pick<ObservedRun, "folder" | "status">,
  step: number,
): Promise<EvaluationRecord | null> {
  const { lastEvaluation } = run.status;
  const found = lastEvaluation?.step === step ? lastEvaluation : await evaluationBefore(run, step);
  return found?.step === step ? found : null;
}

async function evaluationBefore(
  { folder, status }: Pick<ObservedRun, "folder" | "status">,
  step: number,
): Promise<EvaluationRecord | null> {
  if (status.step < step) return null;
  const kept = evaluationUpTo(folder, step);
  if (kept !== null) return kept;
  // Trained by an early release, which kept points alone.
  return evaluationAmong((await historyUpTo(folder, step)).tags, "last");
}
