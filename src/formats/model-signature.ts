// What a model takes and gives, read from its bytes without a runtime.
import protobuf from "protobufjs/light.js";
import { knownFile } from "./file-kind.ts";
import { FormatError } from "./format-error.ts";

/** A tensor that a model takes or gives. */
export interface OnnxPort {
  readonly name: string;
  /** ONNX's TensorProto.DataType; 1 is float32. 0 where it is no tensor. */
  readonly elementType: number;
  /** Null where a dimension is open; no list where the model does not tell the shape. */
  readonly shape: readonly (number | null)[] | null;
}

export interface OnnxSignature {
  /** Of ONNX's own format; 0 where the file does not tell. */
  readonly irVersion: number;
  /** Whose operators it uses, of which version; "" is ONNX's own domain. */
  readonly opsets: readonly { readonly domain: string; readonly version: number }[];
  /** Names of weights whose numbers lie in other files. */
  readonly external: readonly string[];
  /** Without those that have a value in the file (weights, in old models). */
  readonly inputs: readonly OnnxPort[];
  readonly outputs: readonly OnnxPort[];
}

const field = (id: number, type: string, repeated = false) => ({
  id,
  type,
  ...(repeated && { rule: "repeated" }),
});

// The part of onnx.proto that tells this; a decoder skips the rest, weights above all.
const modelType = protobuf.Root.fromJSON({
  nested: {
    Model: {
      fields: { irVersion: field(1, "int64"), graph: field(7, "Graph"), opset: field(8, "Opset", true) },
    },
    Opset: { fields: { domain: field(1, "string"), version: field(2, "int64") } },
    Graph: {
      fields: {
        initializer: field(5, "Named", true),
        input: field(11, "ValueInfo", true),
        output: field(12, "ValueInfo", true),
      },
    },
    Named: { fields: { name: field(8, "string"), location: field(14, "int32") } },
    ValueInfo: { fields: { name: field(1, "string"), type: field(2, "Type") } },
    Type: { fields: { tensorType: field(1, "TensorType") } },
    TensorType: { fields: { elemType: field(1, "int32"), shape: field(2, "Shape") } },
    Shape: { fields: { dim: field(1, "Dimension", true) } },
    Dimension: { fields: { dimValue: field(1, "int64"), dimParam: field(2, "string") } },
  },
}).lookupType("Model");

interface DecodedPort {
  readonly name: string;
  readonly type?: {
    readonly tensorType?: {
      readonly elemType: number;
      readonly shape?: { readonly dim: readonly { readonly dimValue?: number }[] };
    };
  };
}

/** A weight's TensorProto.DataLocation. */
const EXTERNAL = 1;

interface DecodedModel {
  readonly irVersion?: number;
  readonly opset: readonly { readonly domain?: string; readonly version?: number }[];
  readonly graph?: {
    readonly initializer: readonly { readonly name: string; readonly location?: number }[];
    readonly input: readonly DecodedPort[];
    readonly output: readonly DecodedPort[];
  };
}

function portOf({ name, type }: DecodedPort): OnnxPort {
  const tensor = type?.tensorType;
  const shape = tensor?.shape?.dim.map(({ dimValue }) =>
    dimValue !== undefined && dimValue > 0 ? dimValue : null,
  );
  return { name, elementType: tensor?.elemType ?? 0, shape: shape ?? null };
}

/** Throws FormatError where the bytes are no ONNX model. */
export function readOnnxSignature(bytes: Uint8Array): OnnxSignature {
  let model: DecodedModel;
  try {
    model = modelType.toObject(modelType.decode(bytes), { longs: Number, arrays: true }) as DecodedModel;
  } catch {
    throw new FormatError(knownFile(bytes) ?? "this is no ONNX model");
  }
  const { graph } = model;
  if (graph === undefined || graph.output.length === 0)
    throw new FormatError(knownFile(bytes) ?? "this is no ONNX model");
  const filled = new Set(graph.initializer.map(({ name }) => name));
  return {
    irVersion: model.irVersion ?? 0,
    opsets: model.opset.map(({ domain = "", version = 0 }) => ({ domain, version })),
    external: graph.initializer.filter(({ location }) => location === EXTERNAL).map(({ name }) => name),
    inputs: graph.input.filter(({ name }) => !filled.has(name)).map(portOf),
    outputs: graph.output.map(portOf),
  };
}
