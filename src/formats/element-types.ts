// What elements of arrays in files are, and the numbers that they are read as.

import { bfloat16, float16 } from "./float16.ts";

/** An array in C order: the last dimension varies fastest. */
export interface NpyArray {
  readonly shape: readonly number[];
  readonly data: Float32Array | Float64Array;
}

/** The same with numbers of 8 bits as they are, which pictures have. */
export interface StoredArray {
  readonly shape: readonly number[];
  readonly data: Float32Array | Float64Array | Uint8Array;
}

export interface ElementType<Data = StoredArray["data"]> {
  readonly bytes: 1 | 2 | 4 | 8;
  /** The numbers of a buffer of elements in this machine's byte order. */
  readonly numbers: (buffer: ArrayBuffer) => Data;
}

/**
 * Types of elements by numpy's kind and size. Integers and booleans become float64, but for unsigned ones of 8 bits; 64-bit
 * integers beyond 2^53 are rounded.
 */
export const numpyTypes = {
  b1: {
    bytes: 1,
    numbers: buffer => Float64Array.from(new Uint8Array(buffer), byte => (byte === 0 ? 0 : 1)),
  },
  i1: { bytes: 1, numbers: buffer => Float64Array.from(new Int8Array(buffer)) },
  u1: { bytes: 1, numbers: buffer => new Uint8Array(buffer) },
  i2: { bytes: 2, numbers: buffer => Float64Array.from(new Int16Array(buffer)) },
  u2: { bytes: 2, numbers: buffer => Float64Array.from(new Uint16Array(buffer)) },
  i4: { bytes: 4, numbers: buffer => Float64Array.from(new Int32Array(buffer)) },
  u4: { bytes: 4, numbers: buffer => Float64Array.from(new Uint32Array(buffer)) },
  i8: { bytes: 8, numbers: buffer => fromBigInts(new BigInt64Array(buffer)) },
  u8: { bytes: 8, numbers: buffer => fromBigInts(new BigUint64Array(buffer)) },
  f2: { bytes: 2, numbers: buffer => Float32Array.from(new Uint16Array(buffer), float16) },
  f4: { bytes: 4, numbers: buffer => new Float32Array(buffer) },
  f8: { bytes: 8, numbers: buffer => new Float64Array(buffer) },
} as const satisfies Readonly<Record<string, ElementType>>;

/** The same by the names of safetensors. */
export const safetensorsTypes = {
  BOOL: numpyTypes.b1,
  I8: numpyTypes.i1,
  U8: numpyTypes.u1,
  I16: numpyTypes.i2,
  U16: numpyTypes.u2,
  I32: numpyTypes.i4,
  U32: numpyTypes.u4,
  I64: numpyTypes.i8,
  U64: numpyTypes.u8,
  F16: numpyTypes.f2,
  BF16: { bytes: 2, numbers: buffer => Float32Array.from(new Uint16Array(buffer), bfloat16) },
  F32: numpyTypes.f4,
  F64: numpyTypes.f8,
} as const satisfies Readonly<Record<string, ElementType>>;

function fromBigInts(values: BigInt64Array | BigUint64Array): Float64Array {
  const out = new Float64Array(values.length);
  for (let i = 0; i < out.length; i++) out[i] = Number(values[i]);
  return out;
}

/** Reverses the bytes of every element in place. */
