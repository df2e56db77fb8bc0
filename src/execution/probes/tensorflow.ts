import { cpus } from "node:os";
import { tf } from "../../compiler/tensorflow.ts";
import { nvidiaCard } from "../../devices/nvidia.ts";
import type { DeviceReport } from "../../devices/report.ts";
import { openTensorFlow, underTensorFlow, type TensorFlowDevice } from "../tensorflow/package.ts";

/** Opens TensorFlow's package and computes one sum with it. */
export async function probeTensorFlow(
  device: TensorFlowDevice,
  folder: string | undefined,
): Promise<DeviceReport> {
  try {
    openTensorFlow({ device, folder, threads: 1 });
    const sum = underTensorFlow(() => tf.tidy(() => tf.add(tf.scalar(1), 1).dataSync()[0]));
    if (sum !== 2) return { name: device, usable: false, reason: "it computes wrong: 1 + 1 is not 2" };
  } catch (error) {
    const said = error instanceof Error ? error.message : String(error);
    return { name: device, usable: false, reason: said };
  }
  return { name: device, usable: true, software: false, ...(await hardwareOf(device)) };
}

async function hardwareOf(device: TensorFlowDevice): Promise<Pick<DeviceReport, "maker" | "memory">> {
  if (device === "tfjs-node") return makerOf(cpus()[0]?.model);
  const card = await nvidiaCard();
  return { ...makerOf(card?.name), ...(card?.memory === undefined ? {} : { memory: card.memory }) };
}

const makerOf = (name: string | undefined) => (name === undefined ? {} : { maker: name });
