import type { Dataset } from "../dataset.ts";
import { imagesDataset } from "../images-dataset.ts";
import { shippedDigits } from "../shipped-digits.ts";

/** Handwritten digits: 8,000 to train on, 2,000 held out. */
export function digits(): Dataset {
  const { table, labels } = shippedDigits();
  return imagesDataset(table, { labels, nameOf: String, classifier: "digits" });
}
