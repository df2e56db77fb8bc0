import { DataError } from "../data/data-error.ts";
import { probeLatents } from "../data/latents.ts";
import { CallError, type Handlers } from "../protocol/calls.ts";
import type { ViewerCalls } from "../protocol/viewer-calls.ts";
import { RunReadError } from "../runs/errors.ts";
import { readRunInfo, type RunInfo } from "../runs/run-info.ts";
import { chosenCheckpoint } from "./checkpoint-choice.ts";
import { evaluateGenerator, realSamples } from "./evaluation.ts";
import { GeneratorCache } from "./generator-cache.ts";
import { latentsOnPath, positions, speedAlong } from "./interpolation.ts";
import { chosenLatents } from "./latent-choice.ts";
import { renderLatents } from "./render.ts";

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
    if (error instanceof DataError) throw new CallError("input", error.message);
    throw error;
  }
}

/** What the viewer does for each call. */
export function viewerHandlers(generators = new GeneratorCache()): Handlers<ViewerCalls> {
  return {
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
        measures: await asInput(() => evaluateGenerator(info, generator, signal)),
      }));
    },
    real: params => asInput(() => realSamples(openRun(params.run), params.count)),
  };
}
