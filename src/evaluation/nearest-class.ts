// The class of a sample by the nearest labelled training sample (one nearest neighbour: Cover and Hart 1967).

import { blockPoints, type BlockedPoints } from "../measures/blocks.ts";
import { nearestOthers } from "../measures/nearest-other.ts";
import type { Points } from "../measures/points.ts";
import type { Sliced } from "../measures/slices.ts";

/** Training samples where distances are measured, and the class of each. */
export interface LabelledPoints extends Points {
  /** [rows] */
  readonly labels: Int32Array;
}

/**
 * Nearest neighbours tell classes apart where they are right for so many held-out real samples. Where they are not, what
 * they say of generated samples tells more of them than of the generator.
 */
export const SURE_ENOUGH = 2 / 3;

/** Tells classes by labelled samples: of equally near ones the first. */
export class NearestClass {
  readonly #blocked: BlockedPoints;
  readonly #labels: Int32Array;

  private constructor(blocked: BlockedPoints, labels: Int32Array) {
    this.#blocked = blocked;
    this.#labels = labels;
  }

  static *of({ labels, ...examples }: LabelledPoints): Sliced<NearestClass> {
    return new NearestClass(yield* blockPoints(examples), labels);
  }

  /** [rows] */
  *classify(samples: Points): Sliced<Int32Array> {
    const { row } = yield* nearestOthers(this.#blocked, yield* blockPoints(samples));
    return row.map(nearest => this.#labels[nearest] ?? -1);
  }
}

/** Why these classes of real samples, told by the nearest, are not to be relied on; null where they are. */
export function whyUnsure(told: Int32Array, labelOf: (row: number) => number): string | null {
  const right = told.filter((label, row) => label === labelOf(row)).length;
  if (right >= SURE_ENOUGH * told.length) return null;
  const percent = (share: number) => `${Math.floor(100 * share)} %`;
  return (
    `the class of a sample cannot be told: the nearest training sample has that of ${percent(right / told.length)} of ` +
    `the held-out real ones, and ${percent(SURE_ENOUGH)} are needed`
  );
}
