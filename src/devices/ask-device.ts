import { execFile, type ExecFileException } from "node:child_process";
import type { TrainingDevice } from "../experiment/catalog.ts";
import { reportIn, type DeviceOptions, type DeviceReport } from "./report.ts";
import { adapterIn } from "./vulkan-loader.ts";

/** A first look at a card loads its driver; a driver that hangs shall not keep anybody. */
const PATIENCE_MS = 60_000;

export interface Prober {
  /** The program that runs JavaScript, and ours that probes. */
  readonly node: string;
  readonly script: string;
}

/**
 * Asks a device, in a process of its own, since a driver may crash, hang, or talk on standard error. Never rejects: what
 * went wrong is the report's reason.
 */
export async function askDevice(
  device: TrainingDevice,
  options: DeviceOptions,
  { node, script }: Prober,
  patienceMs = PATIENCE_MS,
): Promise<DeviceReport> {
  if (device === "cpu") return { name: device, usable: true, software: false };
  const { failed, stdout, stderr } = await new Promise<Answer>(resolve => {
    execFile(
      node,
      [script, device, JSON.stringify(options)],
      {
        env: { ...process.env, ELECTRON_RUN_AS_NODE: "1", VK_LOADER_DEBUG: "driver" },
        timeout: patienceMs,
        killSignal: "SIGKILL",
        maxBuffer: 16 * 1024 * 1024,
        windowsHide: true,
      },
      (error, out, err) => {
        resolve({ failed: error, stdout: out, stderr: err });
      },
    );
  });
  const report = reportIn(stdout);
  if (report === null) return { name: device, usable: false, reason: reasonOf(failed, patienceMs) };
  return device === "webgpu" ? { ...report, ...adapterIn(stderr) } : report;
}

interface Answer {
  readonly failed: ExecFileException | null;
  readonly stdout: string;
  readonly stderr: string;
}

function reasonOf(failed: Answer["failed"], patienceMs: number): string {
  if (failed?.killed === true)
    return `it did not answer within ${patienceMs / 1000} seconds; look at its driver, or train with device=cpu`;
  const how =
    failed === null ? "without a word" : `with ${failed.signal ?? failed.message.split("\n")[0] ?? ""}`;
  return `looking at it ended ${how}; look at its driver, or train with device=cpu`;
}
