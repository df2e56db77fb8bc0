// Real pictures as measures and views ask for them: 8 bits a value, by index, in blocks of any size.

/** Pictures in a fixed order. */
export interface ImageSet {
  /** [height, width, channels] */
  readonly shape: readonly [height: number, width: number, channels: number];
  readonly count: number;
  /** Pictures `from .. from + count` (cut at the end) as [n, height, width, channels]; a copy. */
  readonly read: (from: number, count: number) => Uint8Array<ArrayBuffer>;
  /** The class of picture i, below `count`; null where there are no labels. */
  readonly labelOf: ((i: number) => number) | null;
}

export interface RealImages {
  /** The pictures that `heldOut` of the dataset gives, in the same order. */
  readonly heldOut: ImageSet;
  /**
   * The pictures that are trained on, among which the nearest to a sample is looked for. Where they have fewer
   * channels than a sample (one, of stacked digits), each channel of a sample is a picture of its own.
   */
  readonly training: ImageSet;
}

/** What a byte is in the networks' units: 0 is -1 and 255 is 1. */
const units = Float32Array.from({ length: 256 }, (_, byte) => byte / 127.5 - 1);

/** The first n pictures of a set (fewer where it has fewer) as numbers from -1 to 1, [n, height, width, channels]. */
export function inUnits(set: ImageSet, n: number): Float32Array {
  const bytes = set.read(0, n);
  const out = new Float32Array(bytes.length);
  toUnits(bytes, out);
  return out;
}

/** Writes pictures of 8 bits as numbers from -1 to 1. */
export function toUnits(bytes: Uint8Array, out: Float32Array, offset = 0): void {
  for (let i = 0; i < bytes.length; i++) out[offset + i] = units[bytes[i] ?? 0] ?? 0;
}
