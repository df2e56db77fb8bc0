import { tf } from "../../src/compiler/tensorflow.ts";
import type { Tensor2D } from "../../src/compiler/tensorflow.ts";
import { openExecutor } from "../../src/execution/open-executor.ts";
import { median, timed } from "./interleave.ts";

const SIZE = 512;

/** GFLOP/s of a matrix product on one thread: what no step can be faster than. */
export async function matrixPeak(): Promise<number> {
  const executor = await openExecutor({ device: "cpu", threads: 1, graphOptimization: "all" });
  const loaded = await executor.loadFunction({
    state: { b: [SIZE, SIZE] },
    inputs: { a: [SIZE] },
    rows: SIZE,
    run: ({ a, b }) => ({ sum: tf.sum(tf.matMul(a as Tensor2D, b as Tensor2D), 1) }),
  });
  executor.put(new Map([["b", { shape: [SIZE, SIZE], data: new Float32Array(SIZE * SIZE).fill(0.5) }]]));
  const a = new Float32Array(SIZE * SIZE).fill(0.25);
  const times: number[] = [];
  for (let i = 0; i < 30; i++) times.push(await timed(() => executor.call(loaded, SIZE, { a })));
  await executor.close();
  return (2 * SIZE ** 3) / (median(times) * 1e6);
}
