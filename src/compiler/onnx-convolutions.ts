// The three convolutions as ONNX has them: what is written where no rule knows a faster way.
import { convolutionKernels, optionsOf } from "./convolution.ts";
import type { Node } from "./graph.ts";
import { intsAttribute } from "./onnx-schema.ts";
import type { Emit, Writer } from "./onnx-writer.ts";

const unsqueezed = (writer: Writer, name: string, axis: number) =>
  writer.node(undefined, "Unsqueeze", [name, writer.ints([axis])]);

const transposed = (writer: Writer, name: string, perm: readonly number[]) =>
  writer.node(undefined, "Transpose", [name], [intsAttribute("perm", perm)]);

/** [C, H, W, B] is one image of three dimensions, over whose last one, the batch, filters have the size 1. */
const overBatch =
  (opType: "Conv" | "ConvTranspose"): Emit =>
  (writer, node, [image = "", filters = "", ...bias]) => {
    const { stride, padding } = optionsOf(node.attributes);
    const [, , height = 1, width = 1] = node.inputs[1]?.shape ?? [];
    const result = writer.node(
      undefined,
      opType,
      [unsqueezed(writer, image, 0), unsqueezed(writer, filters, 4), ...bias],
      [
        intsAttribute("kernel_shape", [height, width, 1]),
        intsAttribute("strides", [stride, stride, 1]),
        intsAttribute("pads", [padding, padding, 0, padding, padding, 0]),
      ],
    );
    return writer.node(node, "Squeeze", [result, writer.ints([0])]);
  };

/** Channels as images, the batch as channels, y as filters whose taps lie `stride` apart. */
const filterGradient = (writer: Writer, node: Node, [x = "", y = ""]: readonly string[]) => {
  const { stride, padding } = optionsOf(node.attributes);
  const [, height = 1, width = 1] = node.inputs[1]?.shape ?? [];
  const result = writer.node(
    undefined,
    "Conv",
    [transposed(writer, x, [0, 3, 1, 2]), transposed(writer, y, [0, 3, 1, 2])],
    [
      intsAttribute("kernel_shape", [height, width]),
      intsAttribute("dilations", [stride, stride]),
      intsAttribute("pads", [padding, padding, padding, padding]),
    ],
  );
  return writer.node(node, "Transpose", [result], [intsAttribute("perm", [1, 0, 2, 3])]);
};

export const convolutionEmitters: Readonly<Record<string, Emit>> = {
  [convolutionKernels.convolve]: overBatch("Conv"),
  [convolutionKernels.convolveTransposed]: overBatch("ConvTranspose"),
  [convolutionKernels.filterGradient]: filterGradient,
};
