import { splitOptions } from "../../launching/slurm/sbatch-options.ts";

/** The settings under `slurm.`. */
export interface SlurmSettings {
  readonly partition: string;
  readonly time: string;
  readonly cpus: number;
  readonly gpus: number;
  readonly options: string;
}

/** What the settings mean as words for sbatch; the user's own come last, and so they win. */
export function slurmOptions({ partition, time, cpus, gpus, options }: SlurmSettings): string[] {
  const named = [
    ["partition", partition.trim()],
    ["time", time.trim()],
    ["cpus-per-task", cpus > 0 ? String(cpus) : ""],
    ["gpus", gpus > 0 ? String(gpus) : ""],
  ] as const;
  return [
    ...named.flatMap(([name, value]) => (value === "" ? [] : [`--${name}=${value}`])),
    ...splitOptions(options),
  ];
}
