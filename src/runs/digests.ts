/** One line of checkpoints/digests.ndjson; outlives its checkpoint when that is thinned. */
export interface CheckpointDigest {
  readonly step: number;
  /** SHA-256 (hexadecimal) of state.safetensors. */
  readonly digest: string;
  /** SHA-256 of each tensor's bytes. */
  readonly tensors: Readonly<Record<string, string>>;
}

/** The digests of every checkpoint the run ever had, by step (of several lines of a step the last holds). */
export function readDigests(runFolder: string): Map<number, CheckpointDigest> {
  throw new Error(`not built yet: ${runFolder}`);
}
