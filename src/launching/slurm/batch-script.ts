import { shellWord } from "../../plain/shell-word.ts";

/** The oldest Node that runs our programs: that of package.json. */
export const OLDEST_NODE = { major: 20, minor: 19 } as const;

/** One task of an array: a run's folder, and the step to train up to. */
export interface ArrayTask {
  readonly folder: string;
  readonly upTo: number;
}

/** The file that an array's tasks find their run in: line i + 1 is task i's, its step and its folder. */
export function taskList(tasks: readonly ArrayTask[]): string {
  return tasks.map(({ folder, upTo }) => `${upTo} ${folder}\n`).join("");
}

/**
 * The script of a job array. A task becomes the trainer of its run, so that Slurm's signals reach it: it saves a
 * checkpoint when it is cancelled, preempted or out of time, and goes on from there when it is requeued.
 * @param trainer the words after Node's
 * @param permissions what the trainer is told that it may run
 */
export function batchScript(
  list: string,
  trainer: readonly string[],
  permissions: readonly string[],
  node = process.execPath,
): string {
  return `#!/bin/sh
# A task is a run of a sweep: line SLURM_ARRAY_TASK_ID + 1 of this list.
task=$(sed -n "$((SLURM_ARRAY_TASK_ID + 1))p" ${shellWord(list)}) || exit 1
step=\${task%% *}
folder=\${task#* }
export ELECTRON_RUN_AS_NODE=1
node=${shellWord(node)}
# An update of an editor's server removes its Node, and a job may wait for longer than that.
if [ ! -x "$node" ]; then
  node=$(command -v node)
  version=$([ -z "$node" ] || "$node" -p process.versions.node)
  major=\${version%%.*}
  minor=\${version#*.}
  minor=\${minor%%.*}
  if [ "$((\${major:-0} * 1000 + \${minor:-0}))" -lt ${OLDEST_NODE.major * 1000 + OLDEST_NODE.minor} ]; then
    echo Node ${process.version} is not at ${shellWord(node)} any more, as it was when this job was submitted, and on the PATH of "$(hostname)" is "\${version:-none}". Put Node ${OLDEST_NODE.major}.${OLDEST_NODE.minor} or newer there, then start the sweep again: it goes on with what is missing. | tee -a "$folder/trainer.log" >&2
    exit 1
  fi
fi
exec "$node" ${trainer.map(shellWord).join(" ")} "$folder" --up-to "$step"${permissions.map(word => ` ${shellWord(word)}`).join("")} >>"$folder/trainer.log" 2>&1
`;
}

export interface ArrayOrder {
  readonly name: string;
  readonly count: number;
  /** Tasks at a time; null: as many as Slurm likes. */
  readonly jobs: number | null;
  readonly threads: number;
  readonly logs: string;
  /** The array that must end before this one begins, so that no more than `jobs` are at work. */
  readonly after?: JobName;
  /** The user's own options; they come last, and so they win. */
  readonly options: readonly string[];
  readonly script: string;
}

/** The arguments of sbatch for one array. */
export function sbatchArguments(order: ArrayOrder): string[] {
  const { name, count, jobs, threads, logs, options, script, after } = order;
  return [
    "--parsable",
    `--array=0-${count - 1}${jobs === null ? "" : `%${jobs}`}`,
    `--job-name=${name}`,
    `--output=${logs.replaceAll("%", "%%")}/%A_%a.log`,
    "--open-mode=append",
    "--requeue",
    ...(after === undefined ? [] : [`--dependency=afterany:${after.job}`]),
    ...(threads > 0 ? [`--cpus-per-task=${threads}`] : []),
    ...options,
    // A cluster knows no job of another, so the next array goes where the first was sent.
    ...(after?.cluster === undefined ? [] : [`--clusters=${after.cluster}`]),
    script,
  ];
}

/** The CPUs that options for sbatch ask for a task; null where they ask for none. The last one wins, as it does for sbatch. */
export function cpusAskedBy(options: readonly string[]): number | null {
  const asked = options.flatMap((option, i) => {
    const [, written] = /^(?:--cpus-per-task|-c)(?:=|$)?(.*)$/.exec(option) ?? [];
    if (written === undefined) return [];
    return /^\d+$/.test(written || (options[i + 1] ?? "")) ? [Number(written || options[i + 1])] : [];
  });
  return asked.findLast(cpus => cpus > 0) ?? null;
}

/** A job by its number, and the cluster that it was sent to where that is another than the submitting machine's own. */
export interface JobName {
  readonly job: string;
  readonly cluster?: string;
}

/** The job in what `sbatch --parsable` prints (`123` or `123;cluster`); null where there is none. */
export function submittedJob(out: string): JobName | null {
  const last = out.trim().split("\n").at(-1)?.trim() ?? "";
  const [, job, cluster] = /^(\d+)(?:;([\w.-]*))?$/.exec(last) ?? [];
  if (job === undefined) return null;
  return { job, ...(cluster !== undefined && cluster !== "" && { cluster }) };
}

/** Options of sbatch that a sweep sets itself, or that would keep it from submitting or from coming back; long ones may be cut short. */
const own = ["array", "output", "parsable", "test-only", "wait", "wrap"];
const ownLetters = ["a", "o", "W"];

/** The first of the options that is the sweep's own; null where none is. */
export function ownOption(options: readonly string[]): string | null {
  const isOwn = (option: string) => {
    const [, long] = /^--([a-z][a-z-]*)/.exec(option) ?? [];
    if (long === undefined) return /^-[a-zA-Z]/.test(option) && ownLetters.includes(option.charAt(1));
    // --wait-all-nodes and the like are options of their own; --w could be any of several.
    return own.some(name => name.startsWith(long) && long.length > 2);
  };
  return options.find(isOwn) ?? null;
}

/** How many tasks an array may have in what `scontrol show config` prints; null where it does not tell. */
export function arrayLimit(config: string): number | null {
  const [, limit] = /^MaxArraySize\s*=\s*(\d+)/m.exec(config) ?? [];
  return limit === undefined || Number(limit) < 1 ? null : Number(limit);
}

/** Splits options as a shell does: blanks apart, quotes together, a backslash before any character. Nothing is expanded. */
export function splitOptions(text: string): string[] {
  const words: string[] = [];
  let word: string | null = null;
  for (const [part] of text.matchAll(/\s+|'[^']*'|"(?:[^"\\]|\\.)*"|\\.|[^\s'"\\]+|['"\\]/gs)) {
    if (/^\s/.test(part)) {
      if (word !== null) words.push(word);
      word = null;
    } else word = (word ?? "") + unquoted(part);
  }
  return word === null ? words : [...words, word];
}

function unquoted(part: string): string {
  if (part.length > 1 && part.startsWith("'")) return part.slice(1, -1);
  if (part.length > 1 && part.startsWith('"')) return part.slice(1, -1).replaceAll(/\\(["\\$`])/g, "$1");
  return part.length > 1 && part.startsWith("\\") ? part.slice(1) : part;
}
