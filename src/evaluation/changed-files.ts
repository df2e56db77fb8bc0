import { dataDigest, digestOfFiles } from "../data/data-digest.ts";
import { isFeatureName } from "../experiment/catalog.ts";
import type { Experiment } from "../experiment/schema.ts";

/** SHA-256 of the feature network that an experiment names by its file, in hexadecimal; null where it names none. Rejects with DataError. */
export async function featuresDigest({ features }: Experiment["evaluation"]): Promise<string | null> {
  return isFeatureName(features) ? null : digestOfFiles([features]);
}

/** What a run began with. */
export interface RecordedFiles {
  readonly experiment: Experiment;
  readonly dataDigest?: string;
  readonly featuresDigest?: string;
}

/**
 * Which of the files that a run's results follow from are not those that it began with, as far as that is on record.
 * Rejects with DataError where one cannot be read.
 */
export async function changedFiles(run: RecordedFiles): Promise<("data" | "features")[]> {
  const { data, evaluation } = run.experiment;
  const changed: ("data" | "features")[] = [];
  if (run.dataDigest !== undefined && run.dataDigest !== (await dataDigest(data))) changed.push("data");
  if (run.featuresDigest !== undefined && run.featuresDigest !== (await featuresDigest(evaluation)))
    changed.push("features");
  return changed;
}
