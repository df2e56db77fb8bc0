import { domainOf } from "../experiment/defaults.ts";
import { CallError } from "../protocol/calls.ts";
import type { ReportSamples } from "../protocol/report.ts";
import type { ObservedRun } from "../runs/list.ts";
import { sampleSteps } from "../runs/samples.ts";
import { recordedImages, recordedSamples } from "./recorded-samples.ts";

interface Most {
  readonly points: number;
  readonly images: number;
}

/** What a small picture shows. */
const small: Most = { points: 400, images: 9 };

type OfRun = Pick<ObservedRun, "folder" | "info">;

/** The newest samples of a run, the first of its probe latents. Rejects with a CallError where there are none. */
export async function newestSamples(run: OfRun): Promise<ReportSamples> {
  const step = sampleSteps(run.folder).at(-1);
  if (step === undefined) throw new CallError("input", "there are no samples yet");
  return fewSamples(run, step, small);
}

/** The samples of this very step, of the first probe latents at most so many. Rejects with a CallError where there are none. */
export async function fewSamples({ folder, info }: OfRun, step: number, most: Most): Promise<ReportSamples> {
  if (domainOf(info.experiment.data) === "images") {
    const { pixels, ...stack } = await recordedImages(folder, step);
    const count = Math.min(most.images, stack.count);
    const size = (pixels.length / Math.max(1, stack.count)) * count;
    return { step, points: null, images: { ...stack, count, pixels: pixels.slice(0, size) } };
  }
  const samples = await recordedSamples(folder, step);
  const rows = Math.min(most.points, samples.rows);
  const data = samples.data.slice(0, rows * samples.dims);
  return { step, points: { rows, dims: samples.dims, data }, images: null };
}
