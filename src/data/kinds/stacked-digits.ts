// Three digits, drawn independently, as the colour channels of one image: 1,000 modes of nearly equal weight.
// Source: Metz, Poole, Pfau, Sohl-Dickstein 2017, "Unrolled Generative Adversarial Networks", arXiv 1611.02163, section
// 3.3.1. Nothing is stored: an image is composed when it is asked for.

import type { Dataset } from "../dataset.ts";
import { splitRows } from "../epochs.ts";
import { chosenImages, classShares } from "../image-table.ts";
import { randomBits, uniformOf, type RandomAddress } from "../random.ts";
import { inUnits, toUnits, type ImageSet } from "../real-images.ts";
import { shippedDigits } from "../shipped-digits.ts";

const CHANNELS = 3;
/** Held-out images that can be asked for by index. */
const HELD_OUT = 100_000;

/** Stack i of an address takes random values 3 i .. 3 i + 2, one a channel. */
function stacksOf(digits: ImageSet): {
  read: (at: RandomAddress, from: number, count: number) => Uint8Array<ArrayBuffer>;
  label: (at: RandomAddress, i: number) => number;
} {
  const [height, width] = digits.shape;
  const area = height * width;
  const pixels = digits.read(0, digits.count);
  const chosen = (at: RandomAddress, from: number, count: number) => {
    const bits = new Uint32Array(CHANNELS * count);
    randomBits(bits, at, CHANNELS * from);
    return bits.map(word => Math.floor(uniformOf(word) * digits.count));
  };
  return {
    read(at, from, count) {
      const out = new Uint8Array(count * area * CHANNELS);
      chosen(at, from, count).forEach((digit, k) => {
        const channel = k % CHANNELS;
        const first = ((k - channel) / CHANNELS) * area * CHANNELS + channel;
        for (let p = 0; p < area; p++) out[first + p * CHANNELS] = pixels[digit * area + p] ?? 0;
      });
      return out;
    },
    label: (at, i) =>
      chosen(at, i, 1).reduce((label, digit) => 10 * label + (digits.labelOf?.(digit) ?? 0), 0),
  };
}

/** Stacks of training digits without end; held-out stacks are of held-out digits, the same for every seed. */
export function stackedDigits(): Dataset {
  const { table, labels } = shippedDigits();
  const { height, width } = table;
  const split = splitRows(table.count);
  const training = chosenImages(table, labels, split.training);
  const stacks = stacksOf(training);
  const heldOutStacks = stacksOf(chosenImages(table, labels, split.heldOut));
  const held = { seed: 0, stream: "heldOut", step: 0 } as const;
  const heldOut: ImageSet = {
    shape: [height, width, CHANNELS],
    count: HELD_OUT,
    read: (from, count) => heldOutStacks.read(held, from, Math.max(0, Math.min(count, HELD_OUT - from))),
    labelOf: i => heldOutStacks.label(held, i),
  };
  const shares = classShares(labels);
  const digit = (label: number, place: number) => shares[Math.floor(label / place) % 10] ?? 0;
  return {
    sampleShape: [height, width, CHANNELS],
    modes: null,
    examples: null,
    classes: {
      count: 1000,
      weights: Float64Array.from({ length: 1000 }, (_, k) => digit(k, 100) * digit(k, 10) * digit(k, 1)),
      nameOf: label => String(label).padStart(CHANNELS, "0"),
      classifier: "digits",
    },
    images: { heldOut, training },
    normalization: null,
    batch(seed, step, rows, out, offset) {
      toUnits(stacks.read({ seed, stream: "data", step }, 0, rows), out, offset);
    },
    heldOut: n => inUnits(heldOut, n),
    heldOutCentred: n => inUnits(heldOut, n),
    logDensity: null,
    reading: null,
    notices: [],
  };
}
