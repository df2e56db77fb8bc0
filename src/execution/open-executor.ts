// The one place that knows what computes on which device.
import { ExecutionError } from "./executor.ts";
import type { Executor, ExecutorOptions } from "./executor.ts";
import { CpuExecutor } from "./onnx-runtime.ts";

/** Opens what computes. Rejects with ExecutionError where the device cannot be had. */
export async function openExecutor(options: ExecutorOptions): Promise<Executor> {
  const { device, threads, tensorflowFolder: folder } = options;
  switch (device) {
    case "cpu":
      return new CpuExecutor(options);
    case "webgpu":
      throw new ExecutionError(`This version cannot compute on the device "${device}".`);
    case "tfjs-node-gpu":
    case "tfjs-node": {
      // Whoever trains otherwise does not read it.
      const { openTensorFlowExecutor } = await import("./tensorflow/tensorflow-executor.ts");
      return openTensorFlowExecutor({ device, folder, threads });
    }
    default:
      return device satisfies never;
  }
}
