import { join } from "node:path";
import * as z from "zod";
import { isMeasure } from "../experiment/catalog.ts";
import type { TagHistory } from "./history.ts";
import { runFiles } from "./file-names.ts";
import { readRecords } from "./ndjson-file.ts";

/** What an evaluation found: the measures of one step. A line of evaluations.ndjson. */
export interface EvaluationRecord {
  readonly step: number;
  /** The measures that have a value, by tag; all finite. */
  readonly values: Readonly<Record<string, number>>;
  /** Why the others have none at this step, in a few words, by tag. What the data do not have is in neither. */
  readonly undefined: Readonly<Record<string, string>>;
}

const tag = z.string().max(300);

export const evaluationSchema = z.looseObject({
  step: z.int().min(0),
  values: z.record(tag, z.number()),
  undefined: z.record(tag, z.string().max(1_000)),
});

/** Why a measure has no value where nobody wrote the reason down. */
const NOT_ON_RECORD = "no value on record";

/**
 * The last evaluation of a run's folder at or before a step; null where none is on record. Lines are in the order in
 * which they were taken: one of a lower or equal step, after a resume, voids those before it.
 */
export function evaluationUpTo(folder: string, step: number): EvaluationRecord | null {
  return (
    readRecords(join(folder, runFiles.evaluations), evaluationSchema).findLast(
      record => record.step <= step,
    ) ?? null
  );
}

/** The evaluations of a run's folder, by step. */
export function evaluationsIn(folder: string): ReadonlyMap<number, EvaluationRecord> {
  const found = new Map<number, EvaluationRecord>();
  for (const record of readRecords(join(folder, runFiles.evaluations), evaluationSchema))
    found.set(record.step, record);
  return found;
}

/**
 * The first or last evaluation as a run's points tell it, where it was trained before evaluations were on record:
 * measures without a point at its step had no value there.
 */
export function evaluationAmong(
  history: ReadonlyMap<string, TagHistory>,
  end: "first" | "last",
): EvaluationRecord | null {
  const points = [...history]
    .filter(([tag]) => isMeasure(tag))
    .map(([tag, known]) => [tag, known[end]] as const);
  if (points.length === 0) return null;
  const steps = points.map(([, point]) => point.step);
  const step = end === "first" ? Math.min(...steps) : Math.max(...steps);
  const there = points.filter(([, point]) => point.step === step);
  const missing = points.filter(([, point]) => point.step !== step);
  return {
    step,
    values: Object.fromEntries(there.map(([tag, { value }]) => [tag, value])),
    undefined: Object.fromEntries(missing.map(([tag]) => [tag, NOT_ON_RECORD])),
  };
}
