// IDX, the format of the MNIST family: two zero bytes, a type, the number of dimensions, each size (big-endian, 4
// bytes), then the values in C order. Source: LeCun, Cortes, Burges, "The MNIST database". Only bytes are read: every
// file of the family has them.

import { knownFile } from "./file-kind.ts";
import { FormatError } from "./format-error.ts";

/** An array of bytes in C order: the last dimension varies fastest. */
export interface IdxArray {
  readonly shape: readonly number[];
  readonly data: Uint8Array;
}

const UNSIGNED_BYTE = 8;
const otherTypes: Readonly<Record<number, string>> = {
  9: "signed bytes",
  11: "16-bit integers",
  12: "32-bit integers",
  13: "32-bit floats",
  14: "64-bit floats",
};
const MAX_DIMENSIONS = 4;

/** Reads an IDX file of unsigned bytes; `data` is a view of the file. Throws FormatError. */
export function decodeIdx(bytes: Uint8Array): IdxArray {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (bytes.length < 4 || view.getUint16(0) !== 0)
    throw new FormatError(
      knownFile(bytes) ??
        "this is no IDX file: it does not begin with two zero bytes, a type and a dimension",
    );
  const type = view.getUint8(2);
  if (type !== UNSIGNED_BYTE) {
    const found = otherTypes[type];
    throw new FormatError(
      found === undefined
        ? (knownFile(bytes) ?? `this is no IDX file: there is no type ${type}`)
        : `the IDX file holds ${found}; only unsigned bytes are read`,
    );
  }
  const dimensions = view.getUint8(3);
  if (dimensions < 1 || dimensions > MAX_DIMENSIONS)
    throw new FormatError(`the IDX file has ${dimensions} dimensions; 1 to ${MAX_DIMENSIONS} are read`);
  const header = 4 + 4 * dimensions;
  if (bytes.length < header) throw new FormatError("the IDX file ends within its header");
  const shape = Array.from({ length: dimensions }, (_, d) => view.getUint32(4 + 4 * d));
  // Four sizes of 32 bits may pass 2^53, where a product is rounded but never becomes a small number.
  const values = shape.reduce((product, size) => product * size, 1);
  if (bytes.length !== header + values)
    throw new FormatError(
      `the IDX file says [${shape.join(", ")}], which are ${values} values, and has ${bytes.length - header}`,
    );
  return { shape, data: bytes.subarray(header) };
}
