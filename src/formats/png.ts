// PNG around fast-png. The bytes depend on the pixels alone (no time, no text).

import { encode } from "fast-png";
import { FormatError } from "./format-error.ts";

export interface Picture {
  readonly width: number;
  readonly height: number;
  /** 1 grey or indexed, 2 grey and alpha, 3 RGB, 4 RGBA. */
  readonly channels: 1 | 2 | 3 | 4;
  /** Row-major, top row first, channels together: [height, width, channels]. */
  readonly data: Uint8Array;
  /** Colours [red, green, blue], at most 256, that the data of an indexed picture of one channel point to. */
  readonly palette?: readonly (readonly [number, number, number])[];
}

/** Writes a picture of 8 bits a channel. Throws FormatError where the data do not fit the size or palette. */
export function encodePng({ width, height, channels, data, palette }: Picture): Uint8Array {
  if (!Number.isSafeInteger(width) || !Number.isSafeInteger(height) || width < 1 || height < 1)
    throw new FormatError(`a picture cannot be ${width} x ${height}`);
  if (data.length !== width * height * channels)
    throw new FormatError(`${width} x ${height} pixels of ${channels} channels are not ${data.length} bytes`);
  if (palette === undefined) return encode({ width, height, channels, data, depth: 8 });
  if (channels !== 1 || palette.length > 256 || data.some(index => index >= palette.length))
    throw new FormatError("an indexed picture has one channel, whose values point into at most 256 colours");
  return encode({ width, height, channels, data, depth: 8, palette: palette.map(colour => [...colour]) });
}
