import { createHash } from "node:crypto";
import { join } from "node:path";
import * as z from "zod";
import { decodeSafetensors, type SafeTensor } from "../formats/safetensors.ts";
import { runFiles } from "./file-names.ts";
import { readRecords } from "./ndjson-file.ts";

/** A checkpoint's files beside its state. */
export type NetworkFile = "generator" | "discriminator";

/** One line of checkpoints/digests.ndjson; outlives its checkpoint when that is thinned. */
export interface CheckpointDigest {
  readonly step: number;
  /** SHA-256 (hexadecimal) of state.safetensors. */
  readonly digest: string;
  /** SHA-256 of each tensor's bytes. */
  readonly tensors: Readonly<Record<string, string>>;
  /** SHA-256 of the networks' files; absent in runs of early versions. */
  readonly networks?: Readonly<Record<NetworkFile, string>>;
}

const hex = z.string().regex(/^[0-9a-f]{64}$/);
const schema = z.looseObject({
  step: z.int().min(0),
  digest: hex,
  tensors: z.record(z.string(), hex),
  networks: z.object({ generator: hex, discriminator: hex }).exactOptional(),
});

export const sha256 = (bytes: Uint8Array) => createHash("sha256").update(bytes).digest("hex");

/** The digest of a checkpoint, from the bytes of its files and its tensors. */
export function digestOf(
  step: number,
  { state, generator, discriminator }: Readonly<Record<"state" | NetworkFile, Uint8Array>>,
  tensors: ReadonlyMap<string, SafeTensor> = decodeSafetensors(state).tensors,
): CheckpointDigest {
  const each: Record<string, string> = {};
  for (const [name, { data }] of tensors) {
    each[name] = sha256(new Uint8Array(data.buffer, data.byteOffset, data.byteLength));
  }
  const networks = { generator: sha256(generator), discriminator: sha256(discriminator) };
  return { step, digest: sha256(state), tensors: each, networks };
}

/** The digests of every checkpoint the run ever had, by step (of several lines of a step the last holds). */
export function readDigests(runFolder: string): Map<number, CheckpointDigest> {
  const records = readRecords(join(runFolder, runFiles.digests), schema);
  return new Map(records.map(record => [record.step, record]));
}

/** The digest of one checkpoint; undefined where none is on record. Of a long record only the lines of that step are read. */
export function readDigest(runFolder: string, step: number): CheckpointDigest | undefined {
  return readRecords(join(runFolder, runFiles.digests), schema, `{"step":${step},`).at(-1);
}
