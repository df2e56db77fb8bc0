import type { Dataset } from "../data/dataset.ts";
import { inTurns, type Between } from "./between.ts";
import { DigitClassifier } from "./digit-classifier.ts";
import { NearestClass, whyUnsure } from "./nearest-class.ts";
import type { TrainingFeatures } from "./training-features.ts";

/** Samples [rows, ...sample] in the data's own units less their mean, and where distances between them are measured. */
export interface ToldSamples {
  readonly samples: Float32Array;
  /** [rows, features] */
  readonly features: Float32Array;
  readonly rows: number;
}

/** Tells which of the data's classes samples are of, [rows]. */
export interface ClassTeller {
  readonly classify: (told: ToldSamples, between: Between) => Promise<Int32Array>;
  readonly close: () => Promise<void>;
}

/** What tells the classes of a dataset: the shipped classifier of digits, or the nearest labelled training sample; null without classes. */
export async function openClasses(
  { classes, sampleShape }: Dataset,
  training: TrainingFeatures | null,
  between: Between,
): Promise<ClassTeller | null> {
  if (classes?.classifier === "digits") {
    const digits = await DigitClassifier.of();
    return {
      classify: ({ samples, rows }, between) => digits.classify(samples, rows, sampleShape[2] ?? 1, between),
      close: () => digits.close(),
    };
  }
  const labels = training?.labels ?? null;
  if (classes === null || training === null || labels === null) return null;
  const nearest = await inTurns(NearestClass.of({ ...training, labels }), between);
  return {
    classify: ({ features, rows }, between) =>
      inTurns(nearest.classify({ data: features, rows, dims: training.dims }), between),
    close: () => Promise.resolve(),
  };
}

/** The classes of held-out real samples as they are told, [rows], and why that is not to be relied on; null where it is. */
export async function tellReal(
  teller: ClassTeller,
  { examples }: Pick<Dataset, "examples">,
  real: ToldSamples,
  between: Between,
): Promise<{ readonly told: Int32Array; readonly unsure: string | null }> {
  const told = await teller.classify(real, between);
  return { told, unsure: examples === null ? null : whyUnsure(told, examples.heldOutLabelOf) };
}
