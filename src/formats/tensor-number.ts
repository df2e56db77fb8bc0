// The number in a tensor of one element, whatever numeric type it has and wherever it stands: as bytes or as a value.
// Source: tensorflow/core/framework/types.proto and tensor.proto.

import type { TensorMessage } from "./event-messages.ts";
import { bfloat16, float16 } from "./float16.ts";

interface NumericType {
  readonly bytes: number;
  readonly read: (view: DataView) => number;
  readonly values: (tensor: TensorMessage) => readonly number[];
}

const none: readonly number[] = [];
const asFloat = ({ floatValues = none }: TensorMessage) => floatValues;
const asInt = ({ intValues = none }: TensorMessage) => intValues;
const asHalf =
  (number: (bits: number) => number) =>
  ({ halfValues = none }: TensorMessage) =>
    halfValues.map(number);

/** By their numbers in DataType. */
const types: ReadonlyMap<number, NumericType> = new Map([
  [1, { bytes: 4, read: view => view.getFloat32(0, true), values: asFloat }],
  [
    2,
    { bytes: 8, read: view => view.getFloat64(0, true), values: ({ doubleValues = none }) => doubleValues },
  ],
  [3, { bytes: 4, read: view => view.getInt32(0, true), values: asInt }],
  [4, { bytes: 1, read: view => view.getUint8(0), values: asInt }],
  [5, { bytes: 2, read: view => view.getInt16(0, true), values: asInt }],
  [6, { bytes: 1, read: view => view.getInt8(0), values: asInt }],
  [
    9,
    {
      bytes: 8,
      read: view => Number(view.getBigInt64(0, true)),
      values: ({ int64Values = none }) => int64Values,
    },
  ],
  [
    10,
    {
      bytes: 1,
      read: view => (view.getUint8(0) === 0 ? 0 : 1),
      values: ({ boolValues = [] }) => boolValues.map(Number),
    },
  ],
  [14, { bytes: 2, read: view => bfloat16(view.getUint16(0, true)), values: asHalf(bfloat16) }],
  [17, { bytes: 2, read: view => view.getUint16(0, true), values: asInt }],
  [19, { bytes: 2, read: view => float16(view.getUint16(0, true)), values: asHalf(float16) }],
  [
    22,
    { bytes: 4, read: view => view.getUint32(0, true), values: ({ uint32Values = none }) => uint32Values },
  ],
  [
    23,
    {
      bytes: 8,
      read: view => Number(view.getBigUint64(0, true)),
      values: ({ uint64Values = none }) => uint64Values,
    },
  ],
]);

/** The number in a tensor of one number; undefined for every other tensor. */
export function tensorNumber(tensor: TensorMessage): number | undefined {
  const { dtype = 0, shape, content } = tensor;
  const type = types.get(dtype);
  if (type === undefined || shape?.dim?.some(({ size = 0 }) => size !== 1) === true) return undefined;
  if (content === undefined || content.length === 0) {
    const values = type.values(tensor);
    return values.length === 1 ? values[0] : undefined;
  }
  if (content.length !== type.bytes) return undefined;
  return type.read(new DataView(content.buffer, content.byteOffset, content.byteLength));
}
