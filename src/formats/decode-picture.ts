// Pictures of any kind as RGB, 8 bits a channel, around pngjs, jpeg-js and libwebp. Sizes are read and bounded before any of
// them sees the file: a header of a few bytes can ask for gigabytes.

import { inflateSync } from "node:zlib";
import { decode as decodeJpegFile } from "jpeg-js";
import { PNG } from "pngjs";
import { knownFile } from "./file-kind.ts";
import { FormatError } from "./format-error.ts";
import { plainJpeg, readJpegHeader } from "./jpeg-header.ts";
import { aKind, namedKind, pictureKind, type PictureKind } from "./picture-kind.ts";
import { orientationOf, upright } from "./orientation.ts";
import type { PictureAside } from "./picture-aside.ts";
import { plainPng, readPngHeader } from "./png-chunks.ts";
import { decodeStillWebp } from "./still-webp.ts";
import { readWebpHeader, stillWebp, webpExif } from "./webp-header.ts";

export interface RgbPicture {
  readonly width: number;
  readonly height: number;
  /** [height, width, 3] */
  readonly data: Uint8Array;
}

export interface DecodedPicture extends RgbPicture {
  readonly asides: readonly PictureAside[];
}

/** Pixels of a picture; the decoders need about 10 bytes for each. */
const MOST_PIXELS = 2 ** 26;
const MEGABYTES_OF_A_JPEG = 2048;

function checkSize(width: number, height: number): void {
  if (width < 1 || height < 1) throw new FormatError(`the picture is ${width} x ${height} pixels`);
  if (width * height > MOST_PIXELS)
    throw new FormatError(`the picture is ${width} x ${height}; at most ${MOST_PIXELS} pixels are read`);
}

/** What a library says of a file it cannot read, in one line. */
const said = (error: unknown) =>
  (error instanceof Error ? error.message : String(error)).split("\n")[0]?.slice(0, 200) ?? "";

/** A library's reason is told; where it stumbles over what it did not expect, its words are none. */
const damaged = (kind: PictureKind, error: unknown) =>
  new FormatError(
    error instanceof TypeError || error instanceof RangeError
      ? `the ${kind} file is damaged`
      : `the ${kind} file is damaged (${said(error)})`,
  );

/** The picture as it is seen. */
function asSeen(picture: RgbPicture, exif: Uint8Array | null, isAnimated: boolean): DecodedPicture {
  const orientation = orientationOf(exif);
  return {
    ...upright(picture, orientation),
    asides: [
      ...(orientation === 1 ? [] : ["turned" as const]),
      ...(isAnimated ? ["first frame" as const] : []),
    ],
  };
}

/** Pixels of red, green, blue and alpha as they look on white. */
function overWhite(rgba: Uint8Array | Uint8ClampedArray): Uint8Array {
  const data = new Uint8Array((3 * rgba.length) / 4);
  for (let from = 0, to = 0; from < rgba.length; from += 4) {
    const alpha = rgba[from + 3] ?? 0;
    for (let c = 0; c < 3; c++) {
      const value = rgba[from + c] ?? 0;
      data[to++] = alpha === 255 ? value : Math.round((value * alpha + 255 * (255 - alpha)) / 255);
    }
  }
  return data;
}

/** An interlaced picture's data are inflated whole by pngjs, however long they are; so their end is looked for first. */
function checkInterlaced(bytes: Uint8Array, pixels: number): void {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const parts: Uint8Array[] = [];
  for (let at = 8; at + 8 <= bytes.length; at += 12 + view.getUint32(at))
    if (view.getUint32(at + 4) === 0x49444154)
      parts.push(bytes.subarray(at + 8, at + 8 + view.getUint32(at)));
  try {
    // At most 8 bytes a pixel, and a filter byte for each row of each of seven passes.
    inflateSync(Buffer.concat(parts), { maxOutputLength: 8 * pixels + 8 * MOST_PIXELS ** 0.5 + 4096 });
  } catch (error) {
    throw new FormatError(`the PNG file is damaged (${said(error)})`);
  }
}

