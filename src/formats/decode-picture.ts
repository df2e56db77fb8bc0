// Pictures of any kind as RGB, 8 bits a channel, around pngjs and jpeg-js. Sizes are read and bounded before either
// sees the file: a header of a few bytes can ask for gigabytes.

import { inflateSync } from "node:zlib";
import { decode as decodeJpegFile } from "jpeg-js";
import { PNG } from "pngjs";
import { FormatError } from "./format-error.ts";
import { readJpegHeader } from "./jpeg-header.ts";

export interface RgbPicture {
  readonly width: number;
  readonly height: number;
  /** [height, width, 3] */
  readonly data: Uint8Array;
}

/** Pixels of a picture; both decoders need about 10 bytes for each. */
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

const pngSignature = [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a];
const begins = (bytes: Uint8Array, with_: readonly number[]) => with_.every((byte, i) => bytes[i] === byte);

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

/** Whether a PNG file has all of its parts, to the last one. */
function isWhole(bytes: Uint8Array): boolean {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  for (let at = 8; at + 12 <= bytes.length; at += 12 + view.getUint32(at))
    if (view.getUint32(at + 4) === 0x49454e44) return true;
  return false;
}

/** Every colour type and depth; what is transparent shows white. */
function decodePng(bytes: Uint8Array): RgbPicture {
  if (bytes.length < 33) throw new FormatError("the PNG file is cut short");
  const header = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const [width, height] = [header.getUint32(16), header.getUint32(20)];
  checkSize(width, height);
  if (header.getUint8(28) !== 0) checkInterlaced(bytes, width * height);
  let rgba: Uint8Array;
  try {
    rgba = PNG.sync.read(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)).data;
  } catch (error) {
    if (!isWhole(bytes)) throw new FormatError("the PNG file is cut short");
    throw new FormatError(`the PNG file is damaged (${said(error)})`);
  }
  if (rgba.length !== 4 * width * height) throw new FormatError("the PNG file is damaged");
  const data = new Uint8Array(3 * width * height);
  for (let from = 0, to = 0; from < rgba.length; from += 4) {
    const alpha = rgba[from + 3] ?? 0;
    for (let c = 0; c < 3; c++) {
      const value = rgba[from + c] ?? 0;
      data[to++] = alpha === 255 ? value : Math.round((value * alpha + 255 * (255 - alpha)) / 255);
    }
  }
  return { width, height, data };
}

/** Grey, YCbCr, RGB, CMYK and YCCK, baseline and progressive. */
function decodeJpeg(bytes: Uint8Array): RgbPicture {
  const { width, height, rgb } = readJpegHeader(bytes);
  checkSize(width, height);
  try {
    const { data } = decodeJpegFile(bytes, {
      useTArray: true,
      formatAsRGBA: false,
      tolerantDecoding: false,
      maxResolutionInMP: MOST_PIXELS / 1e6,
      maxMemoryUsageInMB: MEGABYTES_OF_A_JPEG,
      ...(rgb ? { colorTransform: false } : {}),
    });
    return { width, height, data };
  } catch (error) {
    // A file that was cut ends without the marker of a picture's end; what follows one is nobody's business.
    const end = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).lastIndexOf(
      "\xff\xd9",
      undefined,
      "latin1",
    );
    if (said(error).startsWith("maxMemoryUsageInMB"))
      throw new FormatError(
        `the picture is ${width} x ${height} and needs more than ${MEGABYTES_OF_A_JPEG} MB of memory to be decoded`,
      );
    throw new FormatError(
      end < 0 ? "the JPEG file is cut short" : `the JPEG file is damaged (${said(error)})`,
    );
  }
}

/** How many pixels a PNG or JPEG file says that it has, by its header alone; 0 where it cannot be read. */
export function pixelsOf(bytes: Uint8Array): number {
  if (begins(bytes, pngSignature) && bytes.length >= 24) {
    const header = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    return header.getUint32(16) * header.getUint32(20);
  }
  try {
    const { width, height } = readJpegHeader(bytes);
    return width * height;
  } catch (error) {
    if (error instanceof FormatError) return 0;
    throw error;
  }
}

/** Reads a PNG or JPEG file, whichever its first bytes say. Throws FormatError. */
export function decodePicture(bytes: Uint8Array): RgbPicture {
  if (begins(bytes, pngSignature)) return decodePng(bytes);
  if (begins(bytes, [0xff, 0xd8])) return decodeJpeg(bytes);
  throw new FormatError(
    bytes.length === 0 ? "the file is empty" : "this is neither a PNG nor a JPEG file, whatever its name",
  );
}
