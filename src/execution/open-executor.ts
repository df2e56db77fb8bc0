// The one place that knows what computes on which device.
import { ExecutionError } from "./executor.ts";
import type { Executor, ExecutorOptions } from "./executor.ts";
import { CpuExecutor } from "./onnx-runtime.ts";

/** Opens what computes. Rejects with ExecutionError where the device cannot be had. */
// eslint-disable-next-line @typescript-eslint/require-await -- asynchronous for its callers: a refusal is a rejection
export async function openExecutor(options: ExecutorOptions): Promise<Executor> {
  const { device } = options;
  switch (device) {
    case "cpu":
      return new CpuExecutor(options);
    case "webgpu":
    case "tfjs-node-gpu":
    case "tfjs-node":
      throw new ExecutionError(`This version cannot compute on the device "${device}".`);
    default:
      return device satisfies never;
  }
}