/** Every colour type and depth; what is transparent shows white. */
function decodePng(bytes: Uint8Array): DecodedPicture {
  const { width, height } = readPngHeader(bytes);
  checkSize(width, height);
  const { bytes: plain, exif, isAnimated } = plainPng(bytes);
  if (plain[28] !== 0) checkInterlaced(plain, width * height);
  let rgba: Uint8Array;
  try {
    rgba = PNG.sync.read(Buffer.from(plain.buffer, plain.byteOffset, plain.byteLength)).data;
  } catch (error) {
    throw damaged("PNG", error);
  }
  if (rgba.length !== 4 * width * height) throw new FormatError("the PNG file is damaged");
  return asSeen({ width, height, data: overWhite(rgba) }, exif, isAnimated);
}

/** Grey, YCbCr, RGB, CMYK and YCCK, baseline and progressive. */
function decodeJpeg(bytes: Uint8Array, megabytes: number): DecodedPicture {
  const header = readJpegHeader(bytes);
  const { width, height, colours } = header;
  checkSize(width, height);
  try {
    const { data } = decodeJpegFile(plainJpeg(bytes, header), {
      useTArray: true,
      formatAsRGBA: false,
      tolerantDecoding: false,
      maxResolutionInMP: MOST_PIXELS / 1e6,
      maxMemoryUsageInMB: megabytes,
      colorTransform: colours === "YCbCr" || colours === "YCCK",
    });
    return asSeen({ width, height, data }, header.exif, false);
  } catch (error) {
    // A file that was cut ends without the marker of a picture's end; what follows one is nobody's business.
    const end = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).lastIndexOf(
      "\xff\xd9",
      undefined,
      "latin1",
    );
    if (said(error).startsWith("maxMemoryUsageInMB"))
      throw new FormatError(
        `the picture is ${width} x ${height} and needs more than ${megabytes} MB of memory to be decoded`,
      );
    throw end < 0 ? new FormatError("the JPEG file is cut short") : damaged("JPEG", error);
  }
}

/** Lossy and lossless; of an animation the first frame. */
function decodeWebp(bytes: Uint8Array): DecodedPicture {
  const { width, height, frame, length } = readWebpHeader(bytes);
  checkSize(width, height);
  const shown = frame ?? { left: 0, top: 0, width, height };
  checkSize(shown.width, shown.height);
  const rgba = decodeStillWebp(frame === null ? bytes : stillWebp(frame), shown);
  if (rgba === null)
    throw new FormatError(`the WebP file is ${length > bytes.length ? "cut short" : "damaged"}`);
  const pixels = overWhite(rgba);
  const exif = webpExif(bytes);
  if (shown.width === width && shown.height === height)
    return asSeen({ width, height, data: pixels }, exif, frame !== null);
  const data = new Uint8Array(3 * width * height).fill(255);
  for (let y = 0; y < shown.height; y++)
    data.set(
      pixels.subarray(3 * y * shown.width, 3 * (y + 1) * shown.width),
      3 * ((shown.top + y) * width + shown.left),
    );
  return asSeen({ width, height, data }, exif, true);
}

const headers = { PNG: readPngHeader, JPEG: readJpegHeader, WebP: readWebpHeader } as const;
const decoders = { PNG: decodePng, JPEG: decodeJpeg, WebP: decodeWebp } as const;

/** How many pixels a picture file says that it has, by its header alone; 0 where it cannot be read. */
export function pixelsOf(bytes: Uint8Array): number {
  const kind = pictureKind(bytes);
  if (kind === null) return 0;
  try {
    const { width, height } = headers[kind](bytes);
    return width * height;
  } catch (error) {
    if (error instanceof FormatError) return 0;
    throw error;
  }
}

/** Reads a PNG, JPEG or WebP file, whichever its first bytes say. Throws FormatError. `megabytes`: that a JPEG's decoder may take. */
export function decodePicture(bytes: Uint8Array, megabytes = MEGABYTES_OF_A_JPEG): DecodedPicture {
  const kind = pictureKind(bytes);
  if (kind !== null) return decoders[kind](bytes, megabytes);
  const named = namedKind(bytes);
  if (named === null)
    throw new FormatError(knownFile(bytes) ?? "this is no PNG, JPEG or WebP file, whatever its name");
  throw new FormatError(`this is ${aKind(named)} file, whatever its name; PNG, JPEG and WebP files are read`);
}
