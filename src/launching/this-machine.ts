import { readFileSync } from "node:fs";
import { totalmem } from "node:os";
import { join } from "node:path";
import type { Machine } from "../experiment/execution-plan.ts";
import { physicalCores } from "./physical-cores.ts";

/** What this process may use: of the machine, of the container it is in, of the Slurm job it belongs to. */
export function thisMachine(): Machine {
  const constrained = process.constrainedMemory();
  const shares = [allottedCpus(process.env), quotaOfProcess()].filter(share => share !== null);
  return {
    cores: Math.max(1, Math.min(physicalCores(), ...shares)),
    memory: constrained > 0 ? Math.min(constrained, totalmem()) : totalmem(),
  };
}

/** The CPUs of the Slurm job that a process belongs to, which not every site holds it to; null outside of one. */
export function allottedCpus(environment: Readonly<Record<string, string | undefined>>): number | null {
  const cpus = Number(environment["SLURM_CPUS_PER_TASK"] ?? environment["SLURM_CPUS_ON_NODE"]);
  return Number.isSafeInteger(cpus) && cpus > 0 ? cpus : null;
}

/** CPUs that a quota allows, rounded up: the text of a cgroup's cpu.max, "200000 100000" or "max 100000". */
export function quotaIn(cpuMax: string): number | null {
  const [quota, period] = cpuMax.trim().split(/\s+/).map(Number);
  return quota !== undefined && period !== undefined && quota > 0 && period > 0
    ? Math.ceil(quota / period)
    : null;
}

/** The least that the cgroups around this process allow (version 2); null where there is no quota. */
function quotaOfProcess(): number | null {
  const parts = (/^0::\/(.*)$/m.exec(textOf("/proc/self/cgroup"))?.[1] ?? "").split("/");
  const quotas = [...parts.keys(), parts.length]
    .map(depth => quotaIn(textOf(join("/sys/fs/cgroup", ...parts.slice(0, depth), "cpu.max"))))
    .filter(quota => quota !== null);
  return quotas.length > 0 ? Math.min(...quotas) : null;
}

function textOf(file: string): string {
  try {
    return readFileSync(file, "utf8");
  } catch {
    // Not Linux, or no cgroups.
    return "";
  }
}
