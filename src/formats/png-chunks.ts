// The chunks of a PNG file that make its picture (PNG specification, third edition, 5 and 11), in a form that pngjs reads
// as libpng does: nothing after the end, no marks that are not needed, a palette of every index.

import { FormatError } from "./format-error.ts";

interface Chunk {
  readonly kind: string;
  /** Length, kind, data and check sum. */
  readonly bytes: Uint8Array;
  readonly data: Uint8Array;
}

const SIGNATURE = 8;
const INDEXED = 3;
const PALETTE = 3 * 256;

const sums = Uint32Array.from({ length: 256 }, (_, n) => {
  let sum = n;
  for (let bit = 0; bit < 8; bit++) sum = sum & 1 ? 0xedb88320 ^ (sum >>> 1) : sum >>> 1;
  return sum;
});

/** CRC-32 of the PNG specification, annex D; Node has it from version 22 on. */
function crc32(bytes: Uint8Array): number {
  let sum = 0xffffffff;
  for (const byte of bytes) sum = (sums[(sum ^ byte) & 255] ?? 0) ^ (sum >>> 8);
  return ~sum >>> 0;
}

function chunk(kind: string, data: Uint8Array): Uint8Array {
  const bytes = Buffer.alloc(12 + data.length);
  bytes.writeUInt32BE(data.length, 0);
  bytes.write(kind, 4, "latin1");
  bytes.set(data, 8);
  bytes.writeUInt32BE(crc32(bytes.subarray(4, 8 + data.length)), 8 + data.length);
  return bytes;
}

/** The chunks up to the last, IEND; null where that is missing. */
function chunksOf(file: Uint8Array): Chunk[] | null {
  const view = new DataView(file.buffer, file.byteOffset, file.byteLength);
  const chunks: Chunk[] = [];
  for (let at = SIGNATURE; at + 12 <= file.length;) {
    const length = view.getUint32(at);
    const end = at + 12 + length;
    if (end > file.length) return null;
    const kind = String.fromCharCode(...file.subarray(at + 4, at + 8));
    chunks.push({ kind, bytes: file.subarray(at, end), data: file.subarray(at + 8, end - 4) });
    if (kind === "IEND") return chunks;
    at = end;
  }
  return null;
}

const isSound = ({ bytes }: Chunk) =>
  crc32(bytes.subarray(4, -4)) === new DataView(bytes.buffer, bytes.byteOffset).getUint32(bytes.length - 4);

/** Chunks that one may not pass over begin with a capital letter. */
const isNeeded = ({ kind }: Chunk) => /^[A-Z]/.test(kind);

/** Transparency as the colour type asks for it; libpng passes over what does not fit. */
function transparency(tRNS: Uint8Array, colourType: number, colours: number): Uint8Array | null {
  if (colourType === INDEXED) return chunk("tRNS", tRNS.subarray(0, colours));
  const fits = (colourType === 0 && tRNS.length === 2) || (colourType === 2 && tRNS.length === 6);
  return fits ? chunk("tRNS", tRNS) : null;
}

/** The size that the header says. Throws FormatError for what begins like a PNG file and is none. */
export function readPngHeader(file: Uint8Array): { readonly width: number; readonly height: number } {
  const kind = String.fromCharCode(...file.subarray(12, 16));
  if (kind === "CgBI")
    throw new FormatError(
      "the file is in the form that Xcode gives PNG files for phones (CgBI), which is no PNG any more",
    );
  if (file.length < 33) throw new FormatError("the PNG file is cut short");
  if (kind !== "IHDR") throw new FormatError("the PNG file is damaged: it does not begin with its header");
  const header = new DataView(file.buffer, file.byteOffset, file.byteLength);
  return { width: header.getUint32(16), height: header.getUint32(20) };
}

export interface PlainPng {
  /** The same picture for pngjs. */
  readonly bytes: Uint8Array;
  /** The EXIF block; null where there is none. */
  readonly exif: Uint8Array | null;
  readonly isAnimated: boolean;
}

/** Throws FormatError for files that are cut short. */
export function plainPng(file: Uint8Array): PlainPng {
  const chunks = chunksOf(file);
  if (chunks === null) throw new FormatError("the PNG file is cut short");
  const colourType = file[25] ?? 0;
  const colours = Math.floor((chunks.find(({ kind }) => kind === "PLTE")?.data.length ?? 0) / 3);
  const parts = chunks.flatMap(one => {
    if (one.kind === "tRNS") return transparency(one.data, colourType, colours) ?? [];
    if (one.kind !== "PLTE") return isNeeded(one) ? one.bytes : [];
    if (!isSound(one)) throw new FormatError("the PNG file is damaged: its palette has another check sum");
    // An index beyond the palette shows black.
    const palette = new Uint8Array(PALETTE);
    palette.set(one.data.subarray(0, PALETTE));
    return colourType === INDEXED ? chunk("PLTE", palette) : [];
  });
  const dataOf = (kind: string) => chunks.find(one => one.kind === kind)?.data ?? null;
  return {
    bytes: Buffer.concat([file.subarray(0, SIGNATURE), ...parts]),
    exif: dataOf("eXIf"),
    isAnimated: dataOf("acTL") !== null,
  };
}
