import { recordedImages, recordedSamples } from "../dashboard/recorded-samples.ts";
import type { RunModel } from "../dashboard/run-model.ts";
import { encodePng } from "../formats/png.ts";
import { imageGrid } from "../pictures/image-grid.ts";
import type { PixelImages } from "../pictures/images.ts";
import { CallError } from "../protocol/calls.ts";
import type { Caller } from "../protocol/channel.ts";
import { dataUrl } from "../protocol/json-arrays.ts";
import type { LatentMap, LatentPath, PointCloud } from "../protocol/pictures.ts";
import type { SharedImages, SharedPicture, SharedPoints } from "../protocol/shared-page.ts";
import type { ViewerCalls } from "../protocol/viewer-calls.ts";
import { evenly } from "./evenly.ts";

/** Renders checkpoints; null where nothing may be rendered. */
export type Renderer = Pick<Caller<ViewerCalls>, "call"> | null;

/** Bytes that a run's samples may take in the page. */
export interface PictureBudget {
  readonly samples: number;
  /** How many checkpoints are rendered. */
  readonly checkpoints: number;
}

/** What could not be had, as sentences for people. */
type Tell = (sentence: string) => void;

const REAL_POINTS = 2000;
const PATH_POINTS = 97;
const MAP_CELLS = 48;
const PATH_IMAGES = 16;
/** A grid of pictures has at most so many bytes before it is packed: of large images fewer are shown, at more steps. */
const GRID_BYTES = 300_000;
/** Base64 writes three bytes in four characters. */
const packed = (bytes: number) => Math.ceil((4 * bytes) / 3);

const reasonOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));

/** What a call gives; null, and told why, where it cannot. */
async function attempt<T>(what: string, tell: Tell, made: () => Promise<T>): Promise<T | null> {
  try {
    return await made();
  } catch (error) {
    if (!(error instanceof CallError)) throw error;
    tell(`${what}: ${reasonOf(error)}.`);
    return null;
  }
}

const NOT_RENDERED = "Real samples and interpolations are left out: nothing was rendered.";

/** The first two dimensions of points. */
function plane({ rows, dims, data }: PointCloud): PointCloud {
  if (dims <= 2) return { rows, dims, data };
  return {
    rows,
    dims: 2,
    data: Float32Array.from({ length: 2 * rows }, (_, i) => data[(i >> 1) * dims + (i & 1)] ?? NaN),
  };
}

/** As many sampled steps as fit, evenly; says how many were left out. */
function fittingSteps(steps: readonly number[], each: number, budget: number, tell: Tell): number[] {
  const chosen = evenly(steps, Math.max(2, Math.floor(budget / Math.max(1, each))));
  if (chosen.length < steps.length)
    tell(
      `Samples of ${chosen.length} of ${steps.length} steps, evenly spaced, so that the page stays small.`,
    );
  return chosen;
}

/** The probe latents' recorded outputs, and what the checkpoints' generators show between two latents. */
export async function sharedPoints(
  model: RunModel,
  viewer: Renderer,
  budget: PictureBudget,
  tell: Tell,
): Promise<SharedPoints | null> {
  const run = model.folder;
  const newest = model.stepsOf("samples").at(-1);
  if (newest === undefined) return null;
  const last = await attempt("Samples are left out", tell, () => recordedSamples(run, newest));
  if (last === null) return null;
  const { dims } = last;
  if (dims > 2) tell(`The data have ${dims} dimensions, of which the first two are drawn.`);
  const steps: { step: number; samples: PointCloud }[] = [];
  for (const step of fittingSteps(
    model.stepsOf("samples"),
    packed(plane(last).data.byteLength),
    budget.samples,
    tell,
  )) {
    const found = await attempt("Some samples are left out", tell, () => recordedSamples(run, step));
    if (found !== null) steps.push({ step, samples: plane(found) });
  }
  const scene =
    viewer === null
      ? null
      : await attempt("Real samples are left out", tell, () =>
          viewer.call("scene", { run, count: REAL_POINTS }),
        );
  const paths: LatentPath[] = [];
  const maps: LatentMap[] = [];
  if (viewer === null) tell(NOT_RENDERED);
  else
    for (const step of evenly(model.stepsOf("checkpoints"), budget.checkpoints)) {
      const ends = { from: 0, to: 1 };
      const path = await attempt("An interpolation is left out", tell, () =>
        viewer.call("path", { run, step, ...ends, count: PATH_POINTS, path: "slerp" }),
      );
      const map = await attempt("A latent map is left out", tell, () =>
        viewer.call("latentMap", { run, step, ...ends, columns: MAP_CELLS, rows: MAP_CELLS }),
      );
      if (path !== null) paths.push({ ...path, samples: plane(path.samples) });
      if (map !== null) maps.push({ ...map, samples: plane(map.samples) });
    }
  const real = scene === null ? null : plane(scene.samples);
  return { kind: "points", dims, steps, real, modes: scene?.modes ?? null, paths, maps };
}

function pictureOf(images: PixelImages, columns?: number): string {
  return dataUrl("image/png", encodePng(imageGrid(images, columns)));
}

/** The first `count` images of a stack. */
function first({ pixels, ...images }: PixelImages, count: number): PixelImages {
  const most = Math.min(count, images.count);
  return {
    ...images,
    count: most,
    pixels: pixels.subarray(0, (most * pixels.length) / Math.max(1, images.count)),
  };
}

/** The same of a run whose samples are images, as grids. */
export async function sharedImages(
  model: RunModel,
  viewer: Renderer,
  budget: PictureBudget,
  tell: Tell,
): Promise<SharedImages | null> {
  const run = model.folder;
  const all = model.stepsOf("samples");
  const newest = all.at(-1);
  if (newest === undefined) return null;
  const last = await attempt("Samples are left out", tell, () => recordedImages(run, newest));
  if (last === null || last.count === 0) return null;
  const { width, height, channels } = last;
  const count = Math.max(1, Math.min(last.count, Math.floor(GRID_BYTES / (width * height * channels))));
  if (count < last.count)
    tell(`The first ${count} of ${last.count} images of each step, so that the page stays small.`);
  const gridAt = async (step: number): Promise<SharedPicture | null> => {
    const images = await attempt("Some samples are left out", tell, () => recordedImages(run, step));
    return images === null ? null : { step, picture: pictureOf(first(images, count)) };
  };
  // The last one tells what one takes: samples become harder to pack as they become better.
  const each = pictureOf(first(last, count)).length;
  const steps: SharedPicture[] = [];
  for (const step of fittingSteps(all, each, budget.samples, tell)) {
    const found = await gridAt(step);
    if (found !== null) steps.push(found);
  }
  const real =
    viewer === null
      ? null
      : await attempt("Real images are left out", tell, () => viewer.call("data/images", { run, count }));
  const paths: SharedPicture[] = [];
  if (viewer === null) tell(NOT_RENDERED);
  else
    for (const step of evenly(model.stepsOf("checkpoints"), budget.checkpoints)) {
      const path = await attempt("An interpolation is left out", tell, () =>
        viewer.call("latent/imagePath", {
          run,
          step,
          from: 0,
          to: 1,
          count: PATH_IMAGES,
          path: "slerp",
          classes: false,
        }),
      );
      if (path !== null) paths.push({ step: path.step, picture: pictureOf(path.images, PATH_IMAGES) });
    }
  return {
    kind: "images",
    count,
    width,
    height,
    steps,
    real: real === null || real.images.count === 0 ? null : pictureOf(real.images),
    paths,
  };
}
