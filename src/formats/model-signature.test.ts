import assert from "node:assert/strict";
import { test } from "node:test";
import protobuf from "protobufjs/light.js";
import { FormatError } from "./format-error.ts";
import { readOnnxSignature } from "./model-signature.ts";

/** A model with a weight of its own among its inputs, as old exporters write it; the rest by field number. */
function model(): Uint8Array {
  const bytes = (fill: (writer: protobuf.Writer) => void): Uint8Array => {
    const writer = protobuf.Writer.create();
    fill(writer);
    return writer.finish();
  };
  const dimensions = bytes(shape => {
    shape.uint32(10).bytes(bytes(dim => dim.uint32(18).string("n")));
    shape.uint32(10).bytes(bytes(dim => dim.uint32(8).int64(3)));
  });
  const tensor = bytes(type => type.uint32(8).int32(1).uint32(18).bytes(dimensions));
  const port = (name: string) =>
    bytes(info =>
      info
        .uint32(10)
        .string(name)
        .uint32(18)
        .bytes(bytes(type => type.uint32(10).bytes(tensor))),
    );
  const graph = bytes(writer => {
    writer
      .uint32(42)
      .bytes(bytes(weight => weight.uint32(66).string("w").uint32(74).bytes(new Uint8Array(100))));
    for (const name of ["x", "w"]) writer.uint32(90).bytes(port(name));
    writer.uint32(98).bytes(port("y"));
  });
  return bytes(writer => writer.uint32(8).int64(8).uint32(58).bytes(graph));
}

test("inputs and outputs are told with their types and shapes; weights are no inputs", () => {
  const port = (name: string) => ({ name, elementType: 1, shape: [null, 3] });
  assert.deepEqual(readOnnxSignature(model()), {
    irVersion: 8,
    opsets: [],
    external: [],
    inputs: [port("x")],
    outputs: [port("y")],
  });
});

test("bytes that are no model, or only a part of one, are refused and never anything else", () => {
  const whole = model();
  for (let length = 0; length < whole.length; length++)
    assert.throws(() => readOnnxSignature(whole.subarray(0, length)), FormatError, `${length} bytes`);
  for (let at = 0; at < whole.length; at++)
    for (const value of [0, 127, 255]) {
      const broken = Uint8Array.from(whole);
      broken[at] = value;
      try {
        readOnnxSignature(broken);
      } catch (error) {
        assert.ok(error instanceof FormatError, String(error));
      }
    }
});
