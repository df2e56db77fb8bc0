// NPY, numpy's format for one array: magic string, version, length of the header, header, raw elements.
// Source: numpy.lib.format (versions 1.0 to 3.0). No package reads all number types in both orders and both
// byte orders and refuses hostile headers before it allocates, so the codec is ours.

import { endianness } from "node:os";
import { knownFile } from "./file-kind.ts";
import { FormatError } from "./format-error.ts";
import { numpyTypes, type ElementType, type NpyArray, type StoredArray } from "./element-types.ts";
import { readNpyHeader, writeNpyHeader } from "./npy-header.ts";
import { elementCount } from "./shape.ts";

const types: Readonly<Record<string, ElementType>> = numpyTypes;

const MAGIC = "\u0093NUMPY";
/** numpy refuses headers above 10,000 characters unless told to trust the file. */
const MAX_HEADER = 10_000;
const ALIGNMENT = 64;

function swapBytes(bytes: Uint8Array, size: 1 | 2 | 4 | 8): void {
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (size === 2) buffer.swap16();
  else if (size === 4) buffer.swap32();
  else if (size === 8) buffer.swap64();
}

/** Reorders elements from Fortran order (first dimension fastest) to C order (last fastest). */
function fromFortranOrder<T extends StoredArray["data"]>(data: T, shape: readonly number[]): T {
  const out = data.slice() as T;
  const index = shape.map(() => 0);
  const strides = shape.map((_, d) => shape.slice(0, d).reduce((product, size) => product * size, 1));
  let from = 0;
  for (let to = 0; to < out.length; to++) {
    out[to] = data[from] ?? 0;
    for (let d = shape.length - 1; d >= 0; d--) {
      const size = shape[d] ?? 1;
      const stride = strides[d] ?? 0;
      const next = (index[d] ?? 0) + 1;
      from += stride;
      index[d] = next;
      if (next < size) break;
      from -= next * stride;
      index[d] = 0;
    }
  }
  return out;
}

function latin1(bytes: Uint8Array): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString("latin1");
}

/** Splits a file into header text and elements. */
function split(bytes: Uint8Array): { header: string; elements: Uint8Array } {
  if (bytes.length < 10 || latin1(bytes.subarray(0, 6)) !== MAGIC)
    throw new FormatError(knownFile(bytes) ?? "this is not an NPY file: it does not begin with \\x93NUMPY");
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const version = view.getUint8(6);
  if (version < 1 || version > 3)
    throw new FormatError(`NPY version ${version} is not known (1, 2 and 3 are)`);
  const start = version === 1 ? 10 : 12;
  if (bytes.length < start) throw new FormatError("the NPY file ends within its header");
  const length = version === 1 ? view.getUint16(8, true) : view.getUint32(8, true);
  if (length > MAX_HEADER)
    throw new FormatError(`the NPY header has ${length} bytes; at most ${MAX_HEADER} are allowed`);
  if (bytes.length < start + length) throw new FormatError("the NPY file ends within its header");
  return { header: latin1(bytes.subarray(start, start + length)), elements: bytes.subarray(start + length) };
}

/**
 * Reads an NPY file of versions 1 to 3: float16, 32 and 64, integers of 8 to 64 bits, booleans, either byte
 * order, either memory order; `after` says how many bytes follow the array. Throws FormatError for anything else, before memory for the elements is taken.
 */
export function decodeStoredNpy(bytes: Uint8Array): StoredArray & { readonly after: number } {
  const { header, elements } = split(bytes);
  const { descr, fortranOrder, shape } = readNpyHeader(header);
  const [, byteOrder = "", code = ""] = /^([<>|])([a-z]\d)$/.exec(descr) ?? [];
  const type = Object.hasOwn(types, code) ? types[code] : undefined;
  if (type === undefined || (byteOrder === "|" && type.bytes > 1))
    throw new FormatError(
      `NPY elements of type ${JSON.stringify(descr)} are not supported; save float32, float64 or integers`,
    );
  const expected = elementCount(shape) * type.bytes;
  // What follows the array is another one's, as where numpy.save was called twice: numpy reads the first alone.
  if (elements.length < expected)
    throw new FormatError(
      `the NPY header announces [${shape.join(", ")}] elements of ${type.bytes} bytes, ${expected} in all; the file has ${elements.length}`,
    );
  const buffer = new ArrayBuffer(expected);
  const own = new Uint8Array(buffer);
  own.set(elements.subarray(0, expected));
  const foreign = endianness() === "LE" ? ">" : "<";
  if (byteOrder === foreign) swapBytes(own, type.bytes);
  const data = type.numbers(buffer);
  return {
    shape,
    data: fortranOrder && shape.length > 1 ? fromFortranOrder(data, shape) : data,
    after: elements.length - expected,
  };
}

/** The same with every number as float32 or float64. */
export const inFloats = ({ shape, data }: StoredArray): NpyArray => ({
  shape,
  data: data instanceof Uint8Array ? Float64Array.from(data) : data,
});

/** An array that is the whole file, as ours are. Throws FormatError, also where something follows it. */
export function decodeNpy(bytes: Uint8Array): NpyArray {
  const { after, ...array } = decodeStoredNpy(bytes);
  if (after > 0)
    throw new FormatError(`the NPY file has ${bytes.length} bytes, ${after} of them after its array`);
  return inFloats(array);
}

/** Writes an NPY file of version 1.0 (little-endian, C order, elements from a multiple of 64 bytes on). */
export function encodeNpy({ shape, data }: NpyArray): Uint8Array {
  if (elementCount(shape) !== data.length)
    throw new FormatError(`the shape [${shape.join(", ")}] does not fit ${data.length} elements`);
  const descr = data instanceof Float32Array ? "<f4" : "<f8";
  const text = writeNpyHeader({ descr, fortranOrder: false, shape });
  const start = Math.ceil((10 + text.length + 1) / ALIGNMENT) * ALIGNMENT;
  const bytes = new Uint8Array(start + data.byteLength);
  const prefix = Buffer.from(`${MAGIC}\u0001\u0000..${text.padEnd(start - 11)}\n`, "latin1");
  bytes.set(prefix);
  new DataView(bytes.buffer).setUint16(8, start - 10, true);
  const elements = bytes.subarray(start);
  elements.set(new Uint8Array(data.buffer, data.byteOffset, data.byteLength));
  if (endianness() === "BE") swapBytes(elements, data instanceof Float32Array ? 4 : 8);
  return bytes;
}
