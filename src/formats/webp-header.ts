// What a WebP file is before it is decoded (RFC 9649): chunks in a RIFF container, a still picture or an animation.

import { FormatError } from "./format-error.ts";

export interface WebpHeader {
  /** Of the whole picture; an animation's frames may be smaller. */
  readonly width: number;
  readonly height: number;
  /** The first frame of an animation, and where it lies in the picture; null for a still one. */
  readonly frame: WebpFrame | null;
  /** Bytes of the file by its own account. */
  readonly length: number;
}

export interface WebpFrame {
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
  /** The chunks of its picture, one after the other. */
  readonly chunks: Uint8Array;
}

interface Chunk {
  readonly kind: string;
  readonly data: Uint8Array;
}

/** Head of a chunk: its kind and its length. */
const HEAD = 8;
const ANIMATION_FRAME = 16;
const ALPHA = 0x10;

const text = (bytes: Uint8Array, at: number) => String.fromCharCode(...bytes.subarray(at, at + 4));
const viewOf = (bytes: Uint8Array) => new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
const uint24 = (view: DataView, at: number) => view.getUint16(at, true) | (view.getUint8(at + 2) << 16);

/** The chunks in these bytes; the last may be cut. */
function* chunksOf(bytes: Uint8Array): Generator<Chunk> {
  const view = viewOf(bytes);
  for (let at = 0; at + HEAD <= bytes.length;) {
    const length = view.getUint32(at + 4, true);
    yield { kind: text(bytes, at), data: bytes.subarray(at + HEAD, at + HEAD + length) };
    at += HEAD + length + (length & 1);
  }
}

/** The first chunk that passes the test. A file may be of millions, so no list is made. */
function first(bytes: Uint8Array, isIt: (chunk: Chunk) => boolean): Chunk | null {
  for (const chunk of chunksOf(bytes)) if (isIt(chunk)) return chunk;
  return null;
}

const isPicture = ({ kind }: Chunk) => kind === "VP8 " || kind === "VP8L";

/** Size of a coded picture, lossy (RFC 6386, 9.1) or lossless (RFC 9649, 3.4). */
function sizeOf({ kind, data }: Chunk): { readonly width: number; readonly height: number } {
  const view = viewOf(data);
  if (kind === "VP8 " && data.length >= 10)
    return { width: view.getUint16(6, true) & 0x3fff, height: view.getUint16(8, true) & 0x3fff };
  if (kind === "VP8L" && data.length >= 5) {
    const bits = view.getUint32(1, true);
    return { width: (bits & 0x3fff) + 1, height: ((bits >>> 14) & 0x3fff) + 1 };
  }
  throw new FormatError("the WebP file is cut short");
}

const damaged = () => new FormatError("the WebP file is damaged or cut short: it has no picture");

function frameOf(data: Uint8Array): WebpFrame {
  if (data.length < ANIMATION_FRAME) throw damaged();
  const view = viewOf(data);
  const chunks = data.subarray(ANIMATION_FRAME);
  const picture = first(chunks, isPicture);
  if (picture === null) throw damaged();
  return { left: 2 * uint24(view, 0), top: 2 * uint24(view, 3), ...sizeOf(picture), chunks };
}

/** The size of a WebP file, and where its picture is. Throws FormatError. */
export function readWebpHeader(file: Uint8Array): WebpHeader {
  if (file.length < 12 + HEAD) throw new FormatError("the WebP file is cut short");
  const length = HEAD + viewOf(file).getUint32(4, true);
  let canvas: DataView | null = null;
  for (const chunk of chunksOf(file.subarray(12))) {
    if (isPicture(chunk)) return { ...sizeOf(chunk), frame: null, length };
    if (chunk.kind === "VP8X" && chunk.data.length >= 10) canvas = viewOf(chunk.data);
    if (chunk.kind !== "ANMF" || canvas === null) continue;
    const frame = frameOf(chunk.data);
    const [width, height] = [uint24(canvas, 4) + 1, uint24(canvas, 7) + 1];
    if (frame.left + frame.width > width || frame.top + frame.height > height)
      throw new FormatError("the WebP file is damaged: its first frame lies outside of the picture");
    return { width, height, frame, length };
  }
  throw damaged();
}

function chunk(kind: string, data: Uint8Array): Buffer {
  const head = Buffer.alloc(HEAD);
  head.write(kind, "latin1");
  head.writeUInt32LE(data.length, 4);
  return Buffer.concat([head, data, new Uint8Array(data.length & 1)]);
}

/** The EXIF block, which comes after the picture; null where there is none. */
export const webpExif = (file: Uint8Array): Uint8Array | null =>
  first(file.subarray(12), ({ kind }) => kind === "EXIF")?.data ?? null;

/** A frame of an animation as a file of its own. */
export function stillWebp({ width, height, chunks }: WebpFrame): Uint8Array {
  const canvas = Buffer.alloc(10);
  canvas[0] = first(chunks, ({ kind }) => kind === "ALPH") === null ? 0 : ALPHA;
  canvas.writeUIntLE(width - 1, 4, 3);
  canvas.writeUIntLE(height - 1, 7, 3);
  return chunk("RIFF", Buffer.concat([Buffer.from("WEBP"), chunk("VP8X", canvas), chunks]));
}
