import { devices } from "../../experiment/catalog.ts";
import { availableNames } from "../../experiment/number-spec.ts";
import { launcherNames, launchers } from "../../launching/launchers.ts";
import { regimeNames, regimes } from "../experiment-files/regimes.ts";

interface SettingSchema {
  readonly type: "string" | "integer" | "boolean";
  readonly default: string | number | boolean;
  readonly markdownDescription: string;
  readonly scope: "resource" | "machine-overridable" | "window";
  readonly enum?: readonly string[];
  readonly markdownEnumDescriptions?: readonly string[];
  readonly minimum?: number;
  readonly maximum?: number;
}

/**
 * Every setting, as the manifest has it, without the `pairingLab.` before its name. A window on another machine (SSH,
 * code-server) leaves the machine scopes out of the user's own settings and says nothing; so only what would be wrong on
 * another machine has one.
 */
export const settings = {
  runsFolder: {
    type: "string",
    default: "runs",
    scope: "resource",
    markdownDescription:
      "The folder that runs are made in and listed from. A relative path is relative to the workspace folder; `~/` is your home.",
  },
  device: {
    type: "string",
    default: "auto",
    scope: "machine-overridable",
    enum: ["auto", ...availableNames(devices).filter(name => name !== "auto")],
    markdownDescription: 'Where new runs compute, for experiments that leave it open (`"device": "auto"`).',
  },
  tensorflowFolder: {
    type: "string",
    default: "",
    scope: "machine-overridable",
    markdownDescription:
      "The folder in whose `node_modules` `@tensorflow/tfjs-node-gpu` or `@tensorflow/tfjs-node` is installed, for the devices of these names; empty: looked for from the experiment's own folder. It is native code that runs with your rights, so in an untrusted workspace none is loaded. `~/` is your home.",
  },
  concurrentRuns: {
    type: "integer",
    default: 2,
    minimum: 1,
    maximum: 64,
    scope: "window",
    markdownDescription:
      "How many runs train at the same time on this machine; a run's share of the cores is fixed when it begins, by how many there are then. Further ones are queued, as are those that memory has no room for.",
  },
  sweepLauncher: {
    type: "string",
    default: "local",
    scope: "resource",
    enum: launcherNames,
    markdownEnumDescriptions: Object.values(launchers).map(({ description }) => description),
    markdownDescription: "Where sweeps train.",
  },
  "slurm.partition": {
    type: "string",
    default: "",
    scope: "resource",
    markdownDescription: "Slurm's partition for a sweep's jobs; empty: the cluster's default.",
  },
  "slurm.time": {
    type: "string",
    default: "",
    scope: "resource",
    markdownDescription:
      "How long a job of a sweep may take, as `sbatch --time` has it (`2:00:00`, `1-12`); empty: the partition's default. A job that runs out of time saves a checkpoint; run the sweep again to go on.",
  },
  "slurm.cpus": {
    type: "integer",
    default: 0,
    minimum: 0,
    maximum: 1024,
    scope: "resource",
    markdownDescription: "CPUs for each run; 0: as many as its threads.",
  },
  "slurm.gpus": {
    type: "integer",
    default: 0,
    minimum: 0,
    maximum: 64,
    scope: "resource",
    markdownDescription: "GPUs for each run.",
  },
  "slurm.options": {
    type: "string",
    default: "",
    scope: "resource",
    markdownDescription:
      "Further options for `sbatch`, such as `--account=lab --mem=4G`. They win over the others.",
  },
  defaultRegime: {
    type: "string",
    default: "weak-discriminator",
    scope: "resource",
    enum: regimeNames,
    markdownEnumDescriptions: Object.values(regimes).map(
      ({ title, description }) => `${title}: ${description}`,
    ),
    markdownDescription: "The regime that a new experiment begins with.",
  },
  openDashboard: {
    type: "boolean",
    default: true,
    scope: "window",
    markdownDescription: "Open a run's dashboard when its training begins.",
  },
  pageKeys: {
    type: "boolean",
    default: true,
    scope: "window",
    markdownDescription:
      "Single characters are keys of our pages (`P` plays, `L` goes live, `1` to `4` choose how runs are compared). Off, for those who speak to their machine: arrows, Space and Escape stay.",
  },
  notifications: {
    type: "string",
    default: "all",
    scope: "window",
    enum: ["all", "failures", "none"],
    markdownEnumDescriptions: [
      "When a run ends, fails or becomes not finite.",
      "When a run fails or becomes not finite.",
      "Never: the status bar and the run explorer tell.",
    ],
    markdownDescription: "When to notify.",
  },
} as const satisfies Readonly<Record<string, SettingSchema>>;

export type SettingName = keyof typeof settings;

type Widened<S extends SettingSchema> = S extends { readonly enum: readonly (infer E)[] }
  ? E
  : S["default"] extends string
    ? string
    : S["default"] extends number
      ? number
      : boolean;

export type SettingValue<N extends SettingName> = Widened<(typeof settings)[N]>;

/** The value of a setting as someone wrote it, or its default where that is none of its values. */
export function settingValue<N extends SettingName>(name: N, written: unknown): SettingValue<N> {
  const schema: SettingSchema = settings[name];
  return (isValue(schema, written) ? written : schema.default) as SettingValue<N>;
}

function isValue(schema: SettingSchema, value: unknown): boolean {
  if (schema.type !== "integer") {
    return typeof value === schema.type && (schema.enum?.includes(String(value)) ?? true);
  }
  const { minimum = -Infinity, maximum = Infinity } = schema;
  return Number.isInteger(value) && Number(value) >= minimum && Number(value) <= maximum;
}
