import { exportModel } from "../../compiler/compile-function.ts";
import { tf } from "../../compiler/tensorflow.ts";
import type { DeviceReport } from "../../devices/report.ts";
import { InferenceSession, Tensor } from "onnxruntime-node";
import "../no-telemetry.ts";

/** Computes one sum on the device. Which adapter that was, the Vulkan loader says on standard error. */
export async function probeWebGpu(): Promise<DeviceReport> {
  const name = "webgpu";
  const onnx = exportModel({
    weights: new Map(),
    inputs: { x: [1] },
    run: ({ x }) => ({ y: tf.add(x ?? tf.scalar(NaN), 1) }),
  });
  try {
    const session = await InferenceSession.create(onnx, {
      executionProviders: ["webgpu"],
      logSeverityLevel: 4,
      extra: { session: { disable_cpu_ep_fallback: "1" } },
    });
    const { y } = await session.run({ x: new Tensor("float32", [1], [1, 1]) });
    if (y?.data[0] === 2) return { name, usable: true };
    return { name, usable: false, reason: "it computes wrong: 1 + 1 is not 2; update its driver" };
  } catch (error) {
    return { name, usable: false, reason: reasonOf(error) };
  }
}

function reasonOf(error: unknown): string {
  const said = error instanceof Error ? error.message : String(error);
  if (/No supported adapters|Failed to get a WebGPU adapter/.test(said)) {
    const drivers =
      process.platform === "linux"
        ? "a Vulkan driver (the package libvulkan1 and the card's own) and access to /dev/dri"
        : "a driver of the graphics card";
    return `no graphics card was found; it needs ${drivers}`;
  }
  return `ONNX Runtime cannot use it: ${said.split("\n")[0] ?? ""}`;
}
