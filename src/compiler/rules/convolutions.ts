// A convolution becomes what ONNX Runtime is fast at: a wide matrix product over [places, batch].
import { convolutionKernels, optionsOf } from "../convolution.ts";
import { sameShape } from "../graph.ts";
import type { Graph, Node } from "../graph.ts";
import { binary, reshape } from "../operators.ts";
import type { Rule } from "../rewrite.ts";
import { conv, example, filtersOf, image, operandsOf, sizesOf } from "./convolution-parts.ts";

export const convolutionRules: readonly Rule[] = [
  {
    name: "a convolution is a convolution of three dimensions, the batch being the last",
    on: [convolutionKernels.convolve],
    rewrite: (node, { graph }) => {
      const [[x, filters], [, , ...bias]] = [operandsOf(node), node.inputs];
      return conv(graph, [x, filters, ...bias], optionsOf(node.attributes));
    },
    before: g =>
      g.node(convolutionKernels.convolve, [image(g, 2, 6), filtersOf(g, 3, 2)], [3, 3, 3, 3], example),
    after: g => conv(g, [image(g, 2, 6), filtersOf(g, 3, 2)], example),
  },
];

/** Before convolutions are taken apart. */
export const convolutionFusionRules: readonly Rule[] = [
  {
    name: "a convolution + one number a channel takes it as its bias",
    on: ["Add"],
    rewrite: (node, { graph, usedOnce }) => {
      const [left, right] = node.inputs;
      if (left === undefined || right === undefined) return undefined;
      return biased(left, right) ?? biased(right, left);

      function biased(result: Node, bias: Node): Node | undefined {
        const [x, filters, ...others] = result.inputs;
        if (result.op !== convolutionKernels.convolve || !x || !filters || others.length > 0)
          return undefined;
        const [channels] = sizesOf(result);
        if (!usedOnce(result) || !sameShape(bias.shape, [channels, 1, 1, 1])) return undefined;
        const inputs = [x, filters, reshape(graph, bias, [channels])];
        return graph.node(result.op, inputs, result.shape, result.attributes);
      }
    },
    before: g => binary(g, "Add", convolved(g), g.input("b", [3, 1, 1, 1])),
    after: g => convolved(g, reshape(g, g.input("b", [3, 1, 1, 1]), [3])),
  },
];

const convolved = (g: Graph, ...bias: Node[]) =>
  g.node(convolutionKernels.convolve, [image(g, 2, 6), filtersOf(g, 3, 2), ...bias], [3, 3, 3, 3], example);
