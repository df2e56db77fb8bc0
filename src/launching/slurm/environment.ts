type Environment = Readonly<Record<string, string | undefined>>;

/** What decides where a job lies: sbatch's option, its letter, and the variables that mean the same, of which the last wins. */
const places = [
  { option: "clusters", letter: "M", variables: ["SBATCH_CLUSTERS", "SLURM_CLUSTERS"] },
  { option: "partition", letter: "p", variables: ["SBATCH_PARTITION"] },
  { option: "account", letter: "A", variables: ["SBATCH_ACCOUNT"] },
  { option: "qos", letter: "q", variables: ["SBATCH_QOS"] },
  { option: "reservation", letter: null, variables: ["SBATCH_RESERVATION"] },
  { option: "constraint", letter: "C", variables: ["SBATCH_CONSTRAINT"] },
] as const;

type Place = Pick<(typeof places)[number], "option" | "letter">;

/**
 * The options with those that the environment gives and they do not, of what decides where a job lies: so it is the same
 * job for every later question, for a command that is printed, and for whoever pastes it elsewhere.
 */
export function placedOptions(options: readonly string[], environment: Environment): string[] {
  const given = places.flatMap(({ variables, ...place }) => {
    const value = variables.map(name => environment[name] ?? "").findLast(text => text !== "");
    return value === undefined || optionValue(options, place) !== null ? [] : [`--${place.option}=${value}`];
  });
  return [...given, ...options];
}

/** The clusters that a job may be sent to; none: the submitting machine's own. */
export const clustersOf = (options: readonly string[]): string[] =>
  (optionValue(options, places[0]) ?? "").split(",").filter(name => name !== "");

/** What options say of one of them, where the last wins, as it does for sbatch; long ones may be cut short. */
function optionValue(options: readonly string[], { option, letter }: Place): string | null {
  const values = options.flatMap((word, i) => {
    const [, long, written] = /^--([a-z][a-z-]*)(?:=(.*))?$/s.exec(word) ?? [];
    if (long !== undefined)
      return long.length > 2 && option.startsWith(long) ? [written ?? options[i + 1] ?? ""] : [];
    if (letter === null || !word.startsWith(`-${letter}`)) return [];
    return [word.slice(2) || (options[i + 1] ?? "")];
  });
  return values.at(-1) ?? null;
}

/** What would keep squeue from telling of a job or scancel from cancelling it, or sbatch from coming back: filters, formats, questions. */
const unwanted = /^(?:SQUEUE_|SCANCEL_|SCONTROL_|SBATCH_WAIT$|SLURM_CLUSTERS$|SBATCH_CLUSTERS$)/;

/** The environment of Slurm's programs: a job's cluster is an option of every call, or the machine's own. */
export const slurmEnvironment = (environment: Environment): NodeJS.ProcessEnv =>
  Object.fromEntries(Object.entries(environment).filter(([name]) => !unwanted.test(name)));
