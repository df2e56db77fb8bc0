import type { Dataset } from "../../data/dataset.ts";
import { DigitClassifier } from "../../evaluation/digit-classifier.ts";
import type { Rows } from "../../protocol/viewer-calls.ts";
import { throwIfCancelled } from "../render.ts";

/** Which class each image [n, height, width, channels] looks like, from 0; empty where that cannot be told. */
export type Classify = (samples: Rows, signal: AbortSignal) => Promise<Uint16Array>;

export const noClasses: Classify = () => Promise.resolve(new Uint16Array());

/** Tells classes by the shipped classifier of digits, which is opened when it is needed first. */
export function digitClasses(): Classify {
  let opening: Promise<DigitClassifier> | null = null;
  return async ({ shape, data }, signal) => {
    const [rows = 0, , , channels = 1] = shape;
    opening ??= DigitClassifier.of();
    const classifier = await opening.catch((error: unknown) => {
      opening = null;
      throw error;
    });
    const classes = await classifier.classify(data, rows, channels, () => {
      throwIfCancelled(signal);
      return Promise.resolve();
    });
    return Uint16Array.from(classes);
  };
}

/** Whether the classes of a dataset's images can be told. */
export const canTell = ({ classes }: Dataset): boolean => classes?.classifier === "digits";
