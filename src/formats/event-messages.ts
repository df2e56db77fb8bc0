// The messages of TensorBoard's event files, as far as they are written or read here.
// Source: tensorflow/core/util/event.proto, framework/summary.proto, framework/tensor.proto, tensor_shape.proto.

import protobuf from "protobufjs/light.js";

const root = protobuf.Root.fromJSON({
  nested: {
    Event: {
      oneofs: { what: { oneof: ["fileVersion", "summary", "sessionLog"] } },
      fields: {
        wallTime: { type: "double", id: 1 },
        step: { type: "int64", id: 2 },
        fileVersion: { type: "string", id: 3 },
        summary: { type: "Summary", id: 5 },
        sessionLog: { type: "SessionLog", id: 7 },
      },
    },
    SessionLog: { fields: { status: { type: "int32", id: 1 } } },
    Summary: { fields: { value: { rule: "repeated", type: "Value", id: 1 } } },
    Value: {
      oneofs: { content: { oneof: ["simpleValue", "image", "histogram", "audio", "tensor"] } },
      fields: {
        tag: { type: "string", id: 1 },
        simpleValue: { type: "float", id: 2 },
        image: { type: "Image", id: 4 },
        histogram: { type: "bytes", id: 5 },
        audio: { type: "bytes", id: 6 },
        nodeName: { type: "string", id: 7 },
        tensor: { type: "Tensor", id: 8 },
        metadata: { type: "Metadata", id: 9 },
      },
    },
    Metadata: { fields: { plugin: { type: "Plugin", id: 1 } } },
    Plugin: { fields: { name: { type: "string", id: 1 } } },
    Image: {
      fields: {
        height: { type: "int32", id: 1 },
        width: { type: "int32", id: 2 },
        colorspace: { type: "int32", id: 3 },
        encoded: { type: "bytes", id: 4 },
      },
    },
    Tensor: {
      fields: {
        dtype: { type: "int32", id: 1 },
        shape: { type: "TensorShape", id: 2 },
        content: { type: "bytes", id: 4 },
        floatValues: { rule: "repeated", type: "float", id: 5 },
        doubleValues: { rule: "repeated", type: "double", id: 6 },
        intValues: { rule: "repeated", type: "int32", id: 7 },
        stringValues: { rule: "repeated", type: "bytes", id: 8 },
        int64Values: { rule: "repeated", type: "int64", id: 10 },
        boolValues: { rule: "repeated", type: "bool", id: 11 },
        halfValues: { rule: "repeated", type: "int32", id: 13 },
        uint32Values: { rule: "repeated", type: "uint32", id: 16 },
        uint64Values: { rule: "repeated", type: "uint64", id: 17 },
      },
    },
    TensorShape: { fields: { dim: { rule: "repeated", type: "Dim", id: 2 } } },
    Dim: { fields: { size: { type: "int64", id: 1 } } },
  },
});

export interface TensorMessage {
  readonly dtype?: number;
  readonly shape?: { readonly dim?: readonly { readonly size?: number }[] };
  readonly content?: Uint8Array;
  readonly floatValues?: readonly number[];
  readonly doubleValues?: readonly number[];
  readonly intValues?: readonly number[];
  readonly stringValues?: readonly Uint8Array[];
  readonly int64Values?: readonly number[];
  readonly boolValues?: readonly boolean[];
  /** Bits of numbers of 16 bits, of either kind. */
  readonly halfValues?: readonly number[];
  readonly uint32Values?: readonly number[];
  readonly uint64Values?: readonly number[];
}

export interface ImageMessage {
  readonly height?: number;
  readonly width?: number;
  readonly colorspace?: number;
  readonly encoded?: Uint8Array;
}

export interface ValueMessage {
  readonly tag?: string;
  readonly simpleValue?: number;
  readonly image?: ImageMessage;
  /** Not looked into, as sounds. */
  readonly histogram?: Uint8Array;
  readonly audio?: Uint8Array;
  /** What old writers of tensors gave instead of a tag. */
  readonly nodeName?: string;
  readonly tensor?: TensorMessage;
  /** Which of TensorBoard's plugins the value is for; many writers say it with a tag's first value only. */
  readonly metadata?: { readonly plugin?: { readonly name?: string } };
}

export interface EventMessage {
  readonly wallTime?: number;
  readonly step?: number;
  readonly fileVersion?: string;
  readonly summary?: { readonly value?: readonly ValueMessage[] };
  readonly sessionLog?: { readonly status?: number };
}

const eventType = root.lookupType("Event");

/** SessionLog.SessionStatus.START. */
export const SESSION_START = 1;
/** A value of DataType. */
export const DT_STRING = 7;

/** The bytes of an event. */
export function writeEventMessage(message: EventMessage): Uint8Array {
  return eventType.encode(message).finish();
}

/** The event in some bytes, fields that are absent left out; null where the bytes are no event. */
export function readEventMessage(bytes: Uint8Array): EventMessage | null {
  try {
    return eventType.toObject(eventType.decode(bytes), { longs: Number, arrays: false });
  } catch {
    return null;
  }
}
