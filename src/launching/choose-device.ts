// `auto`: the fastest device of this machine for this very experiment, by some of its own steps on each.
import { spawn, type ChildProcess } from "node:child_process";
import { existsSync } from "node:fs";
import type { DeviceOptions, DeviceReport } from "../devices/report.ts";
import type { TrainingDevice } from "../experiment/catalog.ts";
import { modulesOf } from "../experiment/custom-parts.ts";
import { executionPlan, isPlainlyForProcessor } from "../experiment/execution-plan.ts";
import type { Experiment } from "../experiment/schema.ts";
import type { DeviceTimings } from "../runs/run-info.ts";
import { deviceReports } from "./devices.ts";
import { nodeProgram, programScript } from "./trainer.ts";

/** Data may have to be read, and shaders to be compiled. */
const PATIENCE_MS = 180_000;

export interface DeviceChoice {
  readonly device: TrainingDevice;
  /** Steps a second by device; null where nothing was measured. */
  readonly timings: DeviceTimings | null;
}

/** What a choice asks of this machine. */
interface Inquiries {
  readonly mayHave: () => boolean;
  readonly reports: (options: DeviceOptions) => Promise<readonly DeviceReport[]>;
  readonly time: typeof stepsPerSecond;
}

/**
 * The device of an experiment: its own, or for `auto` the fastest. Nothing is measured where the answer is plain: small
 * networks, no other device than the processor, modules of the researcher's own (which only a trainer may run).
 */
export async function chooseDevice(
  experiment: Experiment,
  cores: number,
  options: DeviceOptions = {},
  { mayHave, reports, time }: Inquiries = {
    mayHave: mayHaveCard,
    reports: deviceReports,
    time: stepsPerSecond,
  },
): Promise<DeviceChoice> {
  const { device } = experiment;
  if (device !== "auto") return { device, timings: null };
  const processor: DeviceChoice = { device: "cpu", timings: null };
  if (isPlainlyForProcessor(experiment) || modulesOf(experiment).length > 0) return processor;
  if (!mayHave() && options.tensorflowFolder === undefined) return processor;
  const usable = (await reports(options)).filter(report => report.usable && report.software !== true);
  if (usable.length < 2) return processor;
  const timings: Partial<Record<TrainingDevice, number>> = {};
  for (const { name } of usable) {
    const speed = await time(experiment, name, cores, options);
    if (speed !== null) timings[name] = speed;
  }
  return { device: fastest(timings), timings };
}

/** The processor where nothing is faster. */
export function fastest(timings: DeviceTimings): TrainingDevice {
  const names = Object.keys(timings) as TrainingDevice[];
  return names.reduce<TrainingDevice>(
    (best, name) => ((timings[name] ?? 0) > (timings[best] ?? 0) ? name : best),
    "cpu",
  );
}

/** Whether looking for a card may find one; it costs a process. Linux has a file for each, Vulkan's own variables name others. */
export function mayHaveCard(environment: NodeJS.ProcessEnv = process.env): boolean {
  if (process.platform !== "linux") return true;
  const named = ["VK_ICD_FILENAMES", "VK_DRIVER_FILES"].some(name => environment[name] !== undefined);
  return named || ["/dev/dri", "/dev/nvidiactl", "/dev/dxg"].some(path => existsSync(path));
}

/**
 * Steps a second of an experiment on a device, warm, by a process of its own (dist/timing.js) that trains a second or two
 * and keeps nothing; null where it could not.
 */
export function stepsPerSecond(
  experiment: Experiment,
  device: TrainingDevice,
  cores: number,
  { tensorflowFolder }: DeviceOptions = {},
): Promise<number | null> {
  return new Promise(resolve => {
    // Without streams where the system has no files left to open for them.
    const child: ChildProcess = spawn(nodeProgram(), [programScript("timing")], {
      stdio: ["pipe", "pipe", "ignore"],
      env: { ...process.env, ELECTRON_RUN_AS_NODE: "1" },
      timeout: PATIENCE_MS,
      killSignal: "SIGKILL",
      windowsHide: true,
    });
    let said = "";
    child.stdout?.setEncoding("utf8").on("data", (text: string) => {
      said += text;
    });
    child.on("error", () => {
      resolve(null);
    });
    child.on("close", code => {
      const speed = Number(said.trimEnd().split("\n").at(-1));
      resolve(code === 0 && speed > 0 ? speed : null);
    });
    // A child that ends before it has read all is told by its end.
    child.stdin?.on("error", () => undefined);
    child.stdin?.end(
      JSON.stringify({
        experiment,
        options: { ...executionPlan(experiment, cores, device), tensorflowFolder },
      }),
    );
  });
}
