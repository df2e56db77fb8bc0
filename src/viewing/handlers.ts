import { DataError } from "../data/data-error.ts";
import { probeLatents } from "../data/latents.ts";
import { foreignMeasures } from "../evaluation/foreign-measures.ts";
import { ExecutionError } from "../execution/executor.ts";
import { CallError, type Handlers } from "../protocol/calls.ts";
import { MOST_ROWS, type ViewerCalls } from "../protocol/viewer-calls.ts";
import { RunReadError } from "../runs/errors.ts";
import { readRunInfo, type RunInfo } from "../runs/run-info.ts";
import { checkpointBefore, chosenCheckpoint } from "./checkpoint-choice.ts";
import { betweenCalls, checkpointMeasures } from "./checkpoint-measures.ts";
import { hasUnknownData } from "../runs/drawn-experiment.ts";
import { imageHandlers } from "./images/image-handlers.ts";
import { latentsOnPath, positions, speedAlong } from "./interpolation.ts";
import { chosenLatents } from "./latent-choice.ts";
import { OpenCache } from "./open-cache.ts";
import { openerOf } from "./open-network.ts";
import { cloudOf, drawLatentMap, drawPath } from "./pictures.ts";
import { realSamples } from "./real-samples.ts";
import { recordedPoints } from "./recorded-points.ts";
import { renderLatents } from "./render.ts";
import { ClassesOfRuns, type RunClasses } from "./run-classes.ts";
import { classFacts, modeFacts, realPoints, Scenes } from "./scenes.ts";
import { gridSamples, scoresOf } from "./score-map.ts";

function openRun(folder: string): RunInfo {
  try {
    return readRunInfo(folder);
  } catch (error) {
    if (error instanceof RunReadError) throw new CallError("input", error.message);
    throw error;
  }
}

/** Data that cannot be opened is the user's to mend, wherever it is met. */
async function asInput<T>(work: () => T | Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof DataError || error instanceof ExecutionError || error instanceof RunReadError)
      throw new CallError("input", error.message);
    throw error;
  }
}

/** How many real samples the mean is taken of that stands for the dimensions which a map does not show. */
const MEANT_SAMPLES = 2000;

function wholeRows(latents: Float32Array, size: number): Float32Array {
  if (latents.length > 0 && latents.length % size === 0 && latents.length / size <= MOST_ROWS) return latents;
  throw new CallError("input", `latents must be 1 to ${MOST_ROWS} rows of ${size} numbers`);
}

/** What the viewer does for each call. */
export function viewerHandlers(): Handlers<ViewerCalls> {
  const generators = new OpenCache(openerOf("generator"));
  const discriminators = new OpenCache(openerOf("discriminator"));
  const scenes = new Scenes();
  const sceneOf = async (folder: string) => {
    const info = openRun(folder);
    return { info, dataset: await scenes.openPoints(folder, info) };
  };
  /** A run and the modes of its data; of data that its trainer alone knows none are known. */
  const modesOf = async (folder: string) => {
    const info = openRun(folder);
    return { info, modes: hasUnknownData(info) ? null : (await sceneOf(folder)).dataset.modes };
  };
  const openData = (folder: string) => asInput(() => scenes.open(folder, openRun(folder)));
  const classes = new ClassesOfRuns(openData);
  const useClasses = <T>(folder: string, work: (told: RunClasses | null) => Promise<T>) =>
    classes.use({ folder, info: openRun(folder) }, work);
  return {
    ...imageHandlers({
      openRun,
      openData,
      useClasses: (folder, work) => asInput(() => useClasses(folder, work)),
      useGenerator: (place, work) => generators.use(place, work),
    }),
    render: (params, signal) => {
      const { experiment } = openRun(params.run);
      const place = chosenCheckpoint(params);
      const latents = chosenLatents(params.latents, experiment.latent);
      return generators.use(place, async generator => {
        const samples = await renderLatents(generator, latents, signal);
        return { step: place.step, latents, samples };
      });
    },
    interpolate: (params, signal) => {
      const { latent } = openRun(params.run).experiment;
      const place = chosenCheckpoint(params);
      const probes = probeLatents(latent, Math.max(params.from, params.to) + 1);
      const probe = (number: number) => probes.subarray(number * latent.size, (number + 1) * latent.size);
      const t = positions(params.count);
      const latents = latentsOnPath(probe(params.from), probe(params.to), t, params.path);
      return generators.use(place, async generator => {
        const samples = await renderLatents(generator, latents, signal);
        return { step: place.step, latents, samples, t, moved: speedAlong(samples, t) };
      });
    },
    evaluate: (params, signal) => {
      const info = openRun(params.run);
      const place = chosenCheckpoint(params);
      return generators.use(place, async generator => ({
        step: place.step,
        ...(await asInput(() => checkpointMeasures(info, generator, signal))),
      }));
    },
    evaluateForeign: (params, signal) => asInput(() => foreignMeasures(params, betweenCalls(signal))),
    real: params => asInput(() => realSamples(openRun(params.run), params.count)),
    scene: ({ run, count }) =>
      asInput(async () => {
        const { dataset } = await sceneOf(run);
        const samples = realPoints(dataset, count);
        const classes = await useClasses(run, told =>
          Promise.resolve(classFacts(dataset, told, samples.rows)),
        );
        return { samples, modes: modeFacts(dataset), classes };
      }),
    sampleClasses: ({ run, step }, signal) =>
      asInput(async () => {
        await sceneOf(run);
        return useClasses(run, async told => {
          if (told === null) return { step, of: new Uint16Array() };
          const { shape, data } = await recordedPoints(run, step);
          return { step, of: await told.classify({ shape, data }, signal) };
        });
      }),
    scoreMap: (params, signal) =>
      asInput(async () => {
        const { rectangle, columns, rows } = params;
        const { dataset } = await sceneOf(params.run);
        const place = checkpointBefore(params);
        const real = realPoints(dataset, MEANT_SAMPLES);
        const samples = gridSamples(real, rectangle, columns, rows);
        const scores = await discriminators.use(place, discriminator =>
          scoresOf(discriminator, samples, real.dims, signal),
        );
        return { step: place.step, rectangle, columns, rows, scores };
      }),
    path: (params, signal) =>
      asInput(async () => {
        const place = checkpointBefore(params);
        const drawing = { params, step: place.step, ...(await modesOf(params.run)), signal };
        return useClasses(params.run, classes =>
          generators.use(place, generator => drawPath({ ...drawing, classes, generator })),
        );
      }),
    latentMap: (params, signal) =>
      asInput(async () => {
        const place = checkpointBefore(params);
        const drawing = { params, step: place.step, ...(await modesOf(params.run)), signal };
        return useClasses(params.run, classes =>
          generators.use(place, generator => drawLatentMap({ ...drawing, classes, generator })),
        );
      }),
    outputs: async (params, signal) => {
      const { latent } = openRun(params.run).experiment;
      const place = checkpointBefore(params);
      const latents = chosenLatents(
        { kind: "given", size: latent.size, data: wholeRows(params.latents, latent.size) },
        latent,
      );
      return generators.use(place, async generator => ({
        step: place.step,
        samples: cloudOf(await renderLatents(generator, latents, signal)),
      }));
    },
  };
}
