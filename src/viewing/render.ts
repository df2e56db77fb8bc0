import type { Model } from "../execution/model.ts";
import { CallError } from "../protocol/calls.ts";
import type { Rows } from "../protocol/viewer-calls.ts";

/** Rows a run of the model: bounds its memory, and is how soon a cancelled call ends. */
export const ROWS_AT_ONCE = 4096;
/** The same where a row is an image, which takes a thousand times as long as a point. */
const IMAGES_AT_ONCE = 16;

export function throwIfCancelled(signal: AbortSignal): void {
  if (signal.aborted) throw new CallError("cancelled", "the call was cancelled");
}

/** The generator's output for latents [n, size]: samples [n, ...sample shape] in the data's own units, or less their mean. */
export async function renderLatents(
  generator: Model,
  latents: Rows,
  signal: AbortSignal,
  output: "sample" | "centred" = "sample",
): Promise<Rows> {
  const [rows = 0, size = 0] = latents.shape;
  const [wanted] = generator.inputs["latent"] ?? [];
  if (wanted !== size) {
    throw new CallError("input", `the generator takes latents of ${wanted ?? 0} numbers, these have ${size}`);
  }
  const shape = generator.outputShapes["sample"] ?? [];
  const atOnce = shape.length > 1 ? IMAGES_AT_ONCE : ROWS_AT_ONCE;
  const parts: Float32Array[] = [];
  for (let from = 0; from < rows; from += atOnce) {
    throwIfCancelled(signal);
    const count = Math.min(atOnce, rows - from);
    const latent = latents.data.subarray(from * size, (from + count) * size);
    const rendered = (await generator.run(count, { latent }))[output];
    if (rendered === undefined) throw new CallError("failed", `the generator has no output named ${output}`);
    parts.push(rendered);
  }
  const data = joined(parts);
  const isWhole = rows * shape.reduce((product, size) => product * size, 1) === data.length;
  return { shape: isWhole ? [rows, ...shape] : [rows, data.length / rows], data };
}

function joined(parts: readonly Float32Array[]): Float32Array {
  const [only] = parts;
  if (only !== undefined && parts.length === 1) return only;
  const all = new Float32Array(parts.reduce((length, part) => length + part.length, 0));
  let at = 0;
  for (const part of parts) {
    all.set(part, at);
    at += part.length;
  }
  return all;
}
