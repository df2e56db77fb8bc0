import { existsSync, mkdirSync } from "node:fs";
import { join } from "node:path";
import * as z from "zod";
import { json } from "../runs/create-run.ts";
import { sweepRecordName } from "../runs/file-names.ts";
import { fileFrom } from "../runs/own-file.ts";
import { readJsonFile } from "../runs/read-json.ts";
import { replaceFile } from "../runs/replace-file.ts";
import { guardWrite } from "../runs/write-guard.ts";
import type { Sweep } from "./sweep.ts";

/** The names of a sweep's own files in its runs folder, beside the runs' folders. */
export const sweepFiles = {
  record: sweepRecordName,
  jobs: "slurm.json",
  logs: "slurm",
  /** Somebody asks whoever trains the sweep to end; removed by who is asked. */
  cancel: "cancel.json",
  /** What a sweep that an editor started said. */
  log: "sweep.log",
} as const;

/** What successive halving decided at a step. */
export interface Decision {
  readonly at: number;
  /** Configurations by their key (sweep.ts) and why each was stopped. */
  readonly stopped: readonly { readonly point: string; readonly reason: string }[];
}

/** sweep.json: what the runs of a folder belong to. Replaced when the sweep is started again with more. */
export interface SweepRecord extends Omit<Sweep, "experiment" | "sweepFile"> {
  /** The sweep's file, from this folder; null where it was made of an experiment's alone. Records of early versions lack it. */
  readonly sweepFile?: string | null | undefined;
  /** As resolved without any axis; loosely typed, since another version may have written it. */
  readonly experiment: Readonly<Record<string, unknown>>;
  readonly decisions: readonly Decision[];
  /** Cores that each run may use. Records of the first version lack it. */
  readonly cores?: number | undefined;
  /** SHA-256 of the texts of its runs' modules, by their names. Records of early versions lack it. */
  readonly modules?: Readonly<Record<string, string>> | undefined;
}

const seed = z.int().min(0);

const schema = z.looseObject({
  name: z.string(),
  sweepFile: z.string().nullable().optional(),
  experimentFile: z.string(),
  experiment: z.record(z.string(), z.unknown()),
  axes: z.array(z.looseObject({ key: z.string(), values: z.array(z.unknown()).min(1) })),
  seeds: z.array(seed).min(1),
  measures: z.array(z.string()).nullable(),
  halving: z.looseObject({ measure: z.string(), keep: z.number(), at: z.array(z.int().min(1)) }).nullable(),
  baseline: z.record(z.string(), z.unknown()).nullable().default(null),
  cores: z.int().min(1).optional(),
  modules: z.record(z.string(), z.string()).optional(),
  decisions: z.array(
    z.looseObject({
      at: z.int().min(1),
      stopped: z.array(z.looseObject({ point: z.string(), reason: z.string() })),
    }),
  ),
});

/** The record of a folder's sweep; null where there is none. Throws RunReadError where it is broken. */
export function readSweepRecord(folder: string): SweepRecord | null {
  const path = join(folder, sweepFiles.record);
  return existsSync(path) ? readJsonFile(path, schema) : null;
}

/** Where a sweep's file lies, as the record in its folder says; null where that names none. Nothing need lie there any more. */
export const sweepFileOf = (folder: string, { sweepFile }: Pick<SweepRecord, "sweepFile">): string | null =>
  typeof sweepFile === "string" ? fileFrom(folder, sweepFile) : null;

/** Writes the record, whole or not at all, making the folder. Throws RunWriteError. */
export function writeSweepRecord(folder: string, record: SweepRecord): void {
  const path = join(folder, sweepFiles.record);
  guardWrite(path, () => {
    mkdirSync(folder, { recursive: true });
    replaceFile(path, json(record), { durable: true });
  });
}
