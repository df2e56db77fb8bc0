// Every convolution of a DCGAN (channels 32, batch 64), forward and both gradients, against PyTorch, taking turns.
import type { FunctionDefinition } from "../../src/compiler/compile-function.ts";
import { tf } from "../../src/compiler/tensorflow.ts";
import type { Tensor } from "../../src/compiler/tensorflow.ts";
import { openExecutor } from "../../src/execution/open-executor.ts";
import { given } from "../compiled/gan-like-step.ts";
import { interleave, table, timed, type Contender } from "./interleave.ts";
import { openTorchConvolution, type TorchConvolutionConfig } from "./torch.ts";

const BATCH = 64;
const TIMES = 5;
const options = { stride: 2, padding: 1 };

/** Maps in and out, and the size of the maps that go in. */
const layers = [
  { from: 1, to: 32, size: 28 },
  { from: 32, to: 64, size: 14 },
  { from: 3, to: 32, size: 32 },
  { from: 32, to: 64, size: 16 },
  { from: 64, to: 128, size: 8 },
  { from: 3, to: 32, size: 64 },
  { from: 32, to: 64, size: 32 },
  { from: 64, to: 128, size: 16 },
  { from: 128, to: 256, size: 8 },
] as const;

type Work = TorchConvolutionConfig["work"];
type Shape = readonly [number, number, number, number];

async function openOurs(work: Work, { from, to, size }: (typeof layers)[number], threads: number) {
  const x: Shape = [from, size, size, BATCH];
  const filters: Shape = [to, from, 4, 4];
  const y: Shape = [to, size / 2, size / 2, BATCH];
  const operation = {
    forward: { a: x, b: filters, run: (a: Tensor, b: Tensor) => tf.convolve(a, b, options) },
    "input gradient": {
      a: y,
      b: filters,
      run: (a: Tensor, b: Tensor) => tf.convolveTransposed(a, b, options),
    },
    "filter gradient": { a: x, b: y, run: (a: Tensor, b: Tensor) => tf.filterGradient(a, b, options) },
  }[work];
  const definition: FunctionDefinition = {
    state: { a: operation.a, b: operation.b },
    inputs: {},
    rows: 1,
    run: ({ a, b }) => ({ result: operation.run(given(a), given(b)) }),
  };
  const executor = await openExecutor({ device: "cpu", threads, graphOptimization: "disabled" });
  const filled = (shape: Shape) => ({
    shape,
    data: Float32Array.from({ length: shape.reduce((m, d) => m * d, 1) }, (_, i) => Math.sin(i)),
  });
  executor.put(new Map([["a", filled(operation.a)], ["b", filled(operation.b)]])); // prettier-ignore
  const loaded = await executor.loadFunction(definition);
  const run: Contender = async () => {
    const ms = await timed(async () => {
      for (let i = 0; i < TIMES; i++) await executor.call(loaded, 1, {});
    });
    return ms / TIMES;
  };
  return { run, executor };
}

const ms = (value: number | undefined): string => value?.toFixed(2) ?? "-";

for (const threads of [1, 2]) {
  const rows: string[][] = [];
  for (const layer of layers)
    for (const work of ["forward", "input gradient", "filter gradient"] as const) {
      const ours = await openOurs(work, layer, threads);
      const config = { ...layer, work, batch: BATCH, threads };
      const plain = await openTorchConvolution(config, "plain", TIMES);
      const last = await openTorchConvolution(config, "channels-last", TIMES);
      const contenders: Record<string, Contender> = { ours: ours.run };
      if (plain !== null) contenders["plain"] = plain.run;
      if (last !== null) contenders["last"] = last.run;
      const medians = await interleave(contenders, 11);
      const ratio = (peer: number | undefined) =>
        peer === undefined ? "-" : `${(peer / (medians["ours"] ?? NaN)).toFixed(2)}x`;
      rows.push([
        `${layer.from} to ${layer.to}, ${layer.size}x${layer.size}, ${work}`,
        ms(medians["ours"]),
        ms(medians["plain"]),
        ratio(medians["plain"]),
        ms(medians["last"]),
        ratio(medians["last"]),
      ]);
      plain?.close();
      last?.close();
      await ours.executor.close();
    }
  console.log(`Milliseconds, batch ${BATCH}, ${threads} thread(s), medians of 11 interleaved rounds\n`);
  console.log(table(["layer", "ours", "torch", "ratio", "channels last", "ratio"], rows));
  console.log();
}
