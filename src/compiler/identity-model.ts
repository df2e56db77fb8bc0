import { encodeModel, floatValue } from "./onnx-schema.ts";

/** A model that gives "x", a tensor of so many dimensions, as "y": what a device's tensor is read through. */
export function identityModel(rank: number): Uint8Array {
  const shape = Array.from({ length: rank }, (_, i) => `d${i}`);
  return encodeModel(
    {
      name: "identity",
      node: [{ name: "identity", opType: "Identity", input: ["x"], output: ["y"], attribute: [] }],
      initializer: [],
      input: [floatValue("x", shape)],
      output: [floatValue("y", shape)],
    },
    { producerName: "pairing-lab" },
  );
}
