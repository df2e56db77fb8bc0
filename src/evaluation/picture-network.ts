// Networks of pictures as ONNX writes them: small ones of our own, from their weights.
import {
  encodeModel,
  floatTensor,
  floatValue,
  intAttribute,
  intsAttribute,
} from "../compiler/onnx-schema.ts";
import type { OnnxAttribute, OnnxNode, OnnxTensor } from "../compiler/onnx-schema.ts";

export type Layer =
  /** Convolution with a square filter [out, in, size, size], a bias and a rectifier. */
  | {
      readonly kind: "convolution";
      readonly filters: Float32Array;
      readonly shape: readonly [out: number, from: number, size: number];
      readonly bias: Float32Array;
      readonly stride: number;
      readonly padding: number;
    }
  /** The maximum of each 2 x 2 pixels; an odd last row or column is dropped. */
  | { readonly kind: "maximum" }
  /** x W + b of all values (channels, then rows, then columns); W [in, out]. */
  | {
      readonly kind: "dense";
      readonly weights: Float32Array;
      readonly shape: readonly [from: number, out: number];
      readonly bias: Float32Array;
      readonly rectified: boolean;
    };

/** The ONNX model: `pictures` [n, height, width, channels] to `output` [n, ...]. Equal layers give equal bytes. */
export function pictureNetwork(
  [height, width, channels]: readonly [number, number, number],
  layers: readonly Layer[],
  output: { readonly name: string; readonly size: number },
): Uint8Array {
  const nodes: OnnxNode[] = [];
  const initializers: OnnxTensor[] = [];
  let last = "pictures";
  const add = (opType: string, others: readonly string[] = [], attribute: readonly OnnxAttribute[] = []) => {
    const name = `${nodes.length}`;
    nodes.push({ opType, name, input: [last, ...others], output: [name], attribute });
    last = name;
  };
  const constant = (dims: readonly number[], data: Float32Array): string => {
    const name = `weights ${initializers.length}`;
    initializers.push(floatTensor(name, dims, data));
    return name;
  };
  add("Transpose", [], [intsAttribute("perm", [0, 3, 1, 2])]);
  for (const layer of layers) {
    switch (layer.kind) {
      case "convolution": {
        const [out, from, size] = layer.shape;
        const { stride, padding } = layer;
        const filters = constant([out, from, size, size], layer.filters);
        add(
          "Conv",
          [filters, constant([out], layer.bias)],
          [
            intsAttribute("strides", [stride, stride]),
            intsAttribute("pads", [padding, padding, padding, padding]),
          ],
        );
        add("Relu");
        break;
      }
      case "maximum":
        add("MaxPool", [], [intsAttribute("kernel_shape", [2, 2]), intsAttribute("strides", [2, 2])]);
        break;
      case "dense": {
        add("Flatten", [], [intAttribute("axis", 1)]);
        add("Gemm", [constant(layer.shape, layer.weights), constant([layer.shape[1]], layer.bias)]);
        if (layer.rectified) add("Relu");
        break;
      }
      default:
        layer satisfies never;
    }
  }
  nodes.push({ opType: "Identity", name: output.name, input: [last], output: [output.name], attribute: [] });
  return encodeModel(
    {
      name: "pictures",
      node: nodes,
      initializer: initializers,
      input: [floatValue("pictures", ["n", height, width, channels])],
      output: [floatValue(output.name, ["n", output.size])],
    },
    { producerName: "pairing-lab" },
  );
}
