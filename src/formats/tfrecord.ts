// TFRecord framing: length (8 bytes), masked CRC-32C of the length (4), data, masked CRC-32C of the data (4), all
// little-endian. Source: TensorFlow, core/lib/io/record_writer.h.

import { maskedCrc32c } from "./crc32c.ts";

/** Longer records are taken for damage: 256 MiB. */
export const MAX_RECORD = 2 ** 28;
const HEADER = 12;
const FOOTER = 4;

/** One record around `data`. Throws RangeError for data above `MAX_RECORD`. */
export function encodeRecord(data: Uint8Array): Uint8Array {
  if (data.length > MAX_RECORD)
    throw new RangeError(`a record of ${data.length} bytes is above ${MAX_RECORD}`);
  const bytes = new Uint8Array(HEADER + data.length + FOOTER);
  const view = new DataView(bytes.buffer);
  view.setUint32(0, data.length, true);
  view.setUint32(8, maskedCrc32c(bytes, 0, 8), true);
  bytes.set(data, HEADER);
  view.setUint32(HEADER + data.length, maskedCrc32c(data), true);
  return bytes;
}

export interface RecordsPart {
  /** The data of every whole record, in order; views into the bytes given. */
  readonly records: readonly Uint8Array[];
  /** How many damaged records were passed over; a stretch in which no record can be told apart counts as one. */
  readonly skipped: number;
  /** Bytes at the end that may be the start of a record still being written: go on from `bytes.length - rest`. */
  readonly rest: number;
  /** Whether the part ends within damage: the next part goes on with it. */
  readonly inDamage: boolean;
}

export interface PartPlace {
  /** What the part before said: damage that goes on is not counted again. */
  readonly inDamage?: boolean;
  /** Nothing follows: a record that is not whole is damage, and records may stand behind its head. */
  readonly atEnd?: boolean;
}

/**
 * Reads the records of a part of a file. A record whose CRC is wrong is passed over: the next place with a sound
 * length is taken for the start of the next one, also inside the damaged record (a crash may have cut it short).
 */
export function decodeRecords(bytes: Uint8Array, place: PartPlace = {}): RecordsPart {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const records: Uint8Array[] = [];
  let skipped = 0;
  let inDamage = place.inDamage ?? false;
  let at = 0;
  while (at + HEADER <= bytes.length) {
    const length = view.getUint32(at, true);
    const sound =
      view.getUint32(at + 4, true) === 0 &&
      length <= MAX_RECORD &&
      view.getUint32(at + 8, true) === maskedCrc32c(bytes, at, at + 8);
    const end = at + HEADER + length + FOOTER;
    const isWhole = end <= bytes.length;
    if (sound && !isWhole && place.atEnd !== true) break;
    const data = bytes.subarray(at + HEADER, at + HEADER + length);
    if (sound && isWhole && view.getUint32(end - FOOTER, true) === maskedCrc32c(data)) {
      records.push(data);
      inDamage = false;
      at = end;
    } else {
      if (sound || !inDamage) skipped++;
      inDamage = true;
      at++;
    }
  }
  if (place.atEnd !== true) return { records, skipped, rest: bytes.length - at, inDamage };
  if (at < bytes.length && !inDamage) skipped++;
  return { records, skipped, rest: 0, inDamage };
}
