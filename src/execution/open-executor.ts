// The one place that knows what computes on which device.
import { DeviceGone } from "./executor.ts";
import type { Executor, ExecutorOptions } from "./executor.ts";
import { CpuExecutor } from "./onnx-runtime.ts";
import { probeWebGpu } from "./probes/webgpu.ts";
import { WebGpuExecutor } from "./webgpu-executor.ts";

/** Opens what computes. Rejects with ExecutionError where the device cannot be had. */
export async function openExecutor(options: ExecutorOptions): Promise<Executor> {
  const { device, threads, tensorflowFolder: folder } = options;
  switch (device) {
    case "cpu":
      return new CpuExecutor(options);
    case "webgpu":
      return openCard(options);
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

/** Looked at first: without its driver the runtime would blame the compiled program. */
async function openCard(options: ExecutorOptions): Promise<Executor> {
  const { usable, reason = "" } = await probeWebGpu();
  if (!usable) throw new DeviceGone(options.device, reason);
  return new WebGpuExecutor(options);
}
