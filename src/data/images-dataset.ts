// Pictures that came from files: split and drawn without replacement, kept as bytes.

import type { Classes, Dataset } from "./dataset.ts";
import { epochs, splitRows } from "./epochs.ts";
import { chosenImages, classShares, type ImageLabels, type ImageTable } from "./image-table.ts";
import { inUnits, toUnits, type RealImages } from "./real-images.ts";
import type { Examples } from "./examples.ts";

export interface LabelledClasses extends Pick<Classes, "nameOf" | "classifier"> {
  readonly labels: ImageLabels;
}

/** The labelled pictures that are trained on; null where there are no labels, or a classifier knows better. */
function examplesOf({ training, heldOut }: RealImages, classes: LabelledClasses | null): Examples | null {
  const [labelOf, heldOutLabelOf] = [training.labelOf, heldOut.labelOf];
  if (classes?.classifier !== "examples" || labelOf === null || heldOutLabelOf === null) return null;
  return {
    count: training.count,
    fill: (i, out, offset) => {
      toUnits(training.read(i, 1), out, offset);
    },
    labelOf,
    heldOutLabelOf,
  };
}

/** A dataset of the pictures. A fifth is held out unless the data have a split of their own. */
export function imagesDataset(
  table: ImageTable,
  classes: LabelledClasses | null,
  split = splitRows(table.count),
): Dataset {
  const { height, width, channels, pixels } = table;
  const size = height * width * channels;
  const labels = classes?.labels ?? null;
  const heldOut = chosenImages(table, labels, split.heldOut);
  const images = { heldOut, training: chosenImages(table, labels, split.training) };
  const draw = epochs(split.training.length);
  return {
    sampleShape: [height, width, channels],
    modes: null,
    classes:
      classes === null
        ? null
        : {
            count: classes.labels.classes,
            weights: classShares(classes.labels),
            nameOf: classes.nameOf,
            classifier: classes.classifier,
          },
    examples: examplesOf(images, classes),
    images,
    normalization: null,
    batch(seed, step, count, out, offset) {
      draw(seed, step * count, count, (place, i) => {
        const row = split.training[place] ?? 0;
        toUnits(pixels.subarray(row * size, (row + 1) * size), out, offset + i * size);
      });
    },
    heldOut: n => inUnits(heldOut, n),
    heldOutCentred: n => inUnits(heldOut, n),
    logDensity: null,
    reading: null,
    notices: [],
  };
}
