import type { Dataset } from "../data/dataset.ts";
import type { Experiment } from "../experiment/schema.ts";
import { isFeatureName } from "../experiment/catalog.ts";
import type { Between } from "./between.ts";
import { openClasses, tellReal } from "./class-teller.ts";
import { openSpace } from "./open-space.ts";
import { trainingFeatures } from "./training-features.ts";

/** What tells which of the data's classes single samples are of, by the rule of the measures. */
export interface DataClasses {
  /** Why classes of samples are not told; null where they are. */
  readonly unsure: string | null;
  /** The class of each sample [rows, ...sample] in the data's own units; empty where they are not told. */
  readonly classify: (samples: Float32Array, rows: number, between: Between) => Promise<Uint16Array>;
  readonly close: () => Promise<void>;
}

function untold(unsure: string): DataClasses {
  return {
    unsure,
    classify: () => Promise.resolve(new Uint16Array()),
    close: () => Promise.resolve(),
  };
}

/** Opens it; null for data without classes. Rejects with DataError, ExecutionError. */
export async function openDataClasses(
  dataset: Dataset,
  evaluation: Pick<Experiment["evaluation"], "features" | "samples">,
  between: Between,
): Promise<DataClasses | null> {
  const { classes, sampleShape, normalization } = dataset;
  if (classes === null) return null;
  const size = sampleShape.reduce((product, length) => product * length, 1);
  if (classes.classifier === "digits") {
    const teller = await openClasses(dataset, null, between);
    if (teller === null) return null;
    return {
      unsure: null,
      classify: async (samples, rows, between) =>
        Uint16Array.from(await teller.classify({ samples, features: samples, rows }, between)),
      close: () => teller.close(),
    };
  }
  // One by one through a network of any size, thousands of pictures would take minutes and the trainer's cores.
  if (sampleShape.length > 1 && !isFeatureName(evaluation.features))
    return untold(
      "which class a single sample is of is not told here: that would take thousands of pictures through your own feature network; the measures have it",
    );
  const space = await openSpace(evaluation.features, sampleShape);
  const real = dataset.heldOutCentred(evaluation.samples);
  const rows = real.length / size;
  const features = await space.features(real, rows, between);
  const training = await trainingFeatures(dataset, space, rows, between);
  const teller = await openClasses(dataset, training, between);
  if (teller === null) return null;
  const { unsure } = await tellReal(teller, dataset, { samples: real, features, rows }, between);
  const close = async () => {
    await space.close();
    await teller.close();
  };
  if (unsure !== null) {
    await close();
    return untold(unsure);
  }
  const centred = (samples: Float32Array) =>
    normalization === null ? samples : samples.map((value, i) => value - (normalization.mean[i % size] ?? 0));
  return {
    unsure: null,
    classify: async (samples, rows, between) => {
      const given = centred(samples);
      const features = await space.features(given, rows, between);
      return Uint16Array.from(await teller.classify({ samples: given, features, rows }, between));
    },
    close,
  };
}
