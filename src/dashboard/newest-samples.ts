import { domainOf } from "../experiment/defaults.ts";
import { CallError } from "../protocol/calls.ts";
import type { ReportSamples } from "../protocol/report.ts";
import type { ObservedRun } from "../runs/list.ts";
import { sampleSteps } from "../runs/samples.ts";
import { recordedImages, recordedSamples } from "./recorded-samples.ts";

/** A small picture shows no more. */
const MOST_POINTS = 400;
const MOST_IMAGES = 9;

/** The newest samples of a run, the first of its probe latents. Rejects with a CallError where there are none. */
export async function newestSamples({
  folder,
  info,
}: Pick<ObservedRun, "folder" | "info">): Promise<ReportSamples> {
  const step = sampleSteps(folder).at(-1);
  if (step === undefined) throw new CallError("input", "there are no samples yet");
  if (domainOf(info.experiment.data) === "images") {
    const { pixels, ...stack } = await recordedImages(folder, step);
    const count = Math.min(MOST_IMAGES, stack.count);
    const size = (pixels.length / Math.max(1, stack.count)) * count;
    return { step, points: null, images: { ...stack, count, pixels: pixels.slice(0, size) } };
  }
  const samples = await recordedSamples(folder, step);
  const rows = Math.min(MOST_POINTS, samples.rows);
  const data = samples.data.slice(0, rows * samples.dims);
  return { step, points: { rows, dims: samples.dims, data }, images: null };
}
