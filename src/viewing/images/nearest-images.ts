import { setImmediate as turn } from "node:timers/promises";
import { throwIfCancelled } from "../render.ts";

/** Images in a fixed order, 8 bits a value. */
export interface ImageSource {
  /** [height, width, channels] */
  readonly shape: readonly [number, number, number];
  readonly count: number;
  /** Images `from .. from + count` (cut at the end), [n, height, width, channels]. */
  readonly read: (from: number, count: number) => Uint8Array;
}

interface Found {
  readonly index: number;
  /** Sum of squared differences of 8-bit values. */
  readonly square: number;
}

/** Values that are looked through between two turns of others. */
const VALUES_AT_ONCE = 2 ** 22;

/** The sum of squared differences, or more than `limit` where it is more than that. */
function squaredDifference(image: Uint8Array, all: Uint8Array, at: number, limit: number): number {
  const size = image.length;
  let square = 0;
  for (let i = 0; i < size;) {
    // So often that a far image costs little, so seldom that the question costs nothing.
    const end = Math.min(size, i + 64);
    for (; i < end; i++) {
      const difference = (image[i] ?? 0) - (all[at + i] ?? 0);
      square += difference * difference;
    }
    if (square > limit) return square;
  }
  return square;
}

/** The `count` images of a source that are nearest to an image of its own shape, the nearest first; of equals the first. */
async function nearestOf(
  source: ImageSource,
  image: Uint8Array,
  count: number,
  signal: AbortSignal,
): Promise<readonly Found[]> {
  const best: Found[] = [];
  const block = Math.max(1, Math.floor(VALUES_AT_ONCE / image.length));
  for (let from = 0; from < source.count; from += block) {
    throwIfCancelled(signal);
    const images = source.read(from, block);
    const rows = images.length / image.length;
    for (let row = 0; row < rows; row++) {
      const limit = best.length < count ? Infinity : (best.at(-1)?.square ?? Infinity);
      const square = squaredDifference(image, images, row * image.length, limit);
      if (square >= limit) continue;
      const place = best.findIndex(found => found.square > square);
      best.splice(place < 0 ? best.length : place, 0, { index: from + row, square });
      if (best.length > count) best.pop();
    }
    await turn();
  }
  return best;
}

export interface NearestImages {
  /** [count, height, width, channels] of the image that was searched for. */
  readonly pixels: Uint8Array;
  /** [count]: root mean squares over pixels and channels, 0 to 1. */
  readonly distances: Float32Array;
}

/**
 * The `count` images of a source that are nearest to an image [height, width, channels] in pixels, the nearest first.
 * Where the source has one channel and the image has more, each channel is searched for by itself, and image k is made of
 * the k-th nearest of each. Cost: every value of the source is read once a channel.
 */
export async function nearestImages(
  source: ImageSource,
  image: Uint8Array,
  count: number,
  signal: AbortSignal,
): Promise<NearestImages> {
  const [height, width, own] = source.shape;
  const channels = image.length / (height * width);
  const parts = channels === own ? 1 : channels;
  const wanted = Math.min(count, source.count);
  const pixels = new Uint8Array(wanted * image.length);
  const squares = new Float64Array(wanted);
  for (let part = 0; part < parts; part++) {
    const one = parts === 1 ? image : image.filter((_, i) => i % channels === part);
    const found = await nearestOf(source, one, wanted, signal);
    found.forEach(({ index, square }, rank) => {
      const real = source.read(index, 1);
      for (let i = 0; i < real.length; i++) pixels[rank * image.length + i * parts + part] = real[i] ?? 0;
      squares[rank] = (squares[rank] ?? 0) + square;
    });
  }
  return { pixels, distances: Float32Array.from(squares, square => Math.sqrt(square / image.length) / 255) };
}
