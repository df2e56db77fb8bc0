import { optionValue } from "./sbatch-options.ts";

type Environment = Readonly<Record<string, string | undefined>>;

/** What decides where a job lies: sbatch's option, and the variables that mean the same, of which the last wins. */
const places = [
  { option: "clusters", variables: ["SBATCH_CLUSTERS", "SLURM_CLUSTERS"] },
  { option: "partition", variables: ["SBATCH_PARTITION"] },
  { option: "account", variables: ["SBATCH_ACCOUNT"] },
  { option: "qos", variables: ["SBATCH_QOS"] },
  { option: "reservation", variables: ["SBATCH_RESERVATION"] },
  { option: "constraint", variables: ["SBATCH_CONSTRAINT"] },
] as const;

/**
 * The options with those that the environment gives and they do not, of what decides where a job lies: so it is the same
 * job for every later question, for a command that is printed, and for whoever pastes it elsewhere.
 */
export function placedOptions(options: readonly string[], environment: Environment): string[] {
  const given = places.flatMap(({ option, variables }) => {
    const value = variables.map(name => environment[name] ?? "").findLast(text => text !== "");
    return value === undefined || optionValue(options, option) !== null ? [] : [`--${option}=${value}`];
  });
  return [...given, ...options];
}

/** The clusters that a job may be sent to; none: the submitting machine's own. */
export const clustersOf = (options: readonly string[]): string[] =>
  (optionValue(options, "clusters") ?? "").split(",").filter(name => name !== "");

/** What would keep squeue from telling of a job or scancel from cancelling it, or sbatch from coming back: filters, formats, questions. */
const unwanted = /^(?:SQUEUE_|SCANCEL_|SCONTROL_|SBATCH_WAIT$|SLURM_CLUSTERS$|SBATCH_CLUSTERS$)/;

/** The environment of Slurm's programs: a job's cluster is an option of every call, or the machine's own. */
export const slurmEnvironment = (environment: Environment): NodeJS.ProcessEnv =>
  Object.fromEntries(Object.entries(environment).filter(([name]) => !unwanted.test(name)));
