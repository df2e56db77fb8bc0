import type { Dataset } from "../../data/dataset.ts";
import { probeLatents } from "../../data/latents.ts";
import type { Model } from "../../execution/model.ts";
import { CallError, type Handlers } from "../../protocol/calls.ts";
import type { ViewerImageCalls } from "../../protocol/image-calls.ts";
import type { ImageStack } from "../../protocol/image-views.ts";
import type { RunAtStep } from "../../protocol/viewer-calls.ts";
import type { CheckpointPlace } from "../../runs/checkpoints.ts";
import type { RunInfo } from "../../runs/run-info.ts";
import { checkpointBefore } from "../checkpoint-choice.ts";
import { classNames, type Classify, type RunClasses } from "../run-classes.ts";
import { countClasses } from "./class-shares.ts";
import { drawImageMap } from "./image-map.ts";
import { drawImagePath } from "./image-path.ts";
import { renderImages, toImages } from "./image-samples.ts";
import { nearestImages } from "./nearest-images.ts";
import { drawNeighbourhood } from "./neighbourhood.ts";
import { probePlane } from "./probe-plane.ts";
import { recordedImage } from "./recorded-image.ts";

interface Sources {
  /** Throws CallError. */
  readonly openRun: (folder: string) => RunInfo;
  /** Rejects with CallError for data that cannot be opened. */
  readonly openData: (folder: string) => Promise<Dataset>;
  /** Rejects with CallError for data that cannot be opened. */
  readonly useClasses: <T>(folder: string, work: (told: RunClasses | null) => Promise<T>) => Promise<T>;
  readonly useGenerator: <T>(place: CheckpointPlace, work: (generator: Model) => Promise<T>) => Promise<T>;
}

const untold: Classify = () => Promise.resolve(new Uint16Array());

/** What the viewer does for dashboards of runs whose samples are images. */
export function imageHandlers({
  openRun,
  openData,
  useClasses,
  useGenerator,
}: Sources): Handlers<ViewerImageCalls> {
  const probesOf = (folder: string) => {
    const { latent } = openRun(folder).experiment;
    const probe = (number: number) => probeLatents(latent, number + 1).slice(number * latent.size);
    return { latent, probe };
  };
  /** Works with the generator of the newest checkpoint at or before a step, and tells its step. */
  const atCheckpoint = <T>(
    choice: RunAtStep,
    work: (found: { readonly generator: Model; readonly step: number }) => Promise<T>,
  ): Promise<T> => {
    const place = checkpointBefore(choice);
    return useGenerator(place, generator => work({ generator, step: place.step }));
  };
  const imagesOf = async (folder: string) => {
    const { images, classes } = await openData(folder);
    if (images === null) throw new CallError("input", "this picture is for runs whose samples are images");
    return { ...images, classes };
  };
  return {
    "data/images": async ({ run, count }) => {
      const { heldOut, classes } = await imagesOf(run);
      const [height, width, channels] = heldOut.shape;
      const pixels = heldOut.read(0, count);
      const images = { count: pixels.length / (height * width * channels), height, width, pixels };
      return {
        images: { ...images, channels: channels === 3 ? 3 : 1 },
        classNames: classes === null ? [] : classNames(classes),
      };
    },
    "latent/imagePath": async (params, signal) => {
      const { probe } = probesOf(params.run);
      const ends = { a: probe(params.from), b: probe(params.to) };
      const draw = (classify: Classify) =>
        atCheckpoint(params, found => drawImagePath(params, { ...found, ...ends, classify }, signal));
      return params.classes ? useClasses(params.run, told => draw(told?.classify ?? untold)) : draw(untold);
    },
    "latent/imageMap": async (params, signal) => {
      const { latent, probe } = probesOf(params.run);
      const [a, b, c] = [probe(params.from), probe(params.to), probe(params.third)];
      const plane = probePlane(latent, a, b, c);
      return useClasses(params.run, told =>
        atCheckpoint(params, found => {
          const classify = told?.classify ?? untold;
          return drawImageMap(params, { ...found, plane, probes: [a, b, c], classify }, signal);
        }),
      );
    },
    "latent/neighbours": async (params, signal) => {
      const latent = probesOf(params.run).probe(params.probe);
      return atCheckpoint(params, found => drawNeighbourhood(params, { ...found, latent }, signal));
    },
    "data/nearest": async ({ probe, count, ...choice }, signal) => {
      const { latent, probe: latentOf } = probesOf(choice.run);
      const { training } = await imagesOf(choice.run);
      const search = async (step: number, { pixels, ...shape }: ImageStack) => {
        const { distances, ...found } = await nearestImages(training, pixels, count, signal);
        const images = { ...shape, count: distances.length, pixels: found.pixels };
        return { step, probe, images, distances, searched: training.count };
      };
      const recorded = await recordedImage(choice, probe);
      if (recorded !== null) return search(choice.step, recorded);
      return atCheckpoint(choice, async ({ generator, step }) => {
        const latents = { shape: [1, latent.size], data: latentOf(probe) };
        return search(step, toImages(await renderImages(generator, latents, signal)));
      });
    },
    "latent/classShares": (params, signal) => {
      const { latent } = openRun(params.run).experiment;
      const none = { samples: 0, shares: new Float64Array(), real: new Float64Array() };
      return useClasses(params.run, told =>
        atCheckpoint(params, ({ step, generator }) =>
          told?.unsure === null
            ? countClasses({ step, generator, ...told, latent }, signal)
            : Promise.resolve({ step, ...none, unsure: told?.unsure ?? null }),
        ),
      );
    },
  };
}
