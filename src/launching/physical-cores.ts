import { readFileSync } from "node:fs";
import { availableParallelism } from "node:os";

/**
 * Physical cores that this process may use. Two threads of one core share its arithmetic units, so that convolutions
 * gain nothing from the second. Linux tells cores from threads; Apple's own processors have one thread a core;
 * elsewhere two threads a core are assumed.
 */
export function physicalCores(): number {
  const usable = availableParallelism();
  if (process.platform === "linux") return Math.min(usable, linuxCores() ?? usable);
  if (process.platform === "darwin" && process.arch === "arm64") return usable;
  return Math.max(1, Math.floor(usable / 2));
}

function linuxCores(): number | null {
  try {
    return countCores(readFileSync("/proc/cpuinfo", "utf8"));
  } catch {
    return null;
  }
}

/** Distinct pairs of `physical id` and `core id` in the text of /proc/cpuinfo; null where it does not tell them. */
export function countCores(cpuinfo: string): number | null {
  const cores = new Set<string>();
  for (const processor of cpuinfo.split(/\n\s*\n/)) {
    const field = (name: string) => new RegExp(`^${name}\\s*:\\s*(\\d+)`, "m").exec(processor)?.[1];
    const [socket, core] = [field("physical id"), field("core id")];
    if (core !== undefined) cores.add(`${socket ?? 0} ${core}`);
  }
  return cores.size > 0 ? cores.size : null;
}
