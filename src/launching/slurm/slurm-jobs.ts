import { existsSync } from "node:fs";
import { join } from "node:path";
import * as z from "zod";
import { json } from "../../runs/create-run.ts";
import { readJsonFile } from "../../runs/read-json.ts";
import { runId } from "../../runs/run-id.ts";
import { replaceFile } from "../../runs/replace-file.ts";
import { guardWrite } from "../../runs/write-guard.ts";
import { sweepFiles } from "../../sweeps/sweep-record.ts";
import type { JobName } from "./batch-script.ts";

/** A job array that was submitted: the runs of its tasks, by the names of their folders. */
export interface SubmittedArray extends JobName {
  /** ISO 8601, UTC. */
  readonly at: string;
  readonly runs: readonly string[];
}

const schema = z.looseObject({
  arrays: z.array(
    z.looseObject({
      job: z.string().regex(/^\d+$/),
      cluster: z
        .string()
        .regex(/^[\w.-]+$/)
        .optional(),
      at: z.string(),
      runs: z.array(runId),
    }),
  ),
});

/** The arrays that were submitted for a sweep's folder, oldest first. Throws RunReadError. */
export function readArrays(folder: string): readonly SubmittedArray[] {
  const path = join(folder, sweepFiles.jobs);
  if (!existsSync(path)) return [];
  return readJsonFile(path, schema).arrays.map(({ cluster, ...array }) => ({
    ...array,
    ...(cluster !== undefined && { cluster }),
  }));
}

/** Replaces slurm.json. Throws RunWriteError. */
export function writeArrays(folder: string, arrays: readonly SubmittedArray[]): void {
  const path = join(folder, sweepFiles.jobs);
  guardWrite(path, () => {
    replaceFile(path, json({ arrays }), { durable: true });
  });
}
