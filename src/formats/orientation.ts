// How a camera was held (EXIF 2.32, tag 274): the rows of a picture are stored as the sensor gave them.

/** 1 to 8, as EXIF counts them; 1 is upright. */
export type Orientation = 1 | 2 | 3 | 4 | 5 | 6 | 7 | 8;

const ORIENTATION = 274;
const SHORT = 3;
const MOST_ENTRIES = 512;

const isOrientation = (value: number): value is Orientation =>
  Number.isInteger(value) && value >= 1 && value <= 8;

/** The orientation of an EXIF block: a TIFF header, "Exif\0\0" before it or not. Upright where it does not tell. */
export function orientationOf(exif: Uint8Array | null): Orientation {
  if (exif === null) return 1;
  const isNamed = String.fromCharCode(...exif.subarray(0, 4)) === "Exif";
  const tiff = isNamed ? exif.subarray(6) : exif;
  if (tiff.length < 8) return 1;
  const view = new DataView(tiff.buffer, tiff.byteOffset, tiff.byteLength);
  const order = String.fromCharCode(...tiff.subarray(0, 2));
  if (order !== "II" && order !== "MM") return 1;
  const little = order === "II";
  const start = view.getUint32(4, little);
  if (start + 2 > tiff.length) return 1;
  const entries = Math.min(view.getUint16(start, little), MOST_ENTRIES);
  for (let at = start + 2; at + 12 <= tiff.length && at < start + 2 + 12 * entries; at += 12) {
    if (view.getUint16(at, little) !== ORIENTATION || view.getUint16(at + 2, little) !== SHORT) continue;
    const value = view.getUint16(at + 8, little);
    return isOrientation(value) ? value : 1;
  }
  return 1;
}

interface Pixels {
  readonly width: number;
  readonly height: number;
  /** [height, width, 3] */
  readonly data: Uint8Array;
}

/** Which way the places of the upright picture lie in the stored one: axes exchanged, each from its end. */
const ways: Readonly<
  Record<Orientation, { readonly swap: boolean; readonly right: boolean; readonly down: boolean }>
> = {
  1: { swap: false, right: false, down: false },
  2: { swap: false, right: true, down: false },
  3: { swap: false, right: true, down: true },
  4: { swap: false, right: false, down: true },
  5: { swap: true, right: false, down: false },
  6: { swap: true, right: false, down: true },
  7: { swap: true, right: true, down: true },
  8: { swap: true, right: true, down: false },
};

/** The picture as it is seen. */
export function upright(stored: Pixels, orientation: Orientation): Pixels {
  if (orientation === 1) return stored;
  const { swap, right, down } = ways[orientation];
  const [width, height] = swap ? [stored.height, stored.width] : [stored.width, stored.height];
  const data = new Uint8Array(stored.data.length);
  for (let y = 0, to = 0; y < height; y++)
    for (let x = 0; x < width; x++, to += 3) {
      const [u, v] = swap ? [y, x] : [x, y];
      const column = right ? stored.width - 1 - u : u;
      const row = down ? stored.height - 1 - v : v;
      const from = 3 * (row * stored.width + column);
      data[to] = stored.data[from] ?? 0;
      data[to + 1] = stored.data[from + 1] ?? 0;
      data[to + 2] = stored.data[from + 2] ?? 0;
    }
  return { width, height, data };
}
