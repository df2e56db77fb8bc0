import { readFile } from "node:fs/promises";
import { shippedFile } from "../data/shipped-file.ts";
import { openModel } from "../execution/model.ts";
import type { Model } from "../execution/model.ts";
import type { Between } from "./between.ts";
import { DIGITS, DIGIT_SIDE } from "./digit-network.ts";

const AREA = DIGIT_SIDE * DIGIT_SIDE;
/** Digits of one call. */
const AT_ONCE = 256;

/** Tells which digits pictures show; each channel is a digit of its own. */
export class DigitClassifier {
  readonly #model: Model;

  private constructor(model: Model) {
    this.#model = model;
  }

  /** The shipped classifier, or one of these bytes. */
  static async of(onnx?: Uint8Array): Promise<DigitClassifier> {
    return new DigitClassifier(
      await openModel(onnx ?? (await readFile(shippedFile("digits/classifier.onnx")))),
    );
  }

  /**
   * The class of each picture [rows, 28, 28, channels] in -1 to 1: its channels' digits read as a decimal number, the
   * first channel first. `between` is called between two calls of the network.
   */
  async classify(
    pictures: Float32Array,
    rows: number,
    channels: number,
    between: Between,
  ): Promise<Int32Array> {
    const classes = new Int32Array(rows);
    const stacks = Math.max(1, Math.floor(AT_ONCE / channels));
    for (let from = 0; from < rows; from += stacks) {
      if (from > 0) await between();
      const count = Math.min(stacks, rows - from);
      const digits = new Float32Array(count * channels * AREA);
      for (let i = 0; i < count * AREA; i++) {
        const [row, pixel] = [Math.floor(i / AREA), i % AREA];
        for (let c = 0; c < channels; c++)
          digits[(row * channels + c) * AREA + pixel] = pictures[(from * AREA + i) * channels + c] ?? 0;
      }
      const { logits } = await this.#model.run(count * channels, { pictures: digits });
      for (let k = 0; k < count * channels; k++) {
        const row = from + Math.floor(k / channels);
        classes[row] = 10 * (classes[row] ?? 0) + mostLikely(logits, k * DIGITS);
      }
    }
    return classes;
  }

  close(): Promise<void> {
    return this.#model.close();
  }
}

function mostLikely(logits: Float32Array | undefined, from: number): number {
  let best = 0;
  for (let digit = 1; digit < DIGITS; digit++)
    if ((logits?.[from + digit] ?? 0) > (logits?.[from + best] ?? 0)) best = digit;
  return best;
}
