import { customGrad, zerosLike } from "@tensorflow/tfjs-core";
import type { Tensor } from "@tensorflow/tfjs-core";

/** The tensor itself, through which no gradient flows: d stopGradient(x) / dx = 0, to every order. */
export function stopGradient<T extends Tensor>(x: T): T {
  const detached = customGrad((...args: unknown[]) => {
    const input = args[0] as Tensor; // customGrad's type mixes the tensors with its save function, which comes last
    return { value: input.clone(), gradFunc: () => zerosLike(input) };
  });
  return detached(x) as T;
}
