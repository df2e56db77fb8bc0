// Safetensors: length of the header (8 bytes, little-endian), a JSON header, raw tensors without gaps.
// Source: https://github.com/huggingface/safetensors, section "Format". Checkpoints are float32 and float64 alone; data may be of any type of numbers.

import { endianness } from "node:os";
import { safetensorsTypes, type ElementType, type StoredArray } from "./element-types.ts";
import { FormatError } from "./format-error.ts";
import { duplicateKey } from "./duplicate-key.ts";
import { elementCount } from "./shape.ts";

/** A tensor in C order. */
export interface SafeTensor {
  readonly shape: readonly number[];
  readonly data: Float32Array | Float64Array;
}

export interface SafetensorsFile {
  /** In the order of their bytes. */
  readonly tensors: Map<string, SafeTensor>;
  readonly metadata: Record<string, string>;
}

interface Entry<Data> {
  readonly name: string;
  readonly type: ElementType<Data>;
  readonly shape: readonly number[];
  readonly begin: number;
  readonly end: number;
}

const METADATA = "__metadata__";
/** The limit of the reference implementation. */
const MAX_HEADER = 100_000_000;
const ownTypes = { F32: safetensorsTypes.F32, F64: safetensorsTypes.F64 };

type Types<Data> = Readonly<Record<string, ElementType<Data>>>;

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function isNaturals(value: unknown): value is readonly number[] {
  return Array.isArray(value) && value.every(item => Number.isSafeInteger(item) && (item as number) >= 0);
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

function requireLittleEndian(): void {
  if (endianness() !== "LE")
    throw new FormatError("safetensors files are read and written on little-endian machines");
}

/**
 * Writes a file whose bytes depend on the arguments alone: metadata sorted by key, tensors in the map's order,
 * the header padded with spaces so that the tensors start at a multiple of 8.
 */
export function encodeSafetensors(
  tensors: ReadonlyMap<string, SafeTensor>,
  metadata: Readonly<Record<string, string>>,
): Uint8Array {
  requireLittleEndian();
  const pair = (key: string, value: unknown) => `${JSON.stringify(key)}:${JSON.stringify(value)}`;
  const object = (pairs: readonly string[]) => `{${pairs.join(",")}}`;
  const pairs: string[] = [];
  const notes = Object.entries(metadata).sort(([a], [b]) => compare(a, b));
  if (notes.length > 0)
    pairs.push(`${JSON.stringify(METADATA)}:${object(notes.map(([k, v]) => pair(k, v)))}`);
  let end = 0;
  for (const [name, { shape, data }] of tensors) {
    if (name === METADATA) throw new FormatError(`a tensor cannot be called ${METADATA}`);
    if (elementCount(shape) !== data.length)
      throw new FormatError(
        `tensor ${name}: the shape [${shape.join(", ")}] does not fit ${data.length} elements`,
      );
    const begin = end;
    end += data.byteLength;
    const dtype = data instanceof Float32Array ? "F32" : "F64";
    pairs.push(pair(name, { dtype, shape, data_offsets: [begin, end] }));
  }
  const text = Buffer.from(object(pairs));
  const start = 8 + Math.ceil(text.length / 8) * 8;
  const bytes = new Uint8Array(start + end).fill(0x20, 8, start);
  new DataView(bytes.buffer).setBigUint64(0, BigInt(start - 8), true);
  bytes.set(text, 8);
  let at = start;
  for (const { data } of tensors.values()) {
    bytes.set(new Uint8Array(data.buffer, data.byteOffset, data.byteLength), at);
    at += data.byteLength;
  }
  return bytes;
}

/** Reads the header's text: a JSON object without a repeated key. */
function readHeader(bytes: Uint8Array): { header: Readonly<Record<string, unknown>>; start: number } {
  if (bytes.length < 8) throw new FormatError("the safetensors file ends within its first 8 bytes");
  const length = new DataView(bytes.buffer, bytes.byteOffset).getBigUint64(0, true);
  if (length > MAX_HEADER)
    throw new FormatError(`the safetensors header has ${length} bytes; at most ${MAX_HEADER} are allowed`);
  const start = 8 + Number(length);
  if (bytes.length < start) throw new FormatError("the safetensors file ends within its header");
  let text: string;
  let header: unknown;
  try {
    text = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes.subarray(8, start));
    header = JSON.parse(text);
  } catch {
    throw new FormatError("the safetensors header is not JSON in UTF-8");
  }
  if (!isRecord(header)) throw new FormatError("the safetensors header is not a JSON object");
  const repeated = duplicateKey(text);
  if (repeated !== null)
    throw new FormatError(`the safetensors header has the key ${JSON.stringify(repeated)} twice`);
  return { header, start };
}

