import { createHash } from "node:crypto";
import { join } from "node:path";
import * as z from "zod";
import { decodeSafetensors, type SafeTensor } from "../formats/safetensors.ts";
import { layout } from "./layout.ts";
import { readRecords } from "./ndjson-file.ts";

/** One line of checkpoints/digests.ndjson; outlives its checkpoint when that is thinned. */
export interface CheckpointDigest {
  readonly step: number;
  /** SHA-256 (hexadecimal) of state.safetensors. */
  readonly digest: string;
  /** SHA-256 of each tensor's bytes. */
  readonly tensors: Readonly<Record<string, string>>;
}

const hex = z.string().regex(/^[0-9a-f]{64}$/);
const schema = z.looseObject({ step: z.int().min(0), digest: hex, tensors: z.record(z.string(), hex) });

const sha256 = (bytes: Uint8Array) => createHash("sha256").update(bytes).digest("hex");

/** The digest of a checkpoint, from the bytes of its state and its tensors. */
export function digestOf(
  step: number,
  state: Uint8Array,
  tensors: ReadonlyMap<string, SafeTensor> = decodeSafetensors(state).tensors,
): CheckpointDigest {
  const each: Record<string, string> = {};
  for (const [name, { data }] of tensors) {
    each[name] = sha256(new Uint8Array(data.buffer, data.byteOffset, data.byteLength));
  }
  return { step, digest: sha256(state), tensors: each };
}

/** The digests of every checkpoint the run ever had, by step (of several lines of a step the last holds). */
export function readDigests(runFolder: string): Map<number, CheckpointDigest> {
  const records = readRecords(join(runFolder, layout.digests), schema);
  return new Map(records.map(record => [record.step, record]));
}
