import { FormatError } from "../formats/format-error.ts";
import { CallError } from "../protocol/calls.ts";
import type { Rows } from "../protocol/viewer-calls.ts";
import { loadSamples } from "../runs/samples.ts";

/** The samples that a run recorded at this very step. Rejects with CallError where they cannot be read. */
export async function recordedPoints(run: string, step: number): Promise<Rows> {
  try {
    const { shape, data } = await loadSamples(run, step);
    return { shape, data: Float32Array.from(data) };
  } catch (error) {
    const reason = error instanceof FormatError ? error.message : "the file cannot be read";
    throw new CallError("input", `the samples of step ${step} cannot be read: ${reason}`);
  }
}
