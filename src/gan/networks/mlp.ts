import { tf } from "../../compiler/tensorflow.ts";
import type { Tensor, Tensor2D } from "../../compiler/tensorflow.ts";
import type { Activation } from "../../experiment/schema.ts";
import { activations } from "../activations.ts";
import { tensorAt } from "./network.ts";
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
  const last = parameters.length - 2;
  const dense = (weights: readonly Tensor[], at: number, x: Tensor): Tensor =>
    tf.add(tf.matMul(x as Tensor2D, tensorAt(weights, at) as Tensor2D), tensorAt(weights, at + 1));
  const features = (weights: readonly Tensor[], x: Tensor): Tensor => {
    let h = x;
    for (let at = 0; at < last; at += 2) h = act(dense(weights, at, h));
    return h;
  };
  return { parameters, features, apply: (weights, x) => dense(weights, last, features(weights, x)) };
}
