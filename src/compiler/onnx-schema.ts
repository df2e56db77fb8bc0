// The part of ONNX's protobuf schema (onnx.proto, ONNX 1.13: IR version 8, opset 18) that the compiler writes.
import protobuf from "protobufjs/light.js";

const message = (fields: Record<string, readonly [number, string, ("repeated" | "packed")?]>) => ({
  fields: Object.fromEntries(
    Object.entries(fields).map(([name, [id, type, rule]]) => [
      name,
      {
        id,
        type,
        ...(rule !== undefined && { rule: "repeated" }),
        ...(rule === "repeated" && isNumber(type) && { options: { packed: false } }),
      },
    ]),
  ),
});

const isNumber = (type: string) => type === "int64" || type === "float" || type === "int32";

// onnx.proto is proto2: numbers that repeat are packed only where it says so (dims of a TensorProto are not).
const root = protobuf.Root.fromJSON({
  nested: {
    Model: message({
      irVersion: [1, "int64"],
      opsetImport: [8, "OperatorSet", "repeated"],
      producerName: [2, "string"],
      producerVersion: [3, "string"],
      docString: [6, "string"],
      graph: [7, "Graph"],
    }),
    OperatorSet: message({ domain: [1, "string"], version: [2, "int64"] }),
    Graph: message({
      node: [1, "Node", "repeated"],
      name: [2, "string"],
      initializer: [5, "Tensor", "repeated"],
      input: [11, "ValueInfo", "repeated"],
      output: [12, "ValueInfo", "repeated"],
    }),
    Node: message({
      input: [1, "string", "repeated"],
      output: [2, "string", "repeated"],
      name: [3, "string"],
      opType: [4, "string"],
      attribute: [5, "Attribute", "repeated"],
      domain: [7, "string"],
    }),
    Attribute: message({
      name: [1, "string"],
      f: [2, "float"],
      i: [3, "int64"],
      s: [4, "bytes"],
      g: [6, "Graph"],
      floats: [7, "float", "repeated"],
      ints: [8, "int64", "repeated"],
      type: [20, "int32"],
    }),
    Tensor: message({
      dims: [1, "int64", "repeated"],
      dataType: [2, "int32"],
      name: [8, "string"],
      rawData: [9, "bytes"],
    }),
    ValueInfo: message({ name: [1, "string"], type: [2, "Type"] }),
    Type: message({ tensorType: [1, "TensorType"] }),
    TensorType: message({ elemType: [1, "int32"], shape: [2, "Shape"] }),
    Shape: message({ dim: [1, "Dimension", "repeated"] }),
    Dimension: message({ dimValue: [1, "int64"], dimParam: [2, "string"] }),
  },
});

const modelType = root.lookupType("Model");

export interface OnnxTensor {
  readonly dims: readonly number[];
  readonly dataType: number;
  readonly name: string;
  readonly rawData: Uint8Array;
}
export interface OnnxAttribute {
  readonly name: string;
  readonly type: number;
  readonly f?: number;
  readonly i?: number;
  readonly s?: Uint8Array;
  readonly g?: OnnxGraph;
  readonly ints?: readonly number[];
}
export interface OnnxNode {
  readonly input: readonly string[];
  readonly output: readonly string[];
  readonly name: string;
  readonly opType: string;
  readonly attribute: readonly OnnxAttribute[];
  readonly domain?: string;
}
/** A dimension is a length or the name of a length that the call decides. */
export type Dimension = number | string;
export interface OnnxValue {
  readonly name: string;
  readonly type: {
    readonly tensorType: {
      readonly elemType: number;
      readonly shape: { readonly dim: readonly ({ dimValue: number } | { dimParam: string })[] };
    };
  };
}
export interface OnnxGraph {
  readonly name: string;
  readonly node: readonly OnnxNode[];
  readonly initializer: readonly OnnxTensor[];
  readonly input: readonly OnnxValue[];
  readonly output: readonly OnnxValue[];
}
export interface ModelDescription {
  readonly producerName: string;
  readonly producerVersion?: string;
  readonly docString?: string;
}

/** TensorProto.DataType */
export const dataTypes = { float: 1, int: 7, bool: 9 } as const;

/** AttributeProto.AttributeType */
const attributeTypes = { float: 1, int: 2, string: 3, graph: 5, ints: 7 } as const;

export const floatAttribute = (name: string, f: number): OnnxAttribute => ({
  name,
  f,
  type: attributeTypes.float,
});
export const intAttribute = (name: string, i: number): OnnxAttribute => ({
  name,
  i,
  type: attributeTypes.int,
});
export const intsAttribute = (name: string, ints: readonly number[]): OnnxAttribute => ({
  name,
  ints,
  type: attributeTypes.ints,
});
export const graphAttribute = (name: string, g: OnnxGraph): OnnxAttribute => ({
  name,
  g,
  type: attributeTypes.graph,
});

export function floatTensor(name: string, dims: readonly number[], data: Float32Array): OnnxTensor {
  // ONNX stores raw data in little-endian order, as do all machines that Node runs on but s390x.
  return {
    name,
    dims,
    dataType: dataTypes.float,
    rawData: new Uint8Array(data.buffer, data.byteOffset, data.byteLength),
  };
}

export function intTensor(name: string, dims: readonly number[], data: readonly number[]): OnnxTensor {
  const rawData = new Uint8Array(BigInt64Array.from(data, BigInt).buffer);
  return { name, dims, dataType: dataTypes.int, rawData };
}

export function floatValue(name: string, dims: readonly Dimension[]): OnnxValue {
  const dim = dims.map(d => (typeof d === "string" ? { dimParam: d } : { dimValue: d }));
  return { name, type: { tensorType: { elemType: dataTypes.float, shape: { dim } } } };
}

/** The bytes of a model; equal models give equal bytes. */
export function encodeModel(graph: OnnxGraph, description: ModelDescription): Uint8Array {
  const opsetImport = [{ domain: "", version: 18 }];
  return modelType.encode({ irVersion: 8, opsetImport, ...description, graph }).finish();
}
