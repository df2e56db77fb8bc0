import { dataKinds } from "../experiment/catalog.ts";
import { InputError } from "../experiment/input-error.ts";
import { changeExperiment } from "../experiment/read.ts";
import { settingAt } from "../experiment/setting-at.ts";
import type { Experiment } from "../experiment/schema.ts";
import { RunReadError } from "./errors.ts";
import type { RunInfo } from "./run-info.ts";

/** Whether a run's data is known to another trainer alone, so that no real samples can be had. */
export const hasUnknownData = ({ trainer, experiment }: Pick<RunInfo, "trainer" | "experiment">): boolean =>
  trainer !== undefined && !Object.hasOwn(dataKinds, experiment.data.kind);

/**
 * The experiment that a run's real samples and measures follow from. Of another trainer's run that is what its outline says
 * of data, latents and evaluation, checked as a file is, and the usual values for the rest. Throws RunReadError.
 */
export function drawnExperiment(info: Pick<RunInfo, "id" | "trainer" | "experiment">): Experiment {
  const { trainer, experiment } = info;
  if (trainer === undefined) return experiment;
  if (hasUnknownData(info))
    throw new RunReadError(`real samples are known to ${trainer.name} alone, which trains this run`);
  const { data, latent } = experiment;
  const evaluation = settingAt(experiment, "evaluation") ?? {};
  try {
    return changeExperiment({ data: withoutDomain(data), latent, evaluation }, info.id);
  } catch (error) {
    if (error instanceof InputError) throw new RunReadError(error.message, { cause: error });
    throw error;
  }
}

/** A known kind says by itself whether samples are points or images. */
const withoutDomain = (data: object): object =>
  Object.fromEntries(Object.entries(data).filter(([key]) => key !== "domain"));
