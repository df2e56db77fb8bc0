import { tf } from "../../compiler/tensorflow.ts";
import type { Tensor2D } from "../../compiler/tensorflow.ts";
import type { Activation } from "../../experiment/schema.ts";
import { activations } from "../activations.ts";
import type { Network, Parameter } from "./network.ts";

export interface MlpSpec {
  /** Widths of input, hidden layers and output, at least two. */
  readonly widths: readonly number[];
  readonly activation: Activation;
}

/**
 * A multilayer perceptron: x -> act(x W_0 + b_0) -> ... -> x W_n + b_n, the last layer without activation.
 * Shapes: input [batch, widths[0]], output [batch, widths.at(-1)], weight i [widths[i], widths[i + 1]].
 * Weights begin Glorot uniform, biases at 0.
 */
export function mlp({ widths, activation }: MlpSpec): Network {
  const parameters = widths.slice(1).flatMap((fanOut, layer): Parameter[] => {
    const fanIn = widths[layer] ?? 0;
    return [
      {
        name: `${layer}.weight`,
        shape: [fanIn, fanOut],
        initializer: { kind: "glorot-uniform", fanIn, fanOut },
      },
      { name: `${layer}.bias`, shape: [fanOut], initializer: { kind: "constant", value: 0 } },
    ];
  });
  const act = activations[activation];
  return {
    parameters,
    apply(weights, x) {
      let h = x;
      for (let i = 0; i + 1 < weights.length; i += 2) {
        const [weight, bias] = [weights[i], weights[i + 1]];
        if (weight === undefined || bias === undefined)
          throw new RangeError("an MLP has pairs of weight and bias");
        h = tf.add(tf.matMul(h as Tensor2D, weight as Tensor2D), bias);
        if (i + 2 < weights.length) h = act(h);
      }
      return h;
    },
  };
}
