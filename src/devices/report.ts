import * as z from "zod";
import { isTrainingDevice, type TrainingDevice } from "../experiment/catalog.ts";

/** What is known of a device of this machine. */
export interface DeviceReport {
  readonly name: TrainingDevice;
  /** Whether a run can be trained on it. */
  readonly usable: boolean;
  /** Where it is not usable: why, and what to do; a sentence without its full stop. */
  readonly reason?: string;
  /** What it is, as its driver calls it. */
  readonly maker?: string;
  /** Bytes of its own memory, where that can be told. */
  readonly memory?: number;
  /** Whether the processor plays it: for tests, never fast. Left out where that cannot be told. */
  readonly software?: boolean;
}

/** What may be told to whoever looks for devices. */
export interface DeviceOptions {
  /** The folder with TensorFlow's package, absolute; native code of it runs. Nobody named or trusts one when left out. */
  readonly tensorflowFolder?: string | undefined;
}

const name = z.custom<TrainingDevice>(value => typeof value === "string" && isTrainingDevice(value));

const schema = z.object({
  name,
  usable: z.boolean(),
  reason: z.string().exactOptional(),
  maker: z.string().exactOptional(),
  memory: z.number().positive().exactOptional(),
  software: z.boolean().exactOptional(),
});

/** The report in a prober's output, whose last line it is; null where there is none. */
export function reportIn(output: string): DeviceReport | null {
  const line = output.trimEnd().split("\n").at(-1) ?? "";
  try {
    return schema.parse(JSON.parse(line));
  } catch {
    return null;
  }
}