function readEntry<Data>(name: string, value: unknown, types: Types<Data>): Entry<Data> {
  const wrong = (what: string) =>
    new FormatError(`tensor ${JSON.stringify(name)} in the safetensors header: ${what}`);
  if (!isRecord(value)) throw wrong("not an object");
  const { dtype, shape, data_offsets: offsets } = value;
  const type = typeof dtype === "string" && Object.hasOwn(types, dtype) ? types[dtype] : undefined;
  if (typeof dtype !== "string" || type === undefined)
    throw wrong(`the type ${JSON.stringify(dtype)} is not supported (${Object.keys(types).join(", ")})`);
  if (!isNaturals(shape)) throw wrong("`shape` must be a list of natural numbers");
  if (!isNaturals(offsets) || offsets.length !== 2) throw wrong("`data_offsets` must be two natural numbers");
  const [begin = 0, end = 0] = offsets;
  if (end - begin !== elementCount(shape) * type.bytes)
    throw wrong(`its ${end - begin} bytes do not hold [${shape.join(", ")}] elements of ${dtype}`);
  return { name, type, shape, begin, end };
}

function readMetadata(value: unknown): Record<string, string> {
  if (value === undefined) return {};
  const entries = isRecord(value) ? Object.entries(value) : [];
  const texts = entries.filter((entry): entry is [string, string] => typeof entry[1] === "string");
  if (!isRecord(value) || texts.length < entries.length)
    throw new FormatError(`${METADATA} in the safetensors header must map texts to texts`);
  return Object.fromEntries(texts);
}

/** The tensors of a file whose types are these, in the order of their bytes, and its notes. */
function decode<Data>(bytes: Uint8Array, types: Types<Data>) {
  requireLittleEndian();
  const { header, start } = readHeader(bytes);
  const entries = Object.entries(header)
    .filter(([name]) => name !== METADATA)
    .map(([name, value]) => readEntry(name, value, types))
    .sort((a, b) => a.begin - b.begin || a.end - b.end);
  let end = 0;
  for (const entry of entries) {
    if (entry.begin !== end)
      throw new FormatError(
        `tensor ${JSON.stringify(entry.name)} begins at byte ${entry.begin} instead of ${end}`,
      );
    end = entry.end;
  }
  if (bytes.length - start !== end)
    throw new FormatError(
      `the safetensors header announces ${end} bytes of tensors; the file has ${bytes.length - start}`,
    );
  const tensors = new Map<string, { readonly shape: readonly number[]; readonly data: Data }>();
  for (const { name, type, shape, begin, end: last } of entries) {
    const buffer = new ArrayBuffer(last - begin);
    new Uint8Array(buffer).set(bytes.subarray(start + begin, start + last));
    tensors.set(name, { shape, data: type.numbers(buffer) });
  }
  return { tensors, metadata: readMetadata(Object.hasOwn(header, METADATA) ? header[METADATA] : undefined) };
}

/**
 * Reads a file of float32 and float64 tensors. Throws FormatError, before memory for tensors is taken, for a file
 * that is cut or too long, for repeated names, other types, and tensors that overlap or leave gaps.
 */
export const decodeSafetensors = (bytes: Uint8Array): SafetensorsFile =>
  decode<SafeTensor["data"]>(bytes, ownTypes);

/** Reads the tensors of a file of any types of numbers but those of 8-bit floats. Throws FormatError as above. */
export const decodeStoredSafetensors = (bytes: Uint8Array): ReadonlyMap<string, StoredArray> =>
  decode<StoredArray["data"]>(bytes, safetensorsTypes).tensors;
