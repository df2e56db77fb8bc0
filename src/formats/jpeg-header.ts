// What a JPEG file is before it is decoded (ITU-T T.81, annex B), and the same picture in a form that jpeg-js reads right.

import { FormatError } from "./format-error.ts";

type Colours = "grey" | "YCbCr" | "RGB" | "CMYK" | "YCCK";

export interface JpegHeader {
  readonly width: number;
  readonly height: number;
  readonly colours: Colours;
  /** The EXIF block; null where there is none. */
  readonly exif: Uint8Array | null;
}

interface Segment {
  readonly marker: number;
  /** From the marker to the end of its contents. */
  readonly bytes: Uint8Array;
  readonly body: DataView;
}

const isFrame = (marker: number) =>
  marker >= 0xc0 && marker <= 0xcf && marker !== 0xc4 && marker !== 0xc8 && marker !== 0xcc;

/** How the frames that jpeg-js does not read are coded. */
const otherFrames: Readonly<Record<number, string>> = {
  0xc3: "lossless",
  0xc5: "hierarchical",
  0xc6: "hierarchical",
  0xc7: "hierarchical",
  0xc9: "arithmetic",
  0xca: "arithmetic",
  0xcb: "lossless arithmetic",
  0xcd: "hierarchical arithmetic",
  0xce: "hierarchical arithmetic",
  0xcf: "hierarchical arithmetic",
};

const START_OF_SCAN = 0xda;
const [TABLES_OF_CODES, JFIF, EXIF, ADOBE] = [0xc4, 0xe0, 0xe1, 0xee];

/** The segments before the first scan, and where that begins. */
function segmentsOf(file: Uint8Array): { readonly segments: Segment[]; readonly scan: number } {
  const view = new DataView(file.buffer, file.byteOffset, file.byteLength);
  const segments: Segment[] = [];
  let at = 2;
  while (at + 4 <= file.length && view.getUint8(at) === 0xff) {
    const marker = view.getUint8(at + 1);
    if (marker === 0xff) {
      at++;
      continue;
    }
    if (marker === START_OF_SCAN) return { segments, scan: at };
    const end = at + 2 + view.getUint16(at + 2);
    if (marker === 0xd9 || end > file.length) break;
    const body = new DataView(file.buffer, file.byteOffset + at + 4, Math.max(0, end - at - 4));
    segments.push({ marker, bytes: file.subarray(at, end), body });
    at = end;
  }
  return { segments, scan: at };
}

const begins = ({ bytes }: Segment, text: string) =>
  String.fromCharCode(...bytes.subarray(4, 4 + text.length)) === text;

/** What the channels are, as libjpeg tells: a JFIF mark, else Adobe's (technical note 5116), else the channels' names. */
function coloursOf(segments: readonly Segment[], names: readonly number[]): Colours {
  if (names.length === 1) return "grey";
  const adobe = segments.find(
    segment => segment.marker === ADOBE && begins(segment, "Adobe") && segment.body.byteLength >= 12,
  );
  const transform = adobe?.body.getUint8(11) ?? null;
  if (names.length === 4) return transform === null || transform === 0 ? "CMYK" : "YCCK";
  if (segments.some(segment => segment.marker === JFIF && begins(segment, "JFIF\0"))) return "YCbCr";
  if (transform !== null) return transform === 0 ? "RGB" : "YCbCr";
  return String.fromCharCode(...names) === "RGB" ? "RGB" : "YCbCr";
}

/** The size and colours of a JPEG file. Throws FormatError, also for what jpeg-js would read wrongly. */
export function readJpegHeader(file: Uint8Array): JpegHeader {
  const { segments } = segmentsOf(file);
  const frame = segments.find(({ marker, body }) => isFrame(marker) && body.byteLength >= 6);
  if (frame === undefined) throw new FormatError("the JPEG file is damaged or cut short: it has no frame");
  const { marker, body } = frame;
  const [precision, channels] = [body.getUint8(0), body.getUint8(5)];
  const other = otherFrames[marker];
  if (other !== undefined)
    throw new FormatError(`the JPEG file is of the ${other} kind; baseline and progressive ones are read`);
  if (precision !== 8)
    throw new FormatError(`the JPEG file has ${precision} bits a channel; those of 8 bits are read`);
  if (channels !== 1 && channels !== 3 && channels !== 4)
    throw new FormatError(`the JPEG file has ${channels} channels; those of 1, 3 and 4 are read`);
  if (body.byteLength < 6 + 3 * channels) throw new FormatError("the JPEG file is damaged: its frame is cut");
  const names = Array.from({ length: channels }, (_, i) => body.getUint8(6 + 3 * i));
  const exif = segments.find(segment => segment.marker === EXIF && begins(segment, "Exif\0"));
  return {
    height: body.getUint16(1),
    width: body.getUint16(3),
    colours: coloursOf(segments, names),
    exif: exif === undefined ? null : exif.bytes.subarray(4),
  };
}

/** Numbers of codes of 1 to 16 bits, and their values: T.81, tables K.3 to K.6. Motion JPEG leaves them out. */
const standardCodes = [
  ["00", "00010501010101010100000000000000", "000102030405060708090a0b"],
  ["01", "00030101010101010101010000000000", "000102030405060708090a0b"],
  [
    "10",
    "0002010303020403050504040000017d",
    "01020300041105122131410613516107227114328191a1082342b1c11552d1f02433627282090a161718191a25262728292a3435363738393a434445464748494a535455565758595a636465666768696a737475767778797a838485868788898a92939495969798999aa2a3a4a5a6a7a8a9aab2b3b4b5b6b7b8b9bac2c3c4c5c6c7c8c9cad2d3d4d5d6d7d8d9dae1e2e3e4e5e6e7e8e9eaf1f2f3f4f5f6f7f8f9fa",
  ],
  [
    "11",
    "00020102040403040705040400010277",
    "0001020311040521310612415107617113223281081442a1b1c109233352f0156272d10a162434e125f11718191a262728292a35363738393a434445464748494a535455565758595a636465666768696a737475767778797a82838485868788898a92939495969798999aa2a3a4a5a6a7a8a9aab2b3b4b5b6b7b8b9bac2c3c4c5c6c7c8c9cad2d3d4d5d6d7d8d9dae2e3e4e5e6e7e8e9eaf2f3f4f5f6f7f8f9fa",
  ],
] as const;

function segment(marker: number, contents: Buffer): Buffer {
  const head = Buffer.from([0xff, marker, 0, 0]);
  head.writeUInt16BE(2 + contents.length, 2);
  return Buffer.concat([head, contents]);
}

/**
 * The same picture with one mark of its colours, that jpeg-js heeds (Adobe's), and with the standard tables of codes
 * before its own.
 */
export function plainJpeg(file: Uint8Array, { colours }: JpegHeader): Uint8Array {
  const { segments, scan } = segmentsOf(file);
  const transform = { grey: 0, RGB: 0, CMYK: 0, YCbCr: 1, YCCK: 2 }[colours];
  const mark = Buffer.concat([Buffer.from("Adobe\0d\0\0\0\0", "latin1"), Buffer.from([transform])]);
  const isMark = (marker: number) => (marker >= 0xe0 && marker <= 0xef) || marker === 0xfe;
  return Buffer.concat([
    file.subarray(0, 2),
    segment(ADOBE, mark),
    segment(TABLES_OF_CODES, Buffer.from(standardCodes.flat().join(""), "hex")),
    ...segments.filter(({ marker }) => !isMark(marker)).map(({ bytes }) => bytes),
    file.subarray(scan),
  ]);
}
