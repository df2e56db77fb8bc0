import { inOrder, uniformValue } from "./graph.ts";
import { optimised } from "./optimise.ts";
import type { Shapes, TensorFunction } from "./program.ts";
import { record } from "./recording-backend.ts";

/**
 * Records a function and names those of its results that are made of nothing but zeros, whatever it is given. Throws as a
 * compilation does.
 */
export function zeroResults(inputs: Shapes, run: TensorFunction): readonly string[] {
  const results = [...optimised(record(inputs, run), "fixed")];
  return results.flatMap(([name, node]) => {
    const leaves = inOrder([node]).filter(leaf => leaf.inputs.length === 0);
    return leaves.every(leaf => uniformValue(leaf) === 0) ? [name] : [];
  });
}
