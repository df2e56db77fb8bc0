interface Entry {
  /** Where it trains, in a list of such places. */
  readonly title: string;
  /** The same for the editor's settings. */
  readonly description: string;
  /** Whether runs train on this machine, whose cores they share and whose devices they need. */
  readonly here: boolean;
  /** Whether it comes back when the runs have trained; where it does not, nobody is there to decide of halving. */
  readonly waits: boolean;
}

/** Where the runs of a sweep may train; launcher-kinds has how. */
export const launchers = {
  local: {
    title: "this machine",
    description: "On this machine, `concurrentRuns` at a time.",
    here: true,
    waits: true,
  },
  slurm: {
    title: "Slurm",
    description: "As one job array, submitted with `sbatch` from this machine.",
    here: false,
    waits: true,
  },
} as const satisfies Readonly<Record<string, Entry>>;

export type LauncherName = keyof typeof launchers;
export const launcherNames = Object.keys(launchers) as LauncherName[];

export const placeOf = (name: LauncherName): Entry => launchers[name];
